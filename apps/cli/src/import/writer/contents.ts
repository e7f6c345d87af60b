import {
  type Comment,
  commentPolicy,
  erasedHash,
  erasedSourcePolicy,
  type Post,
  postPolicy,
  revisionPolicy,
} from '@courtyard/feed';
import { EmployeeKind, nobodyOf, noteMovedIn } from '@courtyard/people';
import type { Write } from '@courtyard/records';
import type { CommentRecord, PostRecord, SourceKey } from '../slack/index.js';
import {
  type Cast,
  commentRow,
  emptyRow,
  postRow,
  type Root,
  revisionRows,
  upgradeOf,
} from './content-rows.js';
import type { Place } from './conversations.js';
import { SOURCE } from './source.js';

type Content = PostRecord | CommentRecord;

/** A post that was erased and is not there; made anew, empty, for the first answer below it. */
interface Erased {
  readonly erased: PostRecord;
}

/**
 * Puts portions of contents into their places. What is there already stays as it is: whoever edited or withdrew it here
 * keeps that. Only a post that stands for a message which the export lacked becomes that message. What its author had erased
 * here does not come again; where others answer below it, an empty post keeps their thread.
 */
export class ContentMover {
  /** The posts of the conversations being read, by conversation; comments come after them. */
  private readonly roots = new Map<SourceKey, Map<SourceKey, Root | Erased>>();

  private readonly persons: ReadonlySet<string>;

  constructor(
    private readonly cast: Cast,
    private readonly places: ReadonlyMap<SourceKey, Place>,
    /** The integration that speaks where the export has no message. */
    private readonly standInAuthorId: string | undefined,
  ) {
    const persons = [...cast.people.values()].filter(({ kind }) => kind !== EmployeeKind.integration);
    this.persons = new Set(persons.map(({ id }) => id));
  }

  /** @returns how many messages are new; a post for a message that the export lacks is none. */
  async move(write: Write, portion: readonly Content[]): Promise<number> {
    // Conversations come one after the other, so only the first of a portion can have begun before it.
    for (const begun of this.roots.keys()) if (begun !== portion[0]?.conversation) this.roots.delete(begun);
    const erased = await this.erasedOf(write, portion);
    const posts = portion.filter((record) => record.kind === 'post');
    const comments = portion.filter((record) => record.kind === 'comment' && !erased.has(record.sourceKey));
    const taken = await this.movePosts(write, posts, erased);
    return taken + (await this.moveComments(write, comments as CommentRecord[]));
  }

  /** What of a portion its authors had erased here. */
  private async erasedOf(write: Write, portion: readonly Content[]): Promise<ReadonlySet<SourceKey>> {
    const keys = new Map(
      portion.map(({ sourceKey }) => [erasedHash(this.cast.organisationId, sourceKey), sourceKey]),
    );
    const known = await write.load(erasedSourcePolicy, 'read', [...keys.keys()]);
    return new Set(known.map(({ hash }) => keys.get(hash) as SourceKey));
  }

  private async movePosts(
    write: Write,
    records: readonly PostRecord[],
    erased: ReadonlySet<SourceKey>,
  ): Promise<number> {
    const known = await write.loadBy(
      postPolicy,
      'import',
      'sourceKey',
      records.map(({ sourceKey }) => sourceKey),
    );
    const before = new Map(known.map((post) => [post.sourceKey as string, post]));
    for (const record of records) {
      const found = before.get(record.sourceKey);
      if (!erased.has(record.sourceKey)) continue;
      if (found) this.remember(record, found, found.status === 'withdrawn');
      else this.rootsOf(record).set(record.sourceKey, { erased: record });
    }
    const rows = new Map(
      records
        .filter(({ sourceKey }) => !erased.has(sourceKey))
        .map((record) => [record, postRow(this.cast, record, this.placeOf(record))]),
    );
    const created = await write.createMany(
      postPolicy,
      'import',
      [...rows].flatMap(([{ sourceKey }, row]) => (before.has(sourceKey) ? [] : [row])),
    );
    const fresh = new Set(created.map(({ id }) => id));
    let taken = 0;
    const revisions = [];
    const spoke = [...created];
    for (const [record, row] of rows) {
      const found = before.get(record.sourceKey);
      this.remember(record, found ?? row, found?.status === 'withdrawn');
      if (fresh.has(row.id)) {
        revisions.push(...revisionRows(record, row));
        if (record.standIn !== 'missing') taken += 1;
      } else if (found && (await this.upgrade(write, record, found))) {
        spoke.push(row);
        taken += 1;
      }
    }
    await write.createMany(revisionPolicy, 'import', revisions);
    await this.note(write, spoke);
    return taken;
  }

