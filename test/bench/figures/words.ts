import type { Sample } from '../harness/probe.js';
import { spreadOf } from '../harness/statistics.js';

/** How fast, and what a piece cost whom. */
export function costOf(samples: readonly Sample[]): string {
  const middle = (of: (sample: Sample) => number | undefined) =>
    spreadOf(samples.map((sample) => of(sample) ?? 0)).median;
  const node = middle(({ cost }) => cost.node);
  const parts = [
    `${amount(middle(({ perSecond }) => perSecond))}/s`,
    ...(node > 0 ? [`node ${amount(node)} µs`] : []),
    `PostgreSQL ${amount(middle(({ cost }) => cost.postgres))} µs`,
    `driver ${amount(middle(({ cost }) => cost.driver))} µs`,
  ];
  return parts.join(', ');
}

/** Three digits that mean something. */
export function amount(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}
