import { CourtyardError } from '@courtyard/errors';
import { MOST_WORDS } from '../revision/revise.input.js';
import type { PollInput } from './poll.input.js';

/** The words of a poll: what is asked, and what may be chosen as the last lines. @throws input.invalid where that is too long */
export function wordsOf(body: string, { options }: PollInput): string {
  const words = `${body}\n\n${options.join('\n')}`;
  if ([...words].length > MOST_WORDS) throw new CourtyardError('input.invalid', { fields: ['body'] });
  return words;
}

export function optionsOf(words: string, count: number): string[] {
  return words.split('\n').slice(-count);
}
