import { type Actor, type Policy, rulesFor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';

/**
 * A question about rows of a whole organisation whose answer holds numbers, ids and words of our code, and never what anybody
 * wrote: how many cells would leave, and not which words. The text is constant and stands in the code; `$1` is the actor's
 * organisation, which every table in it is joined by.
 */
export interface Reckoning {
  readonly policy: Policy;
  /** An action that the policy grants on every row: whoever counts is judged once, since no row is told. */
  readonly action: string;
  readonly text: string;
  /** Settings of the database under which it is planned and run, by name. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Words that an answer may hold besides numbers and ids. */
  readonly words: readonly string[];
}

const NUMBER_OR_ID = /^(-?\d{1,20}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** @throws auth.forbidden for whoever the action is not granted to, on every row */
export function assertReckons(actor: Actor, { policy, action }: Reckoning): void {
  const granted = rulesFor(policy, actor, action).some((at) => policy.rules[at]?.comparisons.length === 0);
  if (!granted) throw new CourtyardError('auth.forbidden');
}

/** A slip in the SQL must not become a leak. */
export function assertNoContent(
  { policy, words }: Reckoning,
  rows: readonly (readonly (string | null)[])[],
): void {
  for (const cell of rows.flat())
    if (cell !== null && !NUMBER_OR_ID.test(cell) && !words.includes(cell))
      throw new Error(`A reckoning of ${policy.resource} answered more than numbers and ids.`);
}
