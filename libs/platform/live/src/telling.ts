import type { EmployeeActor } from '@courtyard/access';
import type { OutboxEvent } from '@courtyard/outbox';

/** Of what a change is, and for whom it was judged. */
export interface Telling {
  readonly event: OutboxEvent;
  readonly actor: EmployeeActor;
}

const tellings = new WeakMap<object, Telling>();

/** Says what stands behind a change that is handed to graphql. */
export function tell(root: object, telling: Telling): void {
  tellings.set(root, telling);
}

/** @throws Error for what no live operation judged */
export function tellingOf(root: unknown): Telling {
  const telling = typeof root === 'object' && root !== null ? tellings.get(root) : undefined;
  if (!telling) throw new Error('What is told was judged for nobody.');
  return telling;
}
