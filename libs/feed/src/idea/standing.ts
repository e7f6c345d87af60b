import type { Write } from '@courtyard/records';
import type { Comment } from '../comment/comment.entity.js';
import { judgementPolicy } from '../judgement/judgement.policy.js';
import type { Post } from '../post/post.entity.js';
import { type Idea, IdeaState } from './idea.entity.js';
import type { IdeaInput } from './idea.input.js';
import { ideaPolicy } from './idea.policy.js';

export const NOBODY = { taken: false, takenById: null, takenAt: null };
const NOT_TOLD = { toldId: null, toldAt: null };

/** What stands beside a post that is an idea. Whoever has it stood up first, so that is their judgement. */
export async function propose(
  write: Write,
  { id, authorId, audienceKeys }: Pick<Post, 'id' | 'authorId' | 'audienceKeys'>,
  idea: IdeaInput | null | undefined,
): Promise<void> {
  const lookBackOn = idea?.lookBackOn ?? null;
  const open = { id, authorId, audienceKeys, state: IdeaState.open };
  await write.create(ideaPolicy, 'propose', { ...open, ...NOBODY, ...NOT_TOLD, lookBackOn });
  await write.create(judgementPolicy, 'give', { postId: id, employeeId: authorId, choices: [] });
}

/** It reaches whom its post reaches. */
export async function widenIdea(write: Write, { id, audienceKeys }: Post): Promise<void> {
  await write.change(ideaPolicy, 'widen', id, { audienceKeys });
}

/** Nothing of it is left beside a post that is withdrawn. */
export async function withdrawIdea(write: Write, postId: string): Promise<void> {
  const nothing = { ...NOBODY, ...NOT_TOLD, lookBackOn: null };
  await write.change(ideaPolicy, 'end_with_post', postId, { state: IdeaState.withdrawn, ...nothing });
}

/** The comment that told what became of an idea is withdrawn: that it became so stays, without its words. */
export async function lapseOutcome(write: Write, { id, postId }: Comment): Promise<void> {
  const errand = write.errand('words_withdrawn');
  const told = await errand.loadBy(ideaPolicy, 'lapse', 'toldId', [id]);
  if (told.length === 0) return;
  const idea = await errand.get(ideaPolicy, 'lapse', postId);
  // Meanwhile it may have been told anew.
  if (idea.toldId !== id) return;
  await errand.change(ideaPolicy, 'lapse', postId, { toldId: null });
  await tellOfIdea(write, idea);
}

/** The words that tell what became of an idea say something else: they are read with it, wherever it is read. */
export async function tellOfOutcome(write: Write, { id }: Pick<Comment, 'id'>): Promise<void> {
  const [idea] = await write.errand('words_revised').loadBy(ideaPolicy, 'read', 'toldId', [id]);
  if (idea) await tellOfIdea(write, idea);
}

export async function tellOfIdea(
  write: Write,
  { id: postId, authorId, audienceKeys: keys }: Idea,
): Promise<void> {
  await write.emit('idea.changed', { postId, authorId, keys });
}
