import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../harness/figure.js';
import { ROOT } from '../harness/product.js';
import { pageOf, type RunOf } from './page.js';
import { altOf, plotOf } from './plot.js';

/** Writes the page with its pictures. A quick run is nothing to be kept, and goes to the results of tests. @returns its path */
export function writePage(results: readonly Result[], run: Omit<RunOf, 'plots'>): string {
  const folder = join(ROOT, run.quick ? 'test-results' : 'docs');
  mkdirSync(join(folder, 'benchmarks'), { recursive: true });
  const plots = results.flatMap(({ figure, measured }) => {
    if (!measured?.growth) return [];
    const file = `benchmarks/${figure.name}.svg`;
    writeFileSync(join(folder, file), plotOf(measured.growth));
    return [{ file, alt: altOf(measured.growth) }];
  });
  const path = join(folder, 'benchmarks.md');
  writeFileSync(path, pageOf(results, { ...run, plots }));
  return path;
}
