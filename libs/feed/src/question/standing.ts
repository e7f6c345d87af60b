import { employeePolicy } from '@courtyard/people';
import type { Write } from '@courtyard/records';
import type { Comment } from '../comment/comment.entity.js';
import type { Post } from '../post/post.entity.js';
import { type Question, QuestionState } from './question.entity.js';
import { questionPolicy } from './question.policy.js';

/** More open questions of one person are ended in several portions. */
const AT_ONCE = 100;

export const NOBODY = { taken: false, takenById: null, takenAt: null };
const NO_ANSWER = { acceptedId: null, acceptedAt: null };

/** What stands beside a post that asks, from the moment it is published. */
export async function ask(
  write: Write,
  post: Pick<Post, 'id' | 'publishedId' | 'authorId' | 'audienceKeys'>,
): Promise<void> {
  const { id, publishedId: askedId, authorId, audienceKeys } = post;
  const asked = { id, askedId, authorId, audienceKeys, state: QuestionState.open };
  await write.create(questionPolicy, 'ask', { ...asked, ...NOBODY, ...NO_ANSWER, solvedAt: null });
}

/** It reaches whom its post reaches. */
export async function widenQuestion(write: Write, { id, audienceKeys }: Post): Promise<void> {
  await write.change(questionPolicy, 'widen', id, { audienceKeys });
}

/** Nothing of it is left beside a post that is withdrawn. */
export async function withdrawQuestion(write: Write, postId: string): Promise<void> {
  const nothing = { ...NOBODY, ...NO_ANSWER, solvedAt: null };
  await write.change(questionPolicy, 'close', postId, { state: QuestionState.withdrawn, ...nothing });
}

/**
 * A comment that was accepted is withdrawn: the question waits again, unless its asker said that it is solved, or left and waits for
 * nothing.
 */
export async function lapseAnswer(write: Write, { id, postId }: Comment): Promise<void> {
  const errand = write.errand('answer_withdrawn');
  const [accepted] = await errand.loadBy(questionPolicy, 'lapse', 'acceptedId', [id]);
  if (!accepted) return;
  // Before the question, as whoever leaves is: then either knows of the other.
  const asker = await errand.get(employeePolicy, 'name', accepted.authorId);
  const question = await errand.get(questionPolicy, 'lapse', postId);
  // Meanwhile another one may have been accepted.
  if (question.acceptedId !== id) return;
  const without = withoutAnswer(question);
  const left = without.state === QuestionState.open && asker.status !== 'active';
  const changes = left ? { ...without, ...NOBODY, state: QuestionState.asker_left } : without;
  await errand.change(questionPolicy, 'lapse', postId, changes);
  await tellOfQuestion(write, question);
}

/** A comment that was accepted says something else: it is read with the question, wherever that is read. */
export async function tellOfAnswer(write: Write, { id }: Pick<Comment, 'id'>): Promise<void> {
  const [question] = await write.errand('answer_revised').loadBy(questionPolicy, 'read', 'acceptedId', [id]);
  if (question) await tellOfQuestion(write, question);
}

export function withoutAnswer({ state }: Question): Partial<Question> {
  return { ...NO_ANSWER, ...(state === QuestionState.answered ? { state: QuestionState.open } : {}) };
}

/** Whoever leaves waits for nothing: what they asked is not kept at the head of those who do. */
export async function endQuestionsOf(write: Write, authorId: string): Promise<void> {
  const errand = write.errand('asker_left');
  for (;;) {
    const open = await errand.list(questionPolicy, 'end', {
      where: { authorId, state: QuestionState.open },
      order: { by: 'askedId', direction: 'asc' },
      first: AT_ONCE,
    });
    for (const { id } of open) {
      // As it is under its lock: its asker may be withdrawing it, and nothing of that must keep them from leaving.
      const question = await errand.get(questionPolicy, 'read', id);
      if (question.state !== QuestionState.open) continue;
      await errand.change(questionPolicy, 'end', id, { state: QuestionState.asker_left, ...NOBODY });
      await tellOfQuestion(write, question);
    }
    if (open.length < AT_ONCE) return;
  }
}

export async function tellOfQuestion(
  write: Write,
  { id: postId, authorId, audienceKeys: keys }: Question,
): Promise<void> {
  await write.emit('question.changed', { postId, authorId, keys });
}
