import { CourtyardError } from '@courtyard/errors';
import { hasHiddenSigns, isSeen } from '@courtyard/writing';
import { MOST_WORDS } from '../writing/said.input.js';
import type { PollInput } from './poll.input.js';

/** The words of a poll: what is asked, and what may be chosen as the last lines. @throws input.invalid where that is too long, or not read as it is stored */
export function wordsOf(body: string, { options }: PollInput): string {
  if (options.some((option) => hasHiddenSigns(option) || !isSeen(option)))
    throw new CourtyardError('input.invalid', { fields: ['poll.options'] });
  const words = `${body}\n\n${options.join('\n')}`;
  if ([...words].length > MOST_WORDS) throw new CourtyardError('input.invalid', { fields: ['body'] });
  return words;
}

export function optionsOf(words: string, count: number): string[] {
  return words.split('\n').slice(-count);
}
