import { writeFileSync } from 'node:fs';
import { FIGURES } from './figures/index.js';
import type { Figure, Result } from './harness/figure.js';
import { Ground } from './harness/ground.js';
import { readOptions } from './harness/options.js';
import { runRounds, Samples } from './harness/rounds.js';
import { assertSamePages } from './harness/same-page.js';
import { jsonOf } from './report/json.js';
import { tableOf } from './report/table.js';
import { writePage } from './report/write.js';

/** Measures, prints the table, and writes it where it was asked to. @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  const started = performance.now();
  const options = readOptions(args);
  const figures = FIGURES.filter(
    ({ name }) => options.only.length === 0 || options.only.some((word) => name.includes(word)),
  );
  const ground = await Ground.open(options);
  const end = () => void ground.close().then(() => process.exit(130));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  try {
    const probes = [...new Set(figures.flatMap((figure) => figure.probes ?? []))];
    const how = {
      rounds: options.rounds ?? (options.quick ? 3 : 5),
      seconds: options.seconds ?? (options.quick ? 1 : 8),
    };
    await assertSamePages(ground);
    const samples = new Samples();
    for (const writes of [undefined, true] as const) {
      const own = probes.filter((probe) => probe.writes === writes);
      if (own.length > 0) await runRounds(ground, own, samples, how);
    }
    const results: Result[] = [];
    for (const figure of figures) {
      results.push(await measure(figure, ground, samples));
      ground.tell(figure.name);
    }
    console.log(tableOf(results));
    if (options.only.length === 0) {
      const minutes = (performance.now() - started) / 60_000;
      const path = writePage(results, { scale: ground.scale, quick: options.quick, at: new Date(), minutes });
      console.log(`\n${path}`);
    }
    if (options.json) writeFileSync(options.json, jsonOf(results));
    return 0;
  } finally {
    await ground.close();
  }
}

/** One that fails says why, and the others go on. */
async function measure(figure: Figure, ground: Ground, samples: Samples): Promise<Result> {
  try {
    return { figure, measured: await figure.measure(ground, samples) };
  } catch (failure) {
    const why = failure instanceof Error ? failure.message : String(failure);
    return { figure, why: why.split('\n')[0]?.slice(0, 200) ?? '' };
  }
}
