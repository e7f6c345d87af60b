import type { Write } from '@courtyard/records';
import { mentionedIn, type Wording } from './wording.js';

interface Where {
  readonly postId: string;
  readonly commentId?: string;
  readonly authorId: string;
  readonly keys: readonly string[];
}

/**
 * Tells of people who are mentioned and were not before. It carries ids alone: whoever tells a person of it asks the gate, as that person,
 * for what they are mentioned in, and says nothing where they may not read it.
 */
export async function tellMentioned(
  write: Write,
  { authorId, ...where }: Where,
  { document, mentionedIds }: Pick<Wording, 'document' | 'mentionedIds'>,
  before?: Pick<Wording, 'document'>,
): Promise<void> {
  if (document === null) return;
  const known = new Set(mentionedIn(before?.document ?? null));
  const employeeIds = mentionedIds.filter((id) => !known.has(id) && id !== authorId);
  if (employeeIds.length > 0) await write.emit('person.mentioned', { ...where, authorId, employeeIds });
}
