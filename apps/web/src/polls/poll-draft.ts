/** A poll that is being written. */
export interface PollDraft {
  /** As they stand in the form: the last one may be empty. */
  options: string[];
  several: boolean;
  /** After how many days it closes by itself; null: its author closes it. */
  days: number | null;
}

/** A poll as it is sent; fixed with its key, so that sending it again sends the same. */
export interface PollWords {
  options: string[];
  several: boolean;
  closesAt: string | null;
}

export const mostOptions = 10;
export const longestOption = 200;
/** A day, three, a week, two. */
export const terms = [1, 3, 7, 14] as const;
export const newPoll: PollDraft = { options: ['', '', ''], several: false, days: 7 };

const DAY = 86_400_000;

export function filled({ options }: PollDraft): string[] {
  return options.map((option) => option.trim()).filter((option) => option !== '');
}

export function isWhole(poll: PollDraft): boolean {
  const options = filled(poll);
  return (
    options.length >= 2 && !repeats(options) && options.every((option) => option.length <= longestOption)
  );
}

export function repeats(options: readonly string[]): boolean {
  return new Set(options.map((option) => option.toLowerCase())).size < options.length;
}

/** With room for one more, up to ten, and two at least. */
export function withRoom(options: readonly string[]): string[] {
  const kept = [...options];
  while (kept.length > 2 && kept.at(-1) === '' && kept.at(-2) === '') kept.pop();
  if (kept.length < mostOptions && kept.at(-1) !== '') kept.push('');
  return kept;
}

export function wordsOfPoll(poll: PollDraft, now: number): PollWords {
  const { several, days } = poll;
  const closesAt = days === null ? null : new Date(now + days * DAY).toISOString();
  return { options: filled(poll), several, closesAt };
}

/** What is asked, without the options that are its last lines. */
export function questionOf(body: string, options: number): string {
  return body.split('\n').slice(0, -options).join('\n').trimEnd();
}

export function isPollDraft(value: unknown): value is PollDraft {
  if (typeof value !== 'object' || value === null) return false;
  const { options, several, days } = value as Record<string, unknown>;
  return areOptions(options) && typeof several === 'boolean' && (days === null || typeof days === 'number');
}

export function isPollWords(value: unknown): value is PollWords {
  if (typeof value !== 'object' || value === null) return false;
  const { options, several, closesAt } = value as Record<string, unknown>;
  return (
    areOptions(options) && typeof several === 'boolean' && (closesAt === null || typeof closesAt === 'string')
  );
}

function areOptions(value: unknown): value is string[] {
  return Array.isArray(value) && value.length <= mostOptions && value.every((one) => typeof one === 'string');
}
