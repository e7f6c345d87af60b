import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildHash } from '@courtyard/audit';
import { migrationNames } from '@courtyard/database';
import { Findings } from '../finding.js';
import type { Patient } from '../patient.js';

const NODE = 24;
const POSTGRES = 18;
const ROOT = resolve(import.meta.dirname, '..', '..', '..', '..', '..');

export async function versions(
  { ask }: Pick<Patient, 'ask'>,
  node = process.versions.node,
): Promise<Findings> {
  const found = new Findings('versions');
  if (Number(node.split('.')[0]) === NODE) found.ok(`Node ${node}.`);
  else
    found.fault(
      `This is Node ${node}, and Courtyard is made for ${NODE}.`,
      'Start it with `npm start` or its own `courtyard`, which bring the right one.',
    );
  const [[number] = []] = await ask('show server_version_num');
  const major = Math.floor(Number(number) / 10_000);
  if (major === POSTGRES) found.ok(`PostgreSQL ${major}.${Number(number) % 10_000}.`);
  else
    found.fault(
      `This is PostgreSQL ${major}, and Courtyard is made for ${POSTGRES}.`,
      `Move the database to PostgreSQL ${POSTGRES}.`,
    );
  return found;
}

export async function migrations({ ask }: Pick<Patient, 'ask'>): Promise<Findings> {
  const found = new Findings('migrations');
  const known = await migrationNames();
  const [[there] = []] = await ask(`select to_regclass('public.migration') is not null`);
  const applied =
    there === 't'
      ? (await ask('select name from public.migration order by name')).map(([name]) => String(name))
      : [];
  const missing = known.filter((name) => !applied.includes(name));
  const unknown = applied.filter((name) => !known.includes(name));
  if (missing.length > 0)
    found.fault(
      `${missing.length} migrations are not applied, the first is ${missing[0]}.`,
      'Start Courtyard, or run `courtyard migrate`.',
    );
  if (unknown.length > 0)
    found.fault(
      `The database knows a migration that this program does not: ${unknown[0]}.`,
      'Use the newer program that applied it.',
    );
  found.otherwise(`All ${known.length} migrations are applied.`);
  return found;
}

const NEWEST = 'select note from audit_checkpoint order by size desc limit 1';

/** The newest checkpoint names what signed it; a house that runs something else is looked at. */
export async function build({ ask }: Pick<Patient, 'ask'>): Promise<Findings> {
  const found = new Findings('build');
  const own = existsSync(join(ROOT, 'package-lock.json')) ? buildHash(ROOT) : undefined;
  const [[note] = []] = await ask(NEWEST);
  const signed = /^build ([0-9a-f]{64})$/m.exec(String(note ?? ''))?.[1];
  if (!signed || !own)
    found.ok(`This build is ${own?.slice(0, 16) ?? 'unknown'}; no checkpoint names one yet.`);
  else if (signed === own) found.ok(`This build, ${own.slice(0, 16)}, signed the newest checkpoint.`);
  else
    found.warn(
      `The newest checkpoint was signed by build ${signed.slice(0, 16)}, and this is ${own.slice(0, 16)}.`,
      'Right after an upgrade that is so until the house has run; else find out what runs.',
    );
  return found;
}
