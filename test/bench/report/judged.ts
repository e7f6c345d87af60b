import type { Figure, Result } from '../harness/figure.js';

export type Reached = 'aim' | 'must' | 'neither' | null;

/** What a median came up to; null where nothing was asked or measured. */
export function reachedOf({ figure, measured }: Result): Reached {
  if (!measured || (figure.must === null && figure.aim === null)) return null;
  if (figure.aim !== null && holds(figure, measured.median, figure.aim)) return 'aim';
  return figure.must !== null && holds(figure, measured.median, figure.must) ? 'must' : 'neither';
}

function holds({ better }: Figure, value: number, bar: number): boolean {
  return better === 'higher' ? value >= bar : value <= bar;
}
