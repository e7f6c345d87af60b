import type { Measured } from '../harness/figure.js';
import type { Sample } from '../harness/sample.js';
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

/** How many times as long one takes as the other. */
export function timesOf(one: Sample, other: Sample): number {
  return (one.p50 ?? Number.NaN) / (other.p50 ?? Number.NaN);
}

/** Milliseconds from asking to the whole answer, in the middle of all. */
export function timeOf(samples: readonly Sample[]): string {
  return `${amount(middleOf(samples))} ms`;
}

export function middleOf(samples: readonly Sample[]): number {
  return spreadOf(samples.map(({ p50 = Number.NaN }) => p50)).median;
}

/** As many a second, with what one costs. */
export function rateOf(samples: readonly Sample[]): Measured {
  const p99 = spreadOf(samples.map((sample) => sample.p99 ?? Number.NaN)).median;
  return {
    ...spreadOf(samples.map(({ perSecond }) => perSecond)),
    note: `${timeOf(samples)}, p99 ${amount(p99)} ms; ${costOf(samples)}`,
  };
}
