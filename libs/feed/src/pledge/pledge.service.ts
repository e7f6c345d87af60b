import { allowedActions, allows, type EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import { AudienceDirectory, AudienceKeys } from '@courtyard/people';
import { along, Gate, type Page, type Write } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { Post, PostKind } from '../post/post.entity.js';
import { postPolicy } from '../post/post.policy.js';
import { COMPANIONS, PostService } from '../post/post.service.js';
import { assertToCome, dueIdOf } from './due.js';
import { holdReceiver, tellOfPledge, UNCONFIRMED } from './giving.js';
import { type Pledge, PledgeState } from './pledge.entity.js';
import type { MovePledgeInput } from './pledge.input.js';
import { pledgePolicy } from './pledge.policy.js';

const MOST_MOVES = 20;

/**
 * What becomes of promises. Every step may be taken twice and is taken once.
 *
 * Locks are taken in one order, so that nobody waits for somebody who waits for them: post, people (both at once where two are), the
 * actor's own row, promise. Whoever loses a key is locked before what they were promised.
 */
@Injectable()
export class PledgeService {
  constructor(
    private readonly gate: Gate,
    private readonly posts: PostService,
    private readonly audiences: AudienceDirectory,
  ) {}

  /** What becomes of the promise of a post, for whoever may see the post; null of what is no promise. */
  async of(actor: EmployeeActor, post: Post): Promise<Pledge | null> {
    return post.kind === PostKind.pledge ? this.gate.load(actor, pledgePolicy, 'read', post.id) : null;
  }

  /** The actor's own promises that wait, and those made to them, by their day and by nothing else. */
  async waiting(
    actor: EmployeeActor,
    { first, after }: { first: number; after?: string | null },
  ): Promise<Page<Post>> {
    const page = await this.gate.list(actor, pledgePolicy, 'read', {
      order: WAITING,
      first,
      after: after ?? null,
      companions: WITH_POSTS,
    });
    const posts = await Promise.all(page.rows.map(({ id }) => this.gate.load(actor, postPolicy, 'read', id)));
    return { ...page, rows: posts.filter((post) => post !== null) };
  }

  /** @throws not_found, auth.forbidden */
  keep(actor: EmployeeActor, postNodeId: string): Promise<Post> {
    return this.change(actor, 'keepPledge', postNodeId, 'keep', settled(PledgeState.kept));
  }

  /** Says openly that it is broken. @throws not_found, auth.forbidden */
  break(actor: EmployeeActor, postNodeId: string): Promise<Post> {
    return this.change(actor, 'breakPledge', postNodeId, 'break', settled(PledgeState.broken));
  }

  /**
   * Promises another day; the one before stays beside it, with the reason.
   * @throws not_found, auth.forbidden, audience.archived, input.invalid, pledge.day_over, pledge.moved_too_often
   */
  async move(actor: EmployeeActor, { postId, dueOn, reason }: MovePledgeInput): Promise<Post> {
    return this.change(actor, 'movePledge', postId, 'move', ({ dueOn: before, earlier }) => {
      if (before === dueOn) return null;
      assertToCome(dueOn);
      if (earlier.length >= MOST_MOVES) throw new CourtyardError('pledge.moved_too_often');
      const moved = { dueOn: before, reason, movedAt: new Date().toISOString() };
      return { dueOn, dueId: dueIdOf(dueOn), earlier: [...earlier, moved] };
    });
  }

  /**
   * It waits again: what was said of it is taken back, or the word is given anew after it lapsed.
   * @throws not_found, auth.forbidden; pledge.receiver_gone where whoever it was made to cannot see it
   */
  async reopen(actor: EmployeeActor, postNodeId: string): Promise<Post> {
    const again = { state: PledgeState.open, settledAt: null };
    return this.change(actor, 'reopenPledge', postNodeId, 'reopen', ({ state }) =>
      state === PledgeState.open ? null : again,
    );
  }

  /**
   * Whoever it was made to says that it was kept.
   * @throws not_found, auth.forbidden; of one made to all also pledge.already_confirmed, pledge.own
   */
  confirm(actor: EmployeeActor, postNodeId: string): Promise<Post> {
    const { employeeId } = actor;
    return this.change(actor, 'confirmPledge', postNodeId, 'confirm', (pledge) => {
      if (pledge.confirmedById === employeeId) return null;
      if (pledge.toAll && pledge.authorId === employeeId) throw new CourtyardError('pledge.own');
      if (pledge.toAll && pledge.confirmed) throw new CourtyardError('pledge.already_confirmed');
      return { confirmed: true, confirmedById: employeeId, confirmedAt: new Date().toISOString() };
    });
  }

  /** Takes back that it was kept. @throws not_found, auth.forbidden for what somebody else confirmed */
  takeBack(actor: EmployeeActor, postNodeId: string): Promise<Post> {
    return this.change(actor, 'takeBackConfirmation', postNodeId, 'take_back', ({ confirmed }) =>
      confirmed ? UNCONFIRMED : null,
    );
  }

  /** What the actor may do about it now. */
  async allowed(actor: EmployeeActor, pledge: Pledge): Promise<string[]> {
    const own = allows(pledgePolicy, actor, 'give', pledge);
    const rests = await this.audiences.rests(actor, pledge.audienceKeys);
    return allowedActions(pledgePolicy, actor, pledge).filter(
      (action) => !(own && action === 'confirm') && !(rests && action === 'move'),
    );
  }

  private async change(
    actor: EmployeeActor,
    operation: string,
    postNodeId: string,
    action: Step,
    next: (pledge: Pledge) => Partial<Pledge> | null,
  ): Promise<Post> {
    const id = fromNodeId(Post, postNodeId);
    await this.gate.write(actor, operation, (write) => this.step(write, id, action, next));
    return this.posts.card(actor, id);
  }

  /** @param next what changes; null where it is so already */
  private async step(
    write: Write,
    id: string,
    action: Step,
    next: (pledge: Pledge) => Partial<Pledge> | null,
  ): Promise<void> {
    if (action === 'reopen') await this.holdPresent(write, id);
    // Held before the promise: see above.
    await write.actorNow();
    const pledge = await write.get(pledgePolicy, 'read', id);
    const changes = next(pledge);
    // Whoever may not is told so, also of what is so already.
    if (changes || AUTHORS.has(action)) await write.confirm(pledgePolicy, changes ? action : 'give', pledge);
    if (!changes) return;
    // Only this says something new; what becomes of a word may be said wherever it was given.
    if (action === 'move') await AudienceKeys.assertAwake(write, pledge.audienceKeys);
    await write.change(pledgePolicy, action, id, changes);
    await tellOfPledge(write, pledge);
  }

  /** A promise is given to somebody who sees it. Told to its author only, who sees whom it reaches. */
  private async holdPresent(write: Write, id: string): Promise<void> {
    const [pledge] = await write.load(pledgePolicy, 'give', [id]);
    if (!pledge) return;
    try {
      await holdReceiver(write, pledge.audienceKeys, pledge.toId);
    } catch (failure) {
      if ((failure as CourtyardError).code !== 'pledge.receiver_outside') throw failure;
      throw new CourtyardError('pledge.receiver_gone');
    }
  }
}

function settled(state: PledgeState.kept | PledgeState.broken) {
  return (pledge: Pledge): Partial<Pledge> | null =>
    pledge.state === state ? null : { state, settledAt: new Date().toISOString() };
}

/** Said by whoever gave their word. */
const AUTHORS: ReadonlySet<string> = new Set(['keep', 'break', 'move', 'reopen']);

type Step = 'keep' | 'break' | 'move' | 'reopen' | 'confirm' | 'take_back';

const WAITING = { by: 'dueId', direction: 'asc' } as const;
const WITH_POSTS = [along.one('id', postPolicy, 'read', COMPANIONS)];
