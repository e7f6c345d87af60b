import type { Ground } from '../harness/ground.js';
import type { Sample } from '../harness/sample.js';
import { pgbench } from '../pgbench/pgbench.js';

/** A script of pgbench as a sample. @param pieces in each of its transactions */
export async function measured(
  ground: Ground,
  url: string,
  script: string,
  how: { readonly clients: number; readonly seconds: number },
  pieces = 1,
): Promise<Sample> {
  const before = await ground.usedByPostgres();
  const { count, perSecond, cpu } = await pgbench(url, script, how);
  const postgres = (await ground.usedByPostgres()) - before;
  const all = count * pieces;
  return { perSecond: perSecond * pieces, cost: { postgres: postgres / all, driver: cpu / all } };
}
