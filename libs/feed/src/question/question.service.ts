import { allowedActions, allows, type EmployeeActor, keys } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import { AudienceDirectory, AudienceKeys } from '@courtyard/people';
import { along, Gate, type Page, type Write } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { Comment } from '../comment/comment.entity.js';
import { commentPolicy } from '../comment/comment.policy.js';
import { Post, PostKind } from '../post/post.entity.js';
import { postPolicy } from '../post/post.policy.js';
import { COMPANIONS, PostService } from '../post/post.service.js';
import { type Question, QuestionState } from './question.entity.js';
import { questionPolicy } from './question.policy.js';
import { NOBODY, tellOfQuestion, withoutAnswer } from './standing.js';
import { FIRST_ANSWERS, usualHours } from './usual-time.js';

/**
 * How questions come to an answer. Every step may be taken twice and is taken once.
 *
 * Locks are taken in one order, so that nobody waits for somebody who waits for them: post, comment, the actor's own row,
 * question. Whoever loses a key is locked before the questions that they look after.
 */
@Injectable()
export class QuestionService {
  /** Of a page of communities it is asked once. */
  private readonly usual = new WeakMap<EmployeeActor, DataLoader<readonly string[], number | null, string>>();

  constructor(
    private readonly gate: Gate,
    private readonly posts: PostService,
    private readonly audiences: AudienceDirectory,
  ) {}

  /** How the question of a post stands, for whoever may see the post; null of what is no question. */
  async of(actor: EmployeeActor, post: Post): Promise<Question | null> {
    return post.kind === PostKind.question ? this.gate.load(actor, questionPolicy, 'read', post.id) : null;
  }

  /** What its asker accepted, for as long as it is there to be seen. */
  async accepted(actor: EmployeeActor, { acceptedId }: Question): Promise<Comment | null> {
    const comment = acceptedId && (await this.gate.load(actor, commentPolicy, 'read', acceptedId));
    return comment && comment.status === 'published' ? comment : null;
  }

  /**
   * The questions that wait for an answer and reach the actor, those first that wait longest. What was asked of nobody but an
   * archived community is answered no more, and waits for nothing.
   * @param through only along these audience keys
   */
  async open(
    actor: EmployeeActor,
    {
      through,
      first,
      after,
    }: { through?: readonly string[] | undefined; first: number; after?: string | null },
  ): Promise<Page<Post>> {
    const held = through ?? [...actor.facts.set(keys)];
    const page = await this.gate.list(actor, questionPolicy, 'read', {
      order: WAITING,
      first,
      after: after ?? null,
      companions: WITH_POSTS,
      through: await this.audiences.awake(actor, held),
    });
    const posts = await Promise.all(page.rows.map(({ id }) => this.gate.load(actor, postPolicy, 'read', id)));
    return { ...page, rows: posts.filter((post) => post !== null) };
  }

  /**
   * Within how many hours the first answer usually comes, of what reaches the actor along these keys; null where that would tell of
   * few, or where it usually does not come.
   */
  async usualHours(actor: EmployeeActor, along: readonly string[]): Promise<number | null> {
    // Whoever holds a key may see all that it brings, and nobody else is told anything.
    const held = along.filter((key) => actor.facts.set(keys).has(key));
    if (held.length === 0) return null;
    let loader = this.usual.get(actor);
    if (!loader) {
      const cacheKeyFn = (set: readonly string[]) => set.join();
      loader = new DataLoader((sets) => this.reckon(actor, sets), { cacheKeyFn, maxBatchSize: 20 });
      this.usual.set(actor, loader);
    }
    return loader.load(held);
  }

  private async reckon(
    actor: EmployeeActor,
    sets: readonly (readonly string[])[],
  ): Promise<(number | null)[]> {
    const held = sets.flatMap((set, at) => set.map((key) => ({ at, key })));
    const values = [held.map(({ at }) => at), held.map(({ key }) => key)];
    const rows = await this.gate.reckon(actor, FIRST_ANSWERS, values);
    const hours = new Map(rows.map((row) => [Number(row[0]), usualHours(row)]));
    return sets.map((_, at) => hours.get(at) ?? null);
  }

