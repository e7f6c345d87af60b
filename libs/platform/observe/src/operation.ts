import { AsyncLocalStorage } from 'node:async_hooks';

/** One request while it is under way: what may be told of it once it is over. */
export interface Operation {
  /** Its name in the built client; absent: not one of these. */
  name?: string;
  /** True: nothing of it is told, not even that it was (`@Untold`). */
  untold: boolean;
  /** The error it ended with; absent: none. */
  code?: string;
  requestId?: string;
  /** Sent to the tables for it so far. */
  statements: number;
}

const current = new AsyncLocalStorage<Operation>();

/** Runs `work`, and what follows from it, as part of the operation. */
export function withinOperation<T>(operation: Operation, work: () => T): T {
  return current.run(operation, work);
}

/** Undefined where nobody observes. */
export function currentOperation(): Operation | undefined {
  return current.getStore();
}
