/** A count as the server tells it: a number, or in words where a number would say too much. */
export type Told =
  | { kind: 'number'; value: number }
  | { kind: 'few' }
  | { kind: 'rest' }
  | { kind: 'other'; text: string };

export function toldCount(text: string): Told {
  if (/^\d+$/.test(text)) return { kind: 'number', value: Number(text) };
  if (text === 'fewer than ten') return { kind: 'few' };
  if (text === 'the rest') return { kind: 'rest' };
  return { kind: 'other', text };
}

/** The part released, 0 to 1; null where the counts do not tell it. */
export function shareReleased(cells: string, released: string): number | null {
  const whole = toldCount(cells);
  const part = toldCount(released);
  if (part.kind === 'number' && part.value === 0) return 0;
  if (whole.kind !== 'number' || part.kind !== 'number' || whole.value === 0) return null;
  return Math.min(1, part.value / whole.value);
}
