import type { Policy } from '@courtyard/access';

const outlines = new WeakMap<Policy, Map<string, ReadonlySet<string>>>();

/**
 * Declares that an action looks at no more than these properties of a row: the others are not read from the database, by
 * whichever way the gate is asked. For work that counts and decides without knowing what was said.
 */
export function outlined<Row extends object, Action extends string>(
  policy: Policy<Row, Action>,
  action: Action,
  properties: readonly (keyof Row & string)[],
): void {
  if (!policy.actions.includes(action)) throw new Error(`${policy.resource} has no action "${action}".`);
  const mine = outlines.get(policy) ?? new Map<string, ReadonlySet<string>>();
  mine.set(action, new Set(properties));
  outlines.set(policy, mine);
}

/** The properties that an action may look at; undefined where it may look at all that comes with a row. */
export function outlineOf(policy: Policy, action: string | undefined): ReadonlySet<string> | undefined {
  return action === undefined ? undefined : outlines.get(policy)?.get(action);
}
