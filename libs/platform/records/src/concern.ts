import type { Policy } from '@courtyard/access';

const concerns = new WeakMap<Policy, string>();

/**
 * Declares which property of a resource's rows names the person they are of or about: the author of a post, the id itself of
 * an employee. The audit log hides such a row behind that person's key and lets them find who acted on it.
 */
export function concernsPerson<Row extends object>(
  policy: Policy<Row, string>,
  property: keyof Row & string,
): void {
  if (policy.columns.get(property)?.type !== 'uuid')
    throw new Error(`${policy.resource}.${property} does not name a person.`);
  concerns.set(policy, property);
}

/** The person a row, or what is known of one, is of or about. */
export function personOf(policy: Policy, row: object): string | undefined {
  const property = concerns.get(policy);
  const id = property === undefined ? undefined : (row as Record<string, unknown>)[property];
  return typeof id === 'string' ? id : undefined;
}

/** The property that names the person a resource's rows are of or about. */
export function concernOf(policy: Policy): string | undefined {
  return concerns.get(policy);
}
