import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import { Gate } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { admitVote } from '../poll/voting.js';
import { Post, PostKind } from '../post/post.entity.js';
import { postPolicy } from '../post/post.policy.js';
import { PostService } from '../post/post.service.js';
import { awaitsJudgement, isJudged } from './awaiting.js';
import { judgementPolicy } from './judgement.policy.js';

@Injectable()
export class JudgementService {
  constructor(
    private readonly gate: Gate,
    private readonly posts: PostService,
  ) {}

  /** What of a post tells what others thought, or null until the actor gave their own judgement. */
  shown<Value>(actor: EmployeeActor, post: Post, value: Value): Value | null | Promise<Value | null> {
    if (!isJudged(post)) return value;
    return this.awaited(actor, post).then((awaited) => (awaited ? null : value));
  }

  awaited(actor: EmployeeActor, post: Post): Promise<boolean> {
    return awaitsJudgement(this.gate, actor, post);
  }

  /**
   * Gives one's own judgement; of a poll another one may follow while it is open.
   * @param choices the options one votes for, the first being 0; none is "I don't want to say", which is a judgement like any other
   * @throws not_found, judgement.not_asked, input.invalid, poll.closed, auth.forbidden, audience.archived
   */
  async give(actor: EmployeeActor, postNodeId: string, choices: readonly number[]): Promise<Post> {
    const id = fromNodeId(Post, postNodeId);
    const post = await this.gate.get(actor, postPolicy, 'read', id, 'aside');
    if (post.status !== 'published') throw new CourtyardError('not_found');
    if (!isJudged(post)) throw new CourtyardError('judgement.not_asked');
    const chosen = [...new Set(choices)].sort((one, other) => one - other);
    // Of an idea a reaction is a judgement, too; this is the one that says neither.
    if (post.kind === PostKind.idea && chosen.length > 0)
      throw new CourtyardError('input.invalid', { fields: ['choices'] });
    await this.gate.write(actor, 'giveJudgement', async (write) => {
      if (post.kind === PostKind.poll) await admitVote(write, id, chosen);
      const key = { postId: id, employeeId: actor.employeeId };
      const isNew = await write.createIfAbsent(judgementPolicy, 'give', { ...key, choices: chosen });
      if (!isNew && post.kind === PostKind.poll)
        await write.change(judgementPolicy, 'give', key, { choices: chosen });
    });
    return this.posts.card(actor, id);
  }
}
