import { type Comment, type ImportedEmoji, type Post, PostKind, type Revision } from '@courtyard/feed';
import type { CommentRecord, PostRecord, SourceKey } from '../slack/index.js';
import type { Place } from './conversations.js';
import { importedId } from './imported-id.js';
import type { MovedPeople } from './people.js';
import { SOURCE } from './source.js';

/** The post that comments hang below. */
export interface Root {
  readonly id: string;
  readonly authorId: string;
  readonly withdrawn: boolean;
}

type Content = PostRecord | CommentRecord;

/** What rows of one organisation are made of. */
export interface Cast {
  readonly organisationId: string;
  readonly people: MovedPeople;
}

export function postRow(cast: Cast, record: PostRecord, place: Place) {
  const id = importedId(cast.organisationId, record.sourceKey, record.at);
  return {
    ...shared(cast, record, place),
    id,
    publishedId: id,
    kind: PostKind.update,
    status: 'published',
    usefulCount: 0,
    valuableCount: 0,
    commentCount: 0,
    publishedAt: record.at,
  } satisfies Partial<Post>;
}

/** A post whose author had it erased, made again without a word of it, because somebody else's answer came later. */
export function emptyRow(cast: Cast, record: PostRecord, place: Place, nobody: string) {
  const row = postRow(cast, record, place);
  return {
    ...row,
    authorId: nobody,
    body: '',
    version: 1,
    editedAt: null,
    importedEmoji: [],
    mentionedIds: [],
  } satisfies Partial<Post>;
}

/** The root's author reads what is answered; not where they have left the conversation, or never were in it. */
export function commentRow(cast: Cast, record: CommentRecord, place: Place, root: Root) {
  const content = shared(cast, record, place);
  const told = place.only === null || place.only.has(root.authorId);
  return {
    ...content,
    id: importedId(cast.organisationId, record.sourceKey, record.at),
    postId: root.id,
    postAuthorId: told ? root.authorId : content.authorId,
    status: root.withdrawn ? 'hidden' : 'published',
    createdAt: record.at,
  } satisfies Partial<Comment>;
}

/** What a stand-in becomes when a later export has the message itself. */
export function upgradeOf(cast: Cast, record: PostRecord): Partial<Post> {
  const { authorId, body, editedAt, importedEmoji, mentionedIds } = shared(cast, record, NOWHERE);
  return { authorId, body, editedAt, importedEmoji, mentionedIds };
}

/** Earlier wordings; in the export a wording is dated by its beginning, here by its end. */
export function revisionRows(
  record: Content,
  row: {
    readonly id: string;
    readonly authorId: string;
    readonly audienceKeys: string[];
    /** Of the post that a comment stands below, so that its wordings go with that post. */
    readonly postAuthorId?: string;
  },
) {
  return record.revisions.map(
    ({ body }, place) =>
      ({
        subjectId: row.id,
        version: place + 1,
        authorId: row.authorId,
        postAuthorId: row.postAuthorId ?? row.authorId,
        body,
        audienceKeys: row.audienceKeys,
        status: 'published',
        at: record.revisions[place + 1]?.at ?? record.editedAt ?? record.at,
      }) satisfies Partial<Revision>,
  );
}

const NOWHERE: Place = { audienceKeys: [], only: null };

function shared({ people }: Cast, record: Content, place: Place) {
  const author = people.get(record.author);
  if (!author) throw new Error('A message has an author whom the import did not bring.');
  return {
    authorId: author.id,
    body: record.body,
    audienceKeys: [...place.audienceKeys],
    version: record.revisions.length + 1,
    editedAt: record.editedAt,
    importedFrom: SOURCE,
    sourceKey: record.sourceKey,
    importedEmoji: emojiOf(record, people),
    mentionedIds: concernedIn(record, people, author.id),
  };
}

function emojiOf({ reactions }: Content, people: MovedPeople): ImportedEmoji[] {
  return reactions.map(({ emoji, by, count }) => {
    const ids = idsOf(by, people);
    return count > ids.length ? { emoji, by: ids, count } : { emoji, by: ids };
  });
}

/** Mentioned, quoted, commented on, in whichever wording: everyone whose yes it would need, but the author. */
function concernedIn({ concerns }: Content, people: MovedPeople, authorId: string): string[] {
  return idsOf(concerns, people).filter((id) => id !== authorId);
}

function idsOf(keys: readonly SourceKey[], people: MovedPeople): string[] {
  return [...new Set(keys.flatMap((key) => people.get(key)?.id ?? []))];
}
