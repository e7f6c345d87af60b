import { availableParallelism, cpus, totalmem } from 'node:os';
import type { Result } from '../harness/figure.js';
import type { Scale } from '../harness/scale.js';
import { cellsOf, HEAD } from './table.js';

export interface RunOf {
  readonly scale: Scale;
  readonly quick: boolean;
  readonly at: Date;
  readonly minutes: number;
  readonly plots: readonly { readonly file: string; readonly alt: string }[];
}

/** The page of docs, or of test-results. */
export function pageOf(results: readonly Result[], { scale, quick, at, minutes, plots }: RunOf): string {
  const [processor] = cpus();
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '/')).join(' | ')} |`;
  const number = (value: number) => value.toLocaleString('en');
  return [
    '# Benchmarks',
    '',
    `Written by \`npm run bench${quick ? ' -- --quick' : ''}\` on ${at.toISOString().slice(0, 10)}, in ${minutes.toFixed(0)} minutes, on ${availableParallelism()} cores of ${processor?.model.trim()} with ${(totalmem() / 2 ** 30).toFixed(0)} GiB; Node ${process.versions.node}.`,
    `${number(scale.employees)} employees, ${number(scale.posts)} posts, ${number(scale.reactions)} reactions. How it is measured stands in [the guide](${quick ? '../docs/' : ''}guides/benchmarks.md).`,
    ...(quick
      ? ['', '**A quick run on a tenth of the data: good for comparing two versions, not for a promise.**']
      : []),
    '',
    row(HEAD),
    row(HEAD.map(() => '---')),
    ...results.map((result) => row(cellsOf(result))),
    ...(plots.length > 0 ? ['', '## Growth', ''] : []),
    ...plots.flatMap(({ file, alt }) => [`![${alt}](${file})`, '']),
    '',
  ]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/\n+$/, '\n');
}
