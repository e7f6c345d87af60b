import { CourtyardError } from '@courtyard/errors';
import { type Idea, IdeaState } from './idea.entity.js';

const DAY_MILLIS = 24 * 3_600_000;
const FARTHEST_MILLIS = 3 * 366 * DAY_MILLIS;
const WAITING: ReadonlySet<IdeaState> = new Set([IdeaState.open, IdeaState.taken_up, IdeaState.not_now]);

/** @throws input.invalid for a day that is none, has come already, or is so far away that nobody looks back */
export function assertLookBack(on: string | null | undefined): void {
  if (!on) return;
  const at = Date.parse(on);
  const isDay = !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === on;
  if (!isDay || on <= today() || at - Date.now() > FARTHEST_MILLIS)
    throw new CourtyardError('input.invalid', { fields: ['lookBackOn'] });
}

/** Its day has come (in UTC), and it is not told what became of it. */
export function isDue({ state, lookBackOn }: Pick<Idea, 'state' | 'lookBackOn'>): boolean {
  return lookBackOn !== null && WAITING.has(state) && lookBackOn <= today();
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
