/**
 * What time it is, for whatever waits or ends: cooling off, expiry, freezes. Injected, so that a test or the demo can let a day
 * pass; a product that runs uses `systemClock`.
 */
export interface Clock {
  now(): Date;
}

export const CLOCK = Symbol('Clock');

export const systemClock: Clock = { now: () => new Date() };

/** A clock that runs ahead by whole hours: of the setting COURTYARD_CLOCK_AHEAD, which no house with people in it may set. */
export function clockAhead(hours: number): Clock {
  if (hours === 0) return systemClock;
  return { now: () => new Date(Date.now() + hours * 3_600_000) };
}
