/**
 * What time it is, for whatever waits or ends: cooling off, expiry, freezes. Injected, so that a test or the demo can let a day
 * pass; a product that runs uses `systemClock`.
 */
export interface Clock {
  now(): Date;
}

export const CLOCK = Symbol('Clock');

export const systemClock: Clock = { now: () => new Date() };
