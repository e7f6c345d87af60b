import type { EmployeeActor } from '@courtyard/access';
import { fromNodeId } from '@courtyard/graphql';
import { AudienceKeys } from '@courtyard/people';
import { Gate } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { judgementPolicy } from '../judgement/judgement.policy.js';
import { Post, PostKind } from '../post/post.entity.js';
import { postPolicy } from '../post/post.policy.js';
import { praisedOnceShown } from '../praise/praising.js';
import type { ReactionKind } from './reaction.entity.js';
import { reactionPolicy } from './reaction.policy.js';

@Injectable()
export class ReactionService {
  constructor(private readonly gate: Gate) {}

  /** The actor's own reactions to a post; asked for many posts at once, they are asked for once. */
  async mine(actor: EmployeeActor, postId: string): Promise<ReactionKind[]> {
    const given = await this.gate.loadMany(actor, reactionPolicy, 'read', 'postId', postId);
    return given.map(({ kind }) => kind).sort();
  }

  /** Reacting twice is reacting once. @throws not_found, auth.forbidden, audience.archived, praise.waiting */
  async react(actor: EmployeeActor, nodeId: string, kind: ReactionKind): Promise<Post> {
    const postId = fromNodeId(Post, nodeId);
    const post = await this.gate.get(actor, postPolicy, 'react', postId);
    const reaction = { postId, employeeId: actor.employeeId, kind, createdAt: new Date().toISOString() };
    const given = await this.gate.write(actor, 'react', async (write) => {
      if (post.kind === PostKind.praise) await praisedOnceShown(write, postId);
      await AudienceKeys.assertAwake(write, post.audienceKeys);
      const isNew = await write.createIfAbsent(reactionPolicy, 'give', reaction);
      if (isNew) await write.due(postPolicy, postId);
      // It is their own judgement, and stays so when it is taken back: what was shown was shown.
      if (post.kind === PostKind.idea)
        await write.createIfAbsent(judgementPolicy, 'give', {
          postId,
          employeeId: actor.employeeId,
          choices: [],
        });
      return isNew;
    });
    return this.counted(post, kind, given ? 1 : 0);
  }

  /** Taking back what was never given changes nothing. @throws not_found, auth.forbidden */
  async takeBack(actor: EmployeeActor, nodeId: string, kind: ReactionKind): Promise<Post> {
    const postId = fromNodeId(Post, nodeId);
    const post = await this.gate.get(actor, postPolicy, 'read', postId, 'aside');
    const taken = await this.gate.write(actor, 'takeBackReaction', async (write) => {
      const mine = await write.loadBy(reactionPolicy, 'take_back', 'postId', [postId]);
      if (!mine.some((reaction) => reaction.kind === kind)) return false;
      await write.remove(reactionPolicy, 'take_back', { postId, employeeId: actor.employeeId, kind });
      await write.due(postPolicy, postId);
      return true;
    });
    return this.counted(post, kind, taken ? -1 : 0);
  }

  /** Counters are folded a moment later; the answer already says what the actor did. */
  private counted(post: Post, kind: ReactionKind, step: number): Post {
    const column = kind === 'useful' ? 'usefulCount' : 'valuableCount';
    return Object.assign(new Post(), post, { [column]: Math.max(0, post[column] + step) });
  }
}
