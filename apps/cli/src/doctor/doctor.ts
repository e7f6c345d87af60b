import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseUnavailable, readSettings, type Settings } from '@courtyard/database';
import { codeOf } from '@courtyard/observe';
import { openInstallation } from '../installation/installation.js';
import { content } from './checks/content.js';
import { log } from './checks/log.js';
import { backup, clock, disk, reach, secrets } from './checks/machine.js';
import { vacuum } from './checks/vacuum.js';
import { build, migrations, versions } from './checks/versions.js';
import { indexes, rights, roles, walls } from './checks/walls.js';
import { type Finding, Findings } from './finding.js';
import { type Patient, patientOf } from './patient.js';

type Check = (patient: Patient) => Promise<Findings>;

/** In the order in which they are told. */
const OF_THE_DATABASE: Readonly<Record<string, Check>> = {
  versions: (patient) => versions(patient),
  migrations,
  build,
  roles,
  rights,
  walls,
  content,
  indexes,
  vacuum,
  log,
  clock,
};

const OF_THE_MACHINE: Readonly<
  Record<string, (patient: Pick<Patient, 'folder' | 'settings' | 'now'>) => Promise<Findings>>
> = {
  disk: (patient) => disk(patient),
  secrets,
  backup,
  reach,
};

/**
 * Looks at the installation and changes nothing: the database is not migrated, and only started where it is the embedded one and
 * does not run.
 * @returns the exit code: 1 where there is a fault
 */
export async function doctor(env: NodeJS.ProcessEnv, { json }: { readonly json: boolean }): Promise<number> {
  const findings = await examine(readSettings(env));
  if (json) console.log(JSON.stringify(findings, null, 2));
  else for (const finding of findings) console.log(lineOf(finding));
  return findings.some(({ state }) => state === 'fault') ? 1 : 0;
}

export async function examine(settings: Settings, now = Date.now): Promise<Finding[]> {
  const folder = resolve(settings.folder);
  const found: Finding[] = [];
  if (settings.databaseUrl === undefined && !existsSync(join(folder, 'postgres'))) {
    const nothing = new Findings('installation');
    nothing.fault(
      'There is no database in the folder.',
      'Set COURTYARD_FOLDER to the folder of the installation, or start Courtyard.',
    );
    return nothing.all;
  }
  try {
    const installation = await openInstallation(settings, { joinRunning: true, asItIs: true });
    const patient = patientOf(installation, folder, now);
    try {
      for (const [name, check] of Object.entries(OF_THE_DATABASE))
        found.push(...(await findingsOf(name, () => check(patient))));
    } finally {
      await patient.close();
      await installation.close();
    }
  } catch (failure) {
    const unreachable = new Findings('database');
    const says =
      failure instanceof DatabaseUnavailable
        ? failure.message
        : `The database cannot be looked at (${codeOf(failure)}).`;
    unreachable.fault(says, 'See whether PostgreSQL runs, and what DATABASE_URL says.');
    found.push(...unreachable.all);
  }
  for (const [name, check] of Object.entries(OF_THE_MACHINE))
    found.push(...(await findingsOf(name, () => check({ folder, settings, now }))));
  return found;
}

/** A check that cannot look found something, too. */
async function findingsOf(name: string, check: () => Promise<Findings>): Promise<readonly Finding[]> {
  try {
    return (await check()).all;
  } catch (failure) {
    const found = new Findings(name);
    found.fault(
      `It could not be looked at (${codeOf(failure)}).`,
      'See the other findings; with COURTYARD_TRACE=1 `courtyard migrate` says more.',
    );
    return found.all;
  }
}

const WORDS = { ok: 'ok   ', warn: 'WARN ', fault: 'FAULT' } as const;

function lineOf({ check, state, says, todo }: Finding): string {
  return `${WORDS[state]}  ${check.padEnd(10)}  ${says}${todo === undefined ? '' : `\n${' '.repeat(19)}${todo}`}`;
}
