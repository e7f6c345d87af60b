import { CourtyardError } from '@courtyard/errors';
import type { Write } from '@courtyard/records';
import type { Revision } from './revision.entity.js';
import { revisionPolicy } from './revision.policy.js';

const MOST_EDITS = 50;

/** Something whose earlier wordings are kept while it can be seen. */
interface Edited {
  readonly id: string;
  readonly authorId: string;
  readonly body: string;
  readonly document: string | null;
  readonly version: number;
  readonly audienceKeys: string[];
  /** Of a comment; a post is its author's own. */
  readonly postAuthorId?: string;
}

/** Keeps the wording that an edit replaces. @throws edit.too_many */
export async function keepWording(write: Write, { id, ...edited }: Edited, at: string): Promise<void> {
  if (edited.version > MOST_EDITS) throw new CourtyardError('edit.too_many');
  const { authorId, body, document, version, audienceKeys } = edited;
  const revision: Partial<Revision> = {
    subjectId: id,
    version,
    authorId,
    body,
    document,
    audienceKeys,
    status: 'published',
    at,
    postAuthorId: edited.postAuthorId ?? authorId,
  };
  await write.create(revisionPolicy, 'keep', revision);
}

/** Takes earlier wordings out of sight with what they belong to. */
export async function hideWordings(write: Write, ...subjectIds: string[]): Promise<void> {
  await write.changeAll(revisionPolicy, 'hide', { subjectId: { in: subjectIds } }, { status: 'withdrawn' });
}
