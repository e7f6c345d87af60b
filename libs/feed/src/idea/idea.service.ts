import { allowedActions, type EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import { AudienceDirectory, AudienceKeys } from '@courtyard/people';
import { Gate, type Write } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { addBelow } from '../comment/adding.js';
import type { Comment } from '../comment/comment.entity.js';
import { commentPolicy } from '../comment/comment.policy.js';
import { Post, PostKind } from '../post/post.entity.js';
import { PostService } from '../post/post.service.js';
import { plainWording } from '../writing/wording.js';
import { type Idea, IdeaState } from './idea.entity.js';
import { IdeaOutcome, type TakeIdeaUpInput, type TellIdeaInput } from './idea.input.js';
import { ideaPolicy } from './idea.policy.js';
import { assertLookBack, isDue } from './look-back.js';
import { NOBODY, tellOfIdea } from './standing.js';

/**
 * What becomes of ideas. Every step may be taken twice and is taken once. Locks are taken as for questions: post, comment, the actor's own
 * row, idea; whoever loses a key is locked before the ideas that they took up.
 */
@Injectable()
export class IdeaService {
  constructor(
    private readonly gate: Gate,
    private readonly posts: PostService,
    private readonly audiences: AudienceDirectory,
  ) {}

  /** How the idea of a post stands, for whoever may see the post; null of what is no idea. */
  async of(actor: EmployeeActor, post: Post): Promise<Idea | null> {
    return post.kind === PostKind.idea ? this.gate.load(actor, ideaPolicy, 'read', post.id) : null;
  }

  /** The words that tell what became of it, for as long as they are there to be seen. */
  async told(actor: EmployeeActor, { toldId }: Idea): Promise<Comment | null> {
    const comment = toldId && (await this.gate.load(actor, commentPolicy, 'read', toldId));
    return comment && comment.status === 'published' ? comment : null;
  }

  /** "I take it up." @throws not_found, auth.forbidden, audience.archived, idea.already_taken_up, input.invalid */
  async takeUp(actor: EmployeeActor, { postId, lookBackOn }: TakeIdeaUpInput): Promise<Post> {
    assertLookBack(lookBackOn);
    return this.change(actor, 'takeIdeaUp', postId, async (write, idea) => {
      if (idea.takenById === actor.employeeId && idea.state === IdeaState.taken_up) return null;
      if (idea.state === IdeaState.taken_up) throw new CourtyardError('idea.already_taken_up');
      await write.confirm(ideaPolicy, 'take_up', idea);
      await AudienceKeys.assertAwake(write, idea.audienceKeys);
      const by = { taken: true, takenById: actor.employeeId, takenAt: new Date().toISOString() };
      return { state: IdeaState.taken_up, ...by, lookBackOn: lookBackOn ?? idea.lookBackOn };
    });
  }

  /** @throws not_found, auth.forbidden for what somebody else took up */
  giveBack(actor: EmployeeActor, postId: string): Promise<Post> {
    return this.change(actor, 'giveIdeaBack', postId, async (write, idea) => {
      if (idea.state === IdeaState.open) return null;
      await write.confirm(ideaPolicy, 'give_back', idea);
      return { state: IdeaState.open, ...NOBODY };
    });
  }

  /** Another day to look back, or none; once it has come, only telling what became of it ends it. @throws idea.look_back_due, … */
  lookBack(actor: EmployeeActor, { postId, lookBackOn = null }: TakeIdeaUpInput): Promise<Post> {
    assertLookBack(lookBackOn);
    return this.change(actor, 'setLookBack', postId, async (write, idea) => {
      await write.confirm(ideaPolicy, 'look_back', idea);
      if (isDue(idea)) throw new CourtyardError('idea.look_back_due');
      return { lookBackOn };
    });
  }

  /** Tells what became of it, in words that stand below it. @throws not_found, auth.forbidden, audience.archived, input.invalid */
  async tell(actor: EmployeeActor, input: TellIdeaInput): Promise<Post> {
    const postId = fromNodeId(Post, input.postId);
    const { idempotencyKey: key, ...content } = input;
    const { became, words, lookBackOn } = content;
    const wording = plainWording(words);
    if (became !== IdeaOutcome.not_now && lookBackOn)
      throw new CourtyardError('input.invalid', { fields: ['lookBackOn'] });
    assertLookBack(lookBackOn);
    await this.gate.createOnce(
      actor,
      'tellIdea',
      { key, input: content },
      async (write, id) => {
        await addBelow(write, actor, { id, postId, wording });
        await this.step(write, postId, async (idea) => {
          await write.confirm(ideaPolicy, 'tell_outcome', idea);
          const told = { toldId: id, toldAt: new Date().toISOString(), lookBackOn: lookBackOn ?? null };
          // What is done stays theirs who did it; of the rest somebody else may take it up.
          const by = became === IdeaOutcome.done ? {} : NOBODY;
          return { state: IdeaState[became], ...told, ...by };
        });
      },
      (write) => write.foresee(wording.body),
    );
    return this.posts.card(actor, postId);
  }

  /** What the actor may do about it now. */
  async allowed(actor: EmployeeActor, idea: Idea): Promise<string[]> {
    const rests = await this.audiences.rests(actor, idea.audienceKeys);
    return allowedActions(ideaPolicy, actor, idea).filter(
      (action) => !(rests && ADDING.has(action)) && !(action === 'look_back' && isDue(idea)),
    );
  }

  /** Whether the actor is who tells what became of it, and its day has come. */
  due(actor: EmployeeActor, idea: Idea): boolean {
    return isDue(idea) && allowedActions(ideaPolicy, actor, idea).includes('tell_outcome');
  }

  private async change(
    actor: EmployeeActor,
    operation: string,
    postNodeId: string,
    next: (write: Write, idea: Idea) => Promise<Partial<Idea> | null>,
  ): Promise<Post> {
    const id = fromNodeId(Post, postNodeId);
    await this.gate.write(actor, operation, (write) => this.step(write, id, (idea) => next(write, idea)));
    return this.posts.card(actor, id);
  }

  /** @param next judges, and says what changes; null where it is so already */
  private async step(
    write: Write,
    id: string,
    next: (idea: Idea) => Promise<Partial<Idea> | null>,
  ): Promise<void> {
    // Held before the idea: see above.
    await write.actorNow();
    const idea = await write.get(ideaPolicy, 'read', id);
    // Before anything is said of how it stands: they may have been put out since.
    await write.confirm(ideaPolicy, 'read', idea);
    const changes = await next(idea);
    if (!changes) return;
    await write.change(ideaPolicy, actionOf(changes), id, changes);
    await tellOfIdea(write, idea);
  }
}

/** What adds something, where nothing new is said any more. */
const ADDING: ReadonlySet<string> = new Set(['take_up', 'tell_outcome']);

function actionOf({ state }: Partial<Idea>): 'take_up' | 'give_back' | 'tell_outcome' | 'look_back' {
  if (state === undefined) return 'look_back';
  if (state === IdeaState.taken_up) return 'take_up';
  return state === IdeaState.open ? 'give_back' : 'tell_outcome';
}
