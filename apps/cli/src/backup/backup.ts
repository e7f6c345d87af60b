import { dirname, join, resolve } from 'node:path';
import { systemActor } from '@courtyard/access';
import {
  type Ask,
  BackupFault,
  type BackupHeader,
  type BackupManifest,
  dumpDatabase,
  readBackup,
  readSettings,
} from '@courtyard/database';
import { CourtyardError } from '@courtyard/errors';
import { writeBackupNote } from '@courtyard/observe';
import { z } from 'zod';
import { openHouse } from '../house/house.js';
import { openInstallation } from '../installation/installation.js';
import { PROGRAM } from './program.js';
import { readArchive, writeArchive } from './sealed-archive.js';

export interface BackupOptions {
  readonly to?: readonly string[];
  readonly plain?: boolean;
}

type Say = (sentence: string) => void;

/** What a backup says besides its rows: how far log and ledger went at that instant. */
const about = z.object({
  log: z.object({ size: z.string(), root: z.string(), checkpoint: z.string().nullable() }),
  ledger: z.object({ count: z.number(), chain: z.string() }),
});
export type BackupAbout = z.infer<typeof about>;

/** @throws BackupFault */
export function aboutOf({ about: said }: BackupHeader): BackupAbout {
  const read = about.safeParse(said);
  if (!read.success) throw new BackupFault('The backup is damaged.', 'backup.damaged');
  return read.data;
}

/**
 * Writes the whole database of one instant into a file, while people work on. It holds no key: those are kept apart. That it was
 * made stands in the log of each organisation before the first row is read.
 * @throws backup.no_recipient, backup.keys_beside, backup.file_in_use
 */
export async function backup(
  file: string,
  { to = [], plain = false }: BackupOptions,
  env: NodeJS.ProcessEnv,
  say: Say,
): Promise<void> {
  if (to.length === 0 && !plain) throw new CourtyardError('backup.no_recipient');
  const settings = readSettings(env);
  const path = resolve(file);
  if (`${dirname(path)}/`.startsWith(`${join(resolve(settings.folder), 'secrets')}/`))
    throw new CourtyardError('backup.keys_beside');
  if (plain) say('WARNING: the backup is not encrypted; whoever reads the file reads every word in it.');
  const installation = await openInstallation(settings, { joinRunning: true });
  await using open = new AsyncDisposableStack();
  open.defer(() => installation.close());
  const house = await openHouse(installation);
  open.defer(() => house.close());
  const organisations = await house.gate.organisations();
  const at = new Date();
  const opened = await Promise.all(
    organisations.map((id) => house.audit.open(systemActor('backup', id), 'backup', [])),
  );
  try {
    const frames = dumpDatabase({
      ownerUrl: installation.ownerUrl,
      program: PROGRAM,
      about: async (ask) => ({ log: await logHead(ask), ledger: house.ledger.head() }),
      onProgress: ({ tables, of, rows }) => say(`${tables} of ${of} tables, ${rows} rows`),
    });
    await writeArchive(path, plain ? 'plain' : to, frames);
    // For `courtyard doctor` and whoever watches.
    await writeBackupNote(resolve(settings.folder), { at, path });
    for (const one of opened) one.close('answered');
  } catch (error) {
    for (const one of opened) one.close('failed');
    throw error;
  }
  say(
    `The database is in ${file}. Its keys are not: copy them to another place with \`courtyard backup keys\`.`,
  );
}

/** Reads all of it and checks every digest. @throws BackupFault */
export async function verifyBackup(file: string, identity: string | undefined, say: Say): Promise<void> {
  const { header, manifest } = await readBackup(readArchive(file, identity));
  for (const line of summaryOf(header, manifest)) say(line);
}

export function summaryOf(header: BackupHeader, { tables }: BackupManifest): string[] {
  const { log, ledger } = aboutOf(header);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return [
    `A backup of ${header.at}, made by Courtyard ${header.program} on PostgreSQL ${header.postgres}.`,
    `${rows} rows of ${tables.length} tables are there, as they were written; up to migration ${header.migrations.at(-1)?.name}.`,
    `Its log has ${log.size} entries, root ${log.root}; the ledger had ${ledger.count}.`,
  ];
}

async function logHead(ask: Ask): Promise<BackupAbout['log']> {
  const [head] = await ask(`select size::text, encode(root, 'base64') as root from audit_head`);
  const [newest] = await ask('select note from audit_checkpoint order by size desc limit 1');
  return {
    size: String(head?.['size']),
    root: String(head?.['root']),
    checkpoint: newest ? String(newest['note']) : null,
  };
}
