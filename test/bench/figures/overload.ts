import type { Figure, Measured } from '../harness/figure.js';
import { type Overload, overloadRun } from '../harness/overload.js';

const one = (value: number, note: string): Measured => ({ median: value, low: value, high: value, note });

function figure(
  name: string,
  what: string,
  unit: string,
  must: number | null,
  measured: (run: Overload) => Measured,
): Figure {
  return {
    ...{ name, what, unit, must, aim: null, better: 'lower' },
    measure: async (ground) => {
      const run = await overloadRun(ground);
      const wrong = Object.entries(run.wrong).map(([answer, times]) => `${answer} ${times} times`);
      if (wrong.length > 0) throw new Error(`of ${run.asked} answers were wrong: ${wrong.join(', ')}`);
      return measured(run);
    },
  };
}

/** Twice what can be answered, for five minutes; pages and, one of ten, posts. */
export const overloadP99 = figure(
  'overload-p99',
  'twice the capacity: p99 of what is answered, against that of one who asks alone',
  'times',
  null,
  ({ admittedP99, unloadedP99, awayP99, seconds }) =>
    one(
      admittedP99 / unloadedP99,
      `${admittedP99.toFixed(0)} ms against ${unloadedP99.toFixed(0)}; sent away within ${awayP99.toFixed(0)} ms; for ${seconds} s`,
    ),
);

export const overloadShare = figure(
  'overload-share',
  'the same: share that is sent away (503, Retry-After)',
  '%',
  null,
  ({ shareAway, asked, capacity }) =>
    one(shareAway * 100, `${asked} asked, at twice ${capacity.toFixed(0)} a second`),
);

export const overloadLost = figure(
  'overload-lost',
  'the same: posts that were acknowledged and are not there, once',
  'posts',
  0,
  ({ lost, stored, repeated }) => one(lost, `of ${stored}; ${repeated} of them sent again with their key`),
);

export const overloadRecovery = figure(
  'overload-recovery',
  'the same: from its end until pages come within twice their time before',
  's',
  10,
  ({ recovery }) => one(recovery, ''),
);
