import { type Comment, commentPolicy, type Post, postPolicy, revisionPolicy } from '@courtyard/feed';
import type { Write } from '@courtyard/records';
import type { CommentRecord, PostRecord, SourceKey } from '../slack/index.js';
import { type Cast, commentRow, postRow, type Root, revisionRows, upgradeOf } from './content-rows.js';
import type { Place } from './conversations.js';

type Content = PostRecord | CommentRecord;

/**
 * Puts portions of contents into their places. What is there already stays as it is: whoever edited or withdrew it here
 * keeps that. Only a post that stands for a message which the export lacked becomes that message.
 */
export class ContentMover {
  /** The posts of the conversations being read, by conversation; comments come after them. */
  private readonly roots = new Map<SourceKey, Map<SourceKey, Root>>();

  constructor(
    private readonly cast: Cast,
    private readonly places: ReadonlyMap<SourceKey, Place>,
    /** The integration that speaks where the export has no message. */
    private readonly standInAuthorId: string | undefined,
  ) {}

  /** @returns how many messages are new; a post for a message that the export lacks is none. */
  async move(write: Write, portion: readonly Content[]): Promise<number> {
    // Conversations come one after the other, so only the first of a portion can have begun before it.
    for (const begun of this.roots.keys()) if (begun !== portion[0]?.conversation) this.roots.delete(begun);
    const posts = portion.filter((record) => record.kind === 'post');
    const comments = portion.filter((record) => record.kind === 'comment');
    return (await this.movePosts(write, posts)) + (await this.moveComments(write, comments));
  }

  private async movePosts(write: Write, records: readonly PostRecord[]): Promise<number> {
    const known = await write.loadBy(
      postPolicy,
      'import',
      'sourceKey',
      records.map(({ sourceKey }) => sourceKey),
    );
    const before = new Map(known.map((post) => [post.sourceKey as string, post]));
    const rows = new Map(records.map((record) => [record, postRow(this.cast, record, this.placeOf(record))]));
    const created = await write.createMany(
      postPolicy,
      'import',
      [...rows].flatMap(([{ sourceKey }, row]) => (before.has(sourceKey) ? [] : [row])),
    );
    const fresh = new Set(created.map(({ id }) => id));
    let taken = 0;
    const revisions = [];
    for (const [record, row] of rows) {
      const found = before.get(record.sourceKey);
      this.remember(record, found ?? row, found?.status === 'withdrawn');
      if (fresh.has(row.id)) {
        revisions.push(...revisionRows(record, row));
        if (record.standIn !== 'missing') taken += 1;
      } else if (found && (await this.upgrade(write, record, found))) taken += 1;
    }
    await write.createMany(revisionPolicy, 'import', revisions);
    return taken;
  }

  private async moveComments(write: Write, records: readonly CommentRecord[]): Promise<number> {
    const rows = new Map(
      records.map((record) => {
        const root = this.roots.get(record.conversation)?.get(record.post);
        if (!root) throw new Error('A comment came before its post.');
        return [record, commentRow(this.cast, record, this.placeOf(record), root)];
      }),
    );
    const created = await write.createMany(commentPolicy, 'import', [...rows.values()]);
    const fresh = new Set(created.map(({ id }) => id));
    const revisions = [...rows].flatMap(([record, row]) =>
      fresh.has(row.id) ? revisionRows(record, row) : [],
    );
    await write.createMany(revisionPolicy, 'import', revisions);
    await write.recount(postPolicy, [...new Set(created.map(({ postId }) => postId))]);
    return created.length;
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
    const roots = this.roots.get(record.conversation) ?? new Map<SourceKey, Root>();
    this.roots.set(record.conversation, roots.set(record.sourceKey, { id, authorId, withdrawn }));
  }

  private placeOf({ conversation }: Content): Place {
    const place = this.places.get(conversation);
    if (!place) throw new Error('A message belongs to a conversation that was not moved.');
    return place;
  }
}
