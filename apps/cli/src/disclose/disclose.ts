import { writeFile } from 'node:fs/promises';
import { readSettings } from '@courtyard/database';
import { CourtyardError } from '@courtyard/errors';
import { organisationOf } from '../house/organisation.js';
import { withHouse } from '../house/with-house.js';
import './disclose.errors.js';
import { type AskedRun, dryRun } from './dry-run.js';
import { tableOf } from './table.js';

export interface DiscloseOptions {
  readonly dryRun?: boolean;
  readonly json?: string;
  readonly organisation?: string;
}

/** The whole command: it counts, and can do nothing else. A fault is one sentence with its code, and exit code 1. */
export async function disclose(options: DiscloseOptions, env: NodeJS.ProcessEnv): Promise<void> {
  try {
    if (!options.dryRun) throw new CourtyardError('disclose.nothing_can_be_sent');
    await withHouse(readSettings(env), async (house) => {
      const organisationId = await organisationOf(house, options.organisation);
      if (!organisationId) throw new CourtyardError('organisation.none');
      const runs = await dryRun(house, organisationId);
      if (options.json) await writeCounts(options.json, runs);
      console.log(tableOf(runs));
      console.log('Nothing was sent: there is no code yet that could send anything.');
    });
  } catch (fault) {
    if (!(fault instanceof CourtyardError)) throw fault;
    console.error(`${fault.message} (${fault.code})`);
    process.exitCode = 1;
  }
}

/** Exact counts, small ones too: for programs and tests, readable by whoever ran this. */
async function writeCounts(file: string, runs: readonly AskedRun[]): Promise<void> {
  const asked = runs.map(({ purpose, recipient, run }) => ({
    purpose,
    recipient: { id: recipient.id, category: recipient.category },
    columns: run.columns,
  }));
  const sum = (of: 'cells' | 'released') =>
    runs.reduce((all, { run }) => run.columns.reduce((part, column) => part + column[of], all), 0);
  const counts = { cells: sum('cells'), released: sum('released'), asked };
  await writeFile(file, `${JSON.stringify(counts, null, 2)}\n`, { mode: 0o600 }).catch(() => {
    throw new CourtyardError('disclose.report_unwritable');
  });
}
