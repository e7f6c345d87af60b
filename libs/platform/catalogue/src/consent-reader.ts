import type { Purpose } from './purposes.js';
import type { Cell } from './question.js';

/**
 * What a person's word amounts to now. `cooling_off` is a yes that does not hold yet; the others are the last event of
 * privacy-model.md section 4, and `never_asked` the absence of any.
 */
export const CONSENT_STATES = Object.freeze([
  'never_asked',
  'requested',
  'deferred',
  'cooling_off',
  'given',
  'renewed',
  'refused',
  'withdrawn',
  'revoked',
  'expired',
  'invalidated',
] as const);
export type ConsentState = (typeof CONSENT_STATES)[number];

/**
 * Where the decision learns what a person said. Implementations answer for this moment: expiry, cooling off, a changed
 * recipient or notice, and cells younger than the consent are theirs to judge, and doubt is `never_asked`.
 */
export interface ConsentReader {
  /**
   * True only while no person can have consented, restricted or objected, because the program has nothing to do it with:
   * then a count of zero tells nothing about anybody (see `presentColumn`).
   */
  readonly nobodyCanHaveSpoken: boolean;
  /**
   * @param person the one concerned, never the one who asks
   * @param recipient id of the named recipient; a consent never covers a category
   * @param field `Post.body`
   * @param item id of the row for the person's word on this one row; absent for their word on the field
   * @param cell when it came to be and was changed: a yes covers cells up to a time, and doubt is no yes
   */
  stateOf(
    person: string,
    purpose: Purpose,
    recipient: string,
    field: string,
    item?: string,
    cell?: Pick<Cell, 'since' | 'changed'>,
  ): ConsentState;
}

/** Before there is a consent store: absence is no. */
export class EmptyConsentReader implements ConsentReader {
  readonly nobodyCanHaveSpoken = true;

  stateOf(): ConsentState {
    return 'never_asked';
  }
}

/** Only `ConsentGiven` and `RenewedConsentGiven` permit, once their cooling off is over. */
export function permits(state: ConsentState): boolean {
  return state === 'given' || state === 'renewed';
}

/** A no that was said, as against a yes that is missing. */
export function forbids(state: ConsentState): boolean {
  return state === 'refused' || state === 'withdrawn' || state === 'revoked';
}