  /** Accepts a comment as the answer, instead of the one before. @throws not_found, auth.forbidden, audience.archived */
  async accept(actor: EmployeeActor, commentNodeId: string): Promise<Post> {
    const id = fromNodeId(Comment, commentNodeId);
    let postId = '';
    await this.gate.write(actor, 'acceptAnswer', async (write) => {
      // Locked, so that it is not withdrawn while it is accepted.
      const comment = await write.get(commentPolicy, 'read', id);
      if (comment.status !== 'published') throw new CourtyardError('not_found');
      postId = comment.postId;
      await this.step(write, postId, 'accept', ({ state, acceptedId }) => {
        if (acceptedId === id) return null;
        const now = state === QuestionState.solved ? state : QuestionState.answered;
        return { acceptedId: id, acceptedAt: new Date().toISOString(), state: now };
      });
    });
    return this.posts.card(actor, postId);
  }

  /** @throws not_found, auth.forbidden */
  takeBack(actor: EmployeeActor, postNodeId: string): Promise<Post> {
    return this.change(actor, 'takeBackAnswer', postNodeId, 'take_back', (question) =>
      question.acceptedId === null ? null : withoutAnswer(question),
    );
  }

  /** The asker says that it is solved, with an answer or without. @throws not_found, auth.forbidden, audience.archived */
  confirm(actor: EmployeeActor, postNodeId: string): Promise<Post> {
    return this.change(actor, 'confirmSolved', postNodeId, 'confirm', ({ state }) => {
      const { solved } = QuestionState;
      return state === solved ? null : { state: solved, solvedAt: new Date().toISOString() };
    });
  }

  /** It waits again, or has the answer that it had. @throws not_found, auth.forbidden, audience.archived */
  reopen(actor: EmployeeActor, postNodeId: string): Promise<Post> {
    return this.change(actor, 'reopenQuestion', postNodeId, 'reopen', ({ state, acceptedId }) => {
      if (state === QuestionState.open || state === QuestionState.answered) return null;
      return { state: acceptedId ? QuestionState.answered : QuestionState.open, solvedAt: null };
    });
  }

  /** "I look after this." @throws not_found, auth.forbidden, audience.archived, question.already_taken, question.own */
  take(actor: EmployeeActor, postNodeId: string): Promise<Post> {
    return this.change(actor, 'takeQuestion', postNodeId, 'take', ({ takenById, authorId }) => {
      if (takenById === actor.employeeId) return null;
      if (takenById !== null) throw new CourtyardError('question.already_taken');
      // Else nobody else would, and it would not say "nobody yet".
      if (authorId === actor.employeeId) throw new CourtyardError('question.own');
      return { taken: true, takenById: actor.employeeId, takenAt: new Date().toISOString() };
    });
  }

  /** @throws not_found, auth.forbidden for what somebody else looks after */
  giveBack(actor: EmployeeActor, postNodeId: string): Promise<Post> {
    return this.change(actor, 'giveQuestionBack', postNodeId, 'give_back', ({ taken }) =>
      taken ? NOBODY : null,
    );
  }

  /** What the actor may do about it now. */
  async allowed(actor: EmployeeActor, question: Question): Promise<string[]> {
    const actions = allowedActions(questionPolicy, actor, question);
    const own = allows(questionPolicy, actor, 'ask', question);
    const rests = await this.audiences.rests(actor, question.audienceKeys);
    return actions.filter(
      (action) => !(own && action === 'take') && (!rests || action === 'read' || ENDING.has(action)),
    );
  }

  private async change(
    actor: EmployeeActor,
    operation: string,
    postNodeId: string,
    action: Step,
    next: (question: Question) => Partial<Question> | null,
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
    next: (question: Question) => Partial<Question> | null,
  ): Promise<void> {
    // Held before the question: see above.
    await write.actorNow();
    const question = await write.get(questionPolicy, 'read', id);
    // Before anything is said of how it stands: they may have been put out since.
    await write.confirm(questionPolicy, 'read', question);
    const changes = next(question);
    // Whoever may not is told so, also of what is so already.
    if (changes || isTheAskers(action))
      await write.confirm(questionPolicy, changes ? action : 'ask', question);
    if (!changes) return;
    if (!ENDING.has(action)) await AudienceKeys.assertAwake(write, question.audienceKeys);
    await write.change(questionPolicy, action, id, changes);
    await tellOfQuestion(write, question);
  }
}

/** What takes back what was said goes on where nothing new may be said. */
const ENDING: ReadonlySet<string> = new Set(['give_back', 'take_back']);

/** Said by whoever asked. */
function isTheAskers(action: Step): boolean {
  return action !== 'take' && action !== 'give_back';
}

type Step = 'accept' | 'take_back' | 'confirm' | 'reopen' | 'take' | 'give_back';

const WAITING = { by: 'askedId', direction: 'asc' } as const;
const WITH_POSTS = [along.one('id', postPolicy, 'read', COMPANIONS)];
