import { REASONS, type Reason } from './decide.js';
import type { DryRunColumn } from './dry-run.js';

export const FEWER_THAN_TEN = 'fewer than ten';
/** Stands for the largest part where a smaller one is not told, or one could be had from the other by subtraction. */
export const THE_REST = 'the rest';

/** Below ten, zero included, a count about people is not told: "nobody agreed" tells of each of them (section 4). */
export function presentCount(count: number): string {
  return count < 10 ? FEWER_THAN_TEN : String(count);
}

export interface PresentedColumn {
  readonly field: string;
  readonly cells: string;
  readonly released: string;
  readonly withheld: Readonly<Partial<Record<Reason, string>>>;
}

/** These follow from purpose, recipient, policy and size, and tell nothing of what a person said. */
const OF_NO_PERSON: readonly Reason[] = Object.freeze([
  'purpose_never',
  'recipient_never',
  'policy',
  'small_group',
]);

/**
 * A column of a dry run as people read it. An outcome that may come from a person's word is listed whether it occurred or
 * not, since being listed would tell. Zero is told only where it follows from the request, or where nobody can have
 * said anything yet.
 */
export function presentColumn(
  column: DryRunColumn,
  run: { readonly nobodyCanHaveSpoken: boolean },
): PresentedColumn {
  const outcomes: [Reason | 'released', number][] = [
    ['released', column.released],
    ...REASONS.map((reason): [Reason, number] => [reason, column.withheld[reason] ?? 0]),
  ];
  const ofNoPerson = outcomes.filter(([outcome]) => isOfNoPerson(outcome));
  const personsWereAsked = ofNoPerson.reduce((sum, [, count]) => sum + count, 0) < column.cells;
  const parts = outcomes.filter(
    ([outcome, count]) =>
      count > 0 || (!isOfNoPerson(outcome) && personsWereAsked && !run.nobodyCanHaveSpoken),
  );
  const largest = Math.max(...parts.map(([, count]) => count));
  const isOneHidden = parts.some(([, count]) => count < 10);
  const { released = '0', ...withheld }: Partial<Record<Reason | 'released', string>> = Object.fromEntries(
    parts.map(([outcome, count]) => [
      outcome,
      // What is shown beside the sum of cells could be subtracted from it, so the largest part gives way.
      isOneHidden && count === largest && count >= 10 ? THE_REST : presentCount(count),
    ]),
  );
  return { field: column.field, cells: presentCount(column.cells), released, withheld };
}

function isOfNoPerson(outcome: Reason | 'released'): boolean {
  return outcome !== 'released' && OF_NO_PERSON.includes(outcome);
}
