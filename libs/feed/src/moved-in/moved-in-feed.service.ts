import { type Actor, type EmployeeActor, systemActor } from '@courtyard/access';
import { DatabaseError } from '@courtyard/database';
import { CourtyardError } from '@courtyard/errors';
import type { ImportSource, MovedInContents } from '@courtyard/people';
import { Gate, type Write } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import type { Comment } from '../comment/comment.entity.js';
import { commentPolicy } from '../comment/comment.policy.js';
import type { Post } from '../post/post.entity.js';
import { postPolicy } from '../post/post.policy.js';
import { revisionPolicy } from '../revision/revision.policy.js';
import { erasedHash } from './erased-hash.js';
import { erasedSourcePolicy } from './erased-source.policy.js';
import { forgetEmoji } from './forgotten-emoji.js';

/** Rows of one transaction, so that its event fits the log and nobody waits long for its locks. */
const AT_ONCE = 50;
/** How often somebody may be quicker with an answer below a post before the erasure gives up for now. */
const TRIES = 5;
const FOREIGN_KEY_VIOLATION = '23503';

/**
 * Erases what an import brought of somebody's, for real: rows go, with their wordings, their places in feeds, and the opinions
 * of others about them. Where somebody else spoke below a post, their words are not lost with it: the post stays without
 * a word, in nobody's name, and their thread below it. Only hashes remain, so that no import brings it again.
 */
@Injectable()
export class MovedInFeed implements MovedInContents {
  constructor(private readonly gate: Gate) {}

  async count(
    actor: EmployeeActor,
    importedFrom: ImportSource,
  ): Promise<{ readonly posts: number; readonly comments: number }> {
    const mine = { authorId: actor.employeeId, importedFrom };
    const [posts, comments] = await Promise.all([
      this.gate.count(actor, postPolicy, 'erase', mine),
      this.gate.count(actor, commentPolicy, 'erase', mine),
    ]);
    return { posts, comments };
  }

  /** Comments first: a post below which only its author spoke then has nothing to keep. @throws moved_in.busy */
  async erase(
    actor: Actor,
    employeeId: string,
    importedFrom: ImportSource,
    nobody: () => Promise<string>,
  ): Promise<void> {
    const where = { authorId: employeeId, importedFrom };
    await this.untilNone(() => this.eraseComments(actor, where));
    await this.untilNone(() => this.erasePosts(actor, where, nobody));
    await forgetEmoji(this.gate, actor, employeeId, importedFrom);
  }

  private async eraseComments(actor: Actor, where: Mine): Promise<number> {
    return this.gate.write(actor, 'eraseMovedIn', async (write) => {
      const comments = await write.list(commentPolicy, 'erase', {
        where,
        order: OLDEST_COMMENT,
        first: AT_ONCE,
      });
      await eraseWordings(write, comments);
      for (const { id, postId, postAuthorId: authorId, audienceKeys: keys } of comments) {
        await write.remove(commentPolicy, 'erase', id);
        await write.due(postPolicy, postId);
        await write.emit('comment.withdrawn', { commentId: id, postId, authorId, keys });
      }
      await rememberErased(write, comments);
      return comments.length;
    });
  }

  private async erasePosts(actor: Actor, where: Mine, nobody: () => Promise<string>): Promise<number> {
    const { rows } = await this.gate.list(actor, postPolicy, 'erase', {
      where,
      order: { by: 'publishedId', direction: 'asc' },
      first: AT_ONCE,
    });
    const answered = await this.answered(
      actor,
      rows.map(({ id }) => id),
    );
    const keeper = answered.size > 0 ? await nobody() : '';
    await this.gate.write(actor, 'eraseMovedIn', async (write) => {
      const posts: Post[] = [];
      for (const { id } of rows) posts.push(await write.get(postPolicy, 'erase', id));
      await eraseWordings(write, posts);
      for (const post of posts) {
        if (answered.has(post.id)) await emptyPost(write, post, keeper);
        else await removePost(write, post);
      }
      await rememberErased(write, posts);
    });
    return rows.length;
  }

  /** Below which posts something hangs, whoever may see it: also in a conversation that the author has left. */
  private async answered(actor: Actor, postIds: readonly string[]): Promise<ReadonlySet<string>> {
    const errand = systemActor('erase_moved_in', actor.organisationId, actor.requestId);
    const hanging = await this.gate.loadBy(errand, commentPolicy, 'hang', 'postId', postIds);
    return new Set(hanging.map(({ postId }) => postId));
  }

  /** Portion after portion. Where an answer came in below a post that was about to go, once more. */
  private async untilNone(portion: () => Promise<number>): Promise<void> {
    for (let tries = 0; tries < TRIES; ) {
      try {
        if ((await portion()) === 0) return;
        tries = 0;
      } catch (failure) {
        const late = failure instanceof DatabaseError && failure.sqlState === FOREIGN_KEY_VIOLATION;
        const gone = failure instanceof CourtyardError && failure.code === 'not_found';
        if (!late && !gone) throw failure;
        tries++;
      }
    }
    throw new CourtyardError('moved_in.busy');
  }
}

type Mine = { readonly authorId: string; readonly importedFrom: string };
type Erased = Pick<Post | Comment, 'id' | 'sourceKey'>;

const OLDEST_COMMENT = { by: 'createdAt', direction: 'asc' } as const;

async function removePost(write: Write, { id: postId, authorId, audienceKeys: keys }: Post): Promise<void> {
  await write.remove(postPolicy, 'erase', postId);
  await write.emit('post.withdrawn', { postId, authorId, keys });
}

/** Nothing of its author's stays in it, nor beside the answers to it. */
async function emptyPost(write: Write, { id: postId, audienceKeys: keys, authorId }: Post, nobody: string) {
  const wording = { body: '', document: null, topics: [], mentionedIds: [] };
  const empty = { ...wording, authorId: nobody, importedEmoji: [], editedAt: null };
  await write.change(postPolicy, 'erase', postId, empty);
  const below = await write.changeAll(commentPolicy, 'rehome', { postId }, { postAuthorId: nobody });
  if (below.length > 0)
    await write.changeAll(revisionPolicy, 'rehome', { subjectId: { in: below } }, { postAuthorId: nobody });
  await write.emit('post.revised', { postId, authorId, keys });
}

async function eraseWordings(write: Write, rows: readonly Erased[]): Promise<void> {
  const ids = rows.map(({ id }) => id);
  for (const { subjectId, version } of await write.loadBy(revisionPolicy, 'erase', 'subjectId', ids))
    await write.remove(revisionPolicy, 'erase', { subjectId, version });
}

async function rememberErased(write: Write, rows: readonly Erased[]): Promise<void> {
  const { organisationId } = write.actor;
  const hashes = rows
    .flatMap(({ sourceKey }) => sourceKey ?? [])
    .map((key) => ({ hash: erasedHash(organisationId, key) }));
  await write.createMany(erasedSourcePolicy, 'remember', hashes);
}
