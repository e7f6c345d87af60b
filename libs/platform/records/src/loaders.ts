import type { Actor } from '@courtyard/access';
import DataLoader from 'dataloader';

const MOST_AT_ONCE = 500;

/**
 * What was read for an actor in one request, each thing once and in batches. The actor object is the request: a new request
 * has a new one, so nothing is remembered beyond it.
 */
export class Loaders {
  private readonly byActor = new WeakMap<Actor, Map<string, DataLoader<string, unknown>>>();

  /** @param name tells loaders of one actor apart; `read` answers in the order of the ids. */
  of<Value>(
    actor: Actor,
    name: string,
    read: (ids: readonly string[]) => Promise<Value[]>,
  ): DataLoader<string, Value> {
    const mine = this.byActor.get(actor) ?? new Map<string, DataLoader<string, unknown>>();
    this.byActor.set(actor, mine);
    let loader = mine.get(name) as DataLoader<string, Value> | undefined;
    if (!loader) {
      loader = new DataLoader<string, Value>(read, { maxBatchSize: MOST_AT_ONCE });
      mine.set(name, loader as DataLoader<string, unknown>);
    }
    return loader;
  }

  /** After a write: what was read before may no longer be so. */
  forget(actor: Actor): void {
    this.byActor.delete(actor);
  }
}
