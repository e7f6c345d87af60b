import type { Result } from '../harness/figure.js';
import { reachedOf } from './judged.js';

/** What `--json` writes of each figure. */
export function jsonOf(results: readonly Result[]): string {
  const rows = results.map((result) => {
    const { name, unit, must, aim, better } = result.figure;
    return {
      name,
      value: result.measured?.median ?? null,
      unit,
      must,
      aim,
      better,
      reached: reachedOf(result),
      low: result.measured?.low ?? null,
      high: result.measured?.high ?? null,
      note: result.measured?.note ?? result.why ?? null,
    };
  });
  return `${JSON.stringify(rows, null, 2)}\n`;
}
