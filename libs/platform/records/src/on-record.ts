import type { Policy } from '@courtyard/access';

const declared = new WeakMap<Policy, ReadonlySet<string>>();

/**
 * Declares that rows come by this action on record only: through `Gate.listOnRecord`, which stores who looks, and for what,
 * before the first row is read. Every other way at the gate refuses, so that nobody can forget (privacy-model.md section 6).
 */
export function readOnRecord<Row extends object, Action extends string>(
  policy: Policy<Row, Action>,
  actions: readonly Action[],
): void {
  declared.set(policy, new Set<string>(actions));
}

export function isOnRecord(policy: Policy, action: string): boolean {
  return declared.get(policy)?.has(action) ?? false;
}

/** A look that is recorded. */
export interface Look {
  readonly operation: string;
  /** What the list is narrowed by: names of our code, and the values, of which the log keeps commitments only. */
  readonly filters?: Readonly<Record<string, string>>;
}
