import { writeFile } from 'node:fs/promises';
import { Database, inspectWalls, readSettings } from '@courtyard/database';
import { openInstallation } from '../installation/installation.js';
import { CHECKS } from './installation-checks.js';

interface Result {
  readonly promise: number;
  readonly title: string;
  readonly tried: string;
  readonly cases: number;
  readonly failed: number;
  readonly seconds: number;
}

/** The promises of product.md that the rows of an installation can break. */
const TITLES: Readonly<Record<number, string>> = {
  1: 'Walls',
  2: 'No shadow reader',
  3: 'Complete memory',
  4: 'No score',
  5: 'No detriment',
  6: 'Your filter',
  7: 'Forgetting works',
  8: 'No dead ends',
};

/**
 * Looks at the installation as it stands, for its works council: counts rows that break a rule, changes nothing, and reads
 * no content.
 * @returns the exit code: 1 when a rule is broken
 */
export async function proveInstallation(env: NodeJS.ProcessEnv, json: string | undefined): Promise<number> {
  const installation = await openInstallation(readSettings(env), { joinRunning: true });
  const database = Database.open({ url: installation.ownerUrl, max: 1, applicationName: 'courtyard-prove' });
  try {
    const results = [await walls(installation.ownerUrl), ...(await rows(database))];
    for (const { title, tried, cases, failed } of results) {
      const words = failed === 0 ? 'holds ' : 'BROKEN';
      console.log(`${words}  ${title}: ${tried} (${cases.toLocaleString('en')} looked at, ${failed} broken)`);
    }
    console.log('\nThe log itself is checked from outside: courtyard log export, then courtyard verify.');
    if (json) await writeFile(json, `${JSON.stringify(results, null, 2)}\n`);
    return results.some(({ failed }) => failed > 0) ? 1 : 0;
  } finally {
    await database.close();
    await installation.close();
  }
}

async function walls(ownerUrl: string): Promise<Result> {
  const started = performance.now();
  const { breaches, exceptions } = await inspectWalls(ownerUrl);
  for (const breach of breaches) console.log(breach);
  return {
    promise: 2,
    title: TITLES[2] ?? '',
    tried: 'every table stands behind its organisation’s wall, or says why not',
    cases: breaches.length + exceptions.length,
    failed: breaches.length,
    seconds: secondsSince(started),
  };
}

async function rows(database: Database): Promise<Result[]> {
  const [organisations = []] = await database.withoutOrganisation([
    { text: 'select distinct organisation_id from organisation_handle', values: [] },
  ]);
  const results: Result[] = [];
  for (const { promise, rule, cases, broken } of CHECKS) {
    const started = performance.now();
    const sums = { cases: 0, failed: 0 };
    for (const [id] of organisations) {
      const [[all], [bad]] = (await database.flight(String(id), [
        { text: cases, values: [id] },
        { text: broken, values: [id] },
      ])) as [string[][], string[][]];
      sums.cases += Number(all?.[0]);
      sums.failed += Number(bad?.[0]);
    }
    results.push({
      promise,
      title: TITLES[promise] ?? '',
      tried: rule,
      ...sums,
      seconds: secondsSince(started),
    });
  }
  return results;
}

function secondsSince(started: number): number {
  return Number(((performance.now() - started) / 1000).toFixed(1));
}
