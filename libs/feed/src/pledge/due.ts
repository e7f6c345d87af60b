import { CourtyardError } from '@courtyard/errors';
import { v7 } from 'uuid';

const HOUR = 3_600_000;
/** A day begins at midnight UTC here, and ends last at UTC-12: nobody is late by where somebody else lives. */
const OVER_EVERYWHERE = (24 + 12) * HOUR;
const MOST_YEARS = 5;

/** Whether a calendar day is over, wherever one is. */
export function isOver(day: string, now = Date.now()): boolean {
  return Date.parse(day) + OVER_EVERYWHERE <= now;
}

/** @throws input.invalid for what is on no calendar, or far away; pledge.day_over */
export function assertToCome(day: string, now = Date.now()): void {
  const at = new Date(`${day}T00:00:00Z`);
  const real = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
  if (!real || at.getUTCFullYear() > new Date(now).getUTCFullYear() + MOST_YEARS)
    throw new CourtyardError('input.invalid', { fields: ['dueOn'] });
  if (isOver(day, now)) throw new CourtyardError('pledge.day_over');
}

/** A UUIDv7 of the day: by it what waits is ordered by days, and within one by nothing. */
export function dueIdOf(day: string): string {
  return v7({ msecs: Date.parse(day) });
}
