import { allowedActions, type EmployeeActor } from '@courtyard/access';
import { fromNodeId } from '@courtyard/graphql';
import { AudienceDirectory, toldActions } from '@courtyard/people';
import { Gate } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { judgementPolicy } from '../judgement/judgement.policy.js';
import { Post, PostKind } from '../post/post.entity.js';
import { PostService } from '../post/post.service.js';
import { optionsOf } from './options.js';
import { PollState } from './poll.entity.js';
import { pollPolicy } from './poll.policy.js';
import type { PollView } from './poll.view.js';
import { endPoll } from './standing.js';
import { isOver } from './voting.js';

@Injectable()
export class PollService {
  constructor(
    private readonly gate: Gate,
    private readonly posts: PostService,
    private readonly audiences: AudienceDirectory,
  ) {}

  /** How the poll of a post stands, for whoever may see the post; null of what is no poll. */
  async of(actor: EmployeeActor, post: Post): Promise<PollView | null> {
    if (post.kind !== PostKind.poll) return null;
    const [poll, [mine]] = await Promise.all([
      this.gate.load(actor, pollPolicy, 'read', post.id),
      this.gate.loadMany(actor, judgementPolicy, 'read', 'postId', post.id),
    ]);
    if (!poll) return null;
    const { tallies, optionCount, several, state, closesAt, closedAt, voters } = poll;
    const texts = optionsOf(post.body, optionCount);
    const rests = await this.audiences.rests(actor, poll.audienceKeys);
    const over = isOver(poll);
    const may = allowedActions(pollPolicy, actor, poll).filter(
      (action) => !(action === 'judge' && rests) && !(over && VOTING.has(action)),
    );
    return {
      options: texts.map((text, at) => ({ text, votes: tallies?.[at] ?? null })),
      ...{ several, state, closesAt, closedAt, voters },
      // What was chosen is forgotten when it is counted.
      mine: mine && state === PollState.open ? mine.choices : null,
      allowed: toldActions(may),
    };
  }

  /** Closes it before its time, or where it has none; one that is closed stays so. @throws not_found, auth.forbidden */
  async close(actor: EmployeeActor, postNodeId: string): Promise<Post> {
    const id = fromNodeId(Post, postNodeId);
    await this.gate.write(actor, 'closePoll', async (write) => {
      await write.actorNow();
      const poll = await write.get(pollPolicy, 'read', id);
      await write.confirm(pollPolicy, poll.state === PollState.open ? 'settle' : 'ask', poll);
      if (poll.state === PollState.open) await endPoll(write, 'settle', poll);
    });
    return this.posts.card(actor, id);
  }
}

const VOTING: ReadonlySet<string> = new Set(['judge', 'pass']);
