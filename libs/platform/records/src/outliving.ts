import type { Policy } from '@courtyard/access';
import type { Gate } from './gate.js';
import { type LedgerEntry, type Remembering, remembers } from './ledger.js';

/** What a restore has to do again, and how. */
export interface Outliving<Row> extends Remembering<Row> {
  /**
   * Makes it so again, through the services of the product; what is so already stays. The gate it is given remembers nothing
   * anew.
   * @param entries of one organisation, oldest first
   * @returns how many had to be done again
   */
  readonly again: Again;
}

export type Again = (gate: Gate, organisationId: string, entries: readonly LedgerEntry[]) => Promise<number>;

const doers = new Map<string, Again>();

/** Declares beside a policy what of its rows outlives a restore: what is remembered of them, and how it is done again. */
export function outlivesRestore<Row extends object>(
  policy: Policy<Row, string>,
  { again, ...remembering }: Outliving<Row>,
): void {
  remembers(policy, remembering);
  doers.set(policy.resource, again);
}

/** By resource, in the order in which they were declared. */
export function outlivings(): ReadonlyMap<string, Again> {
  return doers;
}
