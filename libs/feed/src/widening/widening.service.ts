import { allows, type EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import { type Audience, AudienceDirectory } from '@courtyard/people';
import { Gate } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { Comment } from '../comment/comment.entity.js';
import { commentPolicy } from '../comment/comment.policy.js';
import { tellOfComment } from '../comment/withdrawing.js';
import { widenIdea } from '../idea/standing.js';
import { Post, PostKind } from '../post/post.entity.js';
import { postPolicy } from '../post/post.policy.js';
import { PostService } from '../post/post.service.js';
import { widenQuestion } from '../question/standing.js';

/**
 * What was said while a community was narrower stays with whoever could read it then, unless the one who said it shows it to
 * those who came since (decision 55). Each says it of their own words: of a post, and of every comment below it. Both steps may
 * be taken twice and are taken once; earlier wordings stay where they were.
 */
@Injectable()
export class WideningService {
  constructor(
    private readonly gate: Gate,
    private readonly posts: PostService,
    private readonly audiences: AudienceDirectory,
  ) {}

  /** Whom a post would reach with those who came since, for its author; null where it reaches all of them. */
  async wider(actor: EmployeeActor, post: Post): Promise<Audience | null> {
    if (!allows(postPolicy, actor, 'widen', post)) return null;
    const newer = await this.newer(actor, post);
    return newer.size > 0 ? this.audiences.describe(actor, widened(post.audienceKeys, newer)) : null;
  }

  /** Whether one's own comment is not shown to all whom its post reaches. */
  async isNarrower(actor: EmployeeActor, comment: Comment): Promise<boolean> {
    if (!allows(commentPolicy, actor, 'widen', comment)) return false;
    const post = await this.posts.below(actor, comment.postId);
    return (
      post?.status === 'published' &&
      post.kind !== PostKind.praise &&
      lacks(comment.audienceKeys, post.audienceKeys)
    );
  }

  /** @throws not_found, auth.forbidden, audience.unknown_part, audience.hidden_with_others */
  async widenPost(actor: EmployeeActor, nodeId: string): Promise<Post> {
    const id = fromNodeId(Post, nodeId);
    const newer = await this.audiences.newer(
      actor,
      (await this.gate.get(actor, postPolicy, 'widen', id)).audienceKeys,
    );
    if (newer.size > 0)
      await this.gate.write(actor, 'widenPost', async (write) => {
        const post = await write.get(postPolicy, 'widen', id);
        const audienceKeys = widened(post.audienceKeys, newer);
        if (!lacks(post.audienceKeys, audienceKeys)) return;
        // Whoever was put out meanwhile addresses nobody there any more.
        await this.audiences.hold(write, [...newer.values()]);
        const after = await write.change(postPolicy, 'widen', id, { audienceKeys });
        if (after.kind === PostKind.question) await widenQuestion(write, after);
        if (after.kind === PostKind.idea) await widenIdea(write, after);
        await write.emit('post.widened', { postId: id, authorId: post.authorId, keys: audienceKeys });
      });
    return this.posts.card(actor, id);
  }

  /** Shows one's comment to all whom its post reaches. @throws not_found, auth.forbidden */
  async widenComment(actor: EmployeeActor, nodeId: string): Promise<Comment> {
    const id = fromNodeId(Comment, nodeId);
    const { postId } = await this.gate.get(actor, commentPolicy, 'widen', id);
    await this.gate.write(actor, 'widenComment', async (write) => {
      // Post before comment, as everywhere.
      const post = await write.get(postPolicy, 'comment', postId);
      const comment = await write.get(commentPolicy, 'widen', id);
      if (post.kind === PostKind.praise || !lacks(comment.audienceKeys, post.audienceKeys)) return;
      const { audienceKeys } = post;
      const widened = await write.change(commentPolicy, 'widen', id, { audienceKeys });
      await tellOfComment(write, 'comment.revised', widened);
      await write.confirm(postPolicy, 'comment', post);
    });
    return this.gate.get(actor, commentPolicy, 'read', id);
  }

  /** Hidden with others since: nobody who came can be named there, so there is nobody to show it to. */
  private async newer(actor: EmployeeActor, post: Post): Promise<ReadonlyMap<string, string>> {
    try {
      return await this.audiences.newer(actor, post.audienceKeys);
    } catch (error) {
      if (error instanceof CourtyardError && error.code === 'audience.hidden_with_others') return new Map();
      throw error;
    }
  }
}

/** The group's newest key stands for the earlier one: nobody holds that without it. */
function widened(keys: readonly string[], newer: ReadonlyMap<string, string>): string[] {
  return [...new Set(keys.map((key) => newer.get(key) ?? key))];
}

function lacks(some: readonly string[], others: readonly string[]): boolean {
  return others.some((key) => !some.includes(key));
}