  private async moveComments(write: Write, records: readonly CommentRecord[]): Promise<number> {
    const rows = new Map<CommentRecord, ReturnType<typeof commentRow>>();
    for (const record of records) {
      const root = await this.rootOf(write, record);
      rows.set(record, commentRow(this.cast, record, this.placeOf(record), root));
    }
    const created = await write.createMany(commentPolicy, 'import', [...rows.values()]);
    const fresh = new Set(created.map(({ id }) => id));
    const revisions = [...rows].flatMap(([record, row]) =>
      fresh.has(row.id) ? revisionRows(record, row) : [],
    );
    await write.createMany(revisionPolicy, 'import', revisions);
    await write.recount(postPolicy, [...new Set(created.map(({ postId }) => postId))]);
    await this.note(write, created);
    return created.length;
  }

  /** The post that a comment hangs below; an empty one where its author had it erased. */
  private async rootOf(write: Write, { conversation, post }: CommentRecord): Promise<Root> {
    const root = this.roots.get(conversation)?.get(post);
    if (!root) throw new Error('A comment came before its post.');
    if (!('erased' in root)) return root;
    const row = emptyRow(this.cast, root.erased, this.placeOf(root.erased), await nobodyOf(write));
    await write.createMany(postPolicy, 'import', [row]);
    this.remember(root.erased, row, false);
    return { id: row.id, authorId: row.authorId, withdrawn: false };
  }

  /** Whose words came, so that they are told. Integrations are nobody. */
  private async note(write: Write, created: readonly { readonly authorId: string }[]): Promise<void> {
    const people = created.map(({ authorId }) => authorId).filter((id) => this.persons.has(id));
    await noteMovedIn(write, SOURCE, people);
  }

  private async upgrade(write: Write, record: PostRecord, found: Post): Promise<boolean> {
    const isStandIn = found.authorId === this.standInAuthorId && found.status === 'published';
    const changes = upgradeOf(this.cast, record);
    if (!isStandIn || record.standIn !== null || changes.authorId === found.authorId) return false;
    await write.change(postPolicy, 'import', found.id, changes);
    const { authorId: postAuthorId = found.authorId } = changes;
    const { only } = this.placeOf(record);
    if (only === null || only.has(postAuthorId)) {
      const below: Partial<Comment> = { postAuthorId };
      await write.changeAll(commentPolicy, 'import', { postId: found.id }, below);
    }
    this.remember(record, { id: found.id, authorId: postAuthorId }, false);
    return true;
  }

  private remember(
    record: PostRecord,
    { id, authorId }: Pick<Post, 'id' | 'authorId'>,
    withdrawn: boolean,
  ): void {
    this.rootsOf(record).set(record.sourceKey, { id, authorId, withdrawn });
  }

  private rootsOf({ conversation }: PostRecord): Map<SourceKey, Root | Erased> {
    const roots = this.roots.get(conversation) ?? new Map<SourceKey, Root | Erased>();
    this.roots.set(conversation, roots);
    return roots;
  }

  private placeOf({ conversation }: Content): Place {
    const place = this.places.get(conversation);
    if (!place) throw new Error('A message belongs to a conversation that was not moved.');
    return place;
  }
}
