import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { areLoopback } from '@courtyard/database';
import { readBackupNote } from '@courtyard/observe';
import { Findings } from '../finding.js';
import type { Patient } from '../patient.js';
import { minutes } from './log.js';

/** Consents, links and proofs end by one clock and are asked for by the other. */
export async function clock({ ask, now }: Pick<Patient, 'ask' | 'now'>): Promise<Findings> {
  const found = new Findings('clock');
  const before = now();
  const [[database] = []] = await ask('select extract(epoch from clock_timestamp()) * 1000');
  const after = now();
  const apart = Math.abs(Number(database) - (before + after) / 2) - (after - before) / 2;
  const seconds = Math.max(0, apart) / 1_000;
  const todo = 'Let both machines ask the same time server.';
  if (seconds > 30)
    found.fault(`The clocks of the database and of this machine are ${minutes(seconds)} apart.`, todo);
  else if (seconds > 1)
    found.warn(
      `The clocks of the database and of this machine are ${seconds.toFixed(1)} seconds apart.`,
      todo,
    );
  found.otherwise('The clocks of the database and of this machine agree.');
  return found;
}

export interface DiskLimits {
  readonly warnBytes: number;
  readonly faultBytes: number;
}

const LIMITS: DiskLimits = { warnBytes: 2e9, faultBytes: 3e8 };

export async function disk(
  { folder, settings }: Pick<Patient, 'folder' | 'settings'>,
  limits = LIMITS,
): Promise<Findings> {
  const found = new Findings('disk');
  const { bavail, bsize, blocks } = await statfs(folder);
  const free = bavail * bsize;
  const says = `${(free / 1e9).toFixed(1)} of ${((blocks * bsize) / 1e9).toFixed(1)} GB are free where the folder is.`;
  const todo =
    'Make room: when the disk is full nothing can be recorded, and then nothing is read or written.';
  if (free < limits.faultBytes) found.fault(says, todo);
  else if (free < limits.warnBytes) found.warn(says, todo);
  else
    found.ok(
      settings.databaseUrl === undefined ? says : `${says} The database's own disk is not seen from here.`,
    );
  return found;
}

const OWNER_ONLY = 0o077;

/** Keys and passwords are their owner's alone. */
export async function secrets({ folder }: Pick<Patient, 'folder'>): Promise<Findings> {
  const found = new Findings('secrets');
  const below = await readdir(join(folder, 'secrets')).catch(() => [] as string[]);
  const paths = [folder, join(folder, 'secrets'), ...below.map((name) => join(folder, 'secrets', name))];
  for (const name of await readdir(folder)) if (/^keys\.sqlite/.test(name)) paths.push(join(folder, name));
  let looked = 0;
  for (const path of paths) {
    const facts = await stat(path).catch(() => undefined);
    if (!facts) continue;
    looked++;
    // The folder itself may be entered; what lies in it may not be read.
    const forbidden = path === folder ? 0o022 : OWNER_ONLY;
    if ((facts.mode & forbidden) !== 0)
      found.fault(
        `${path} is open to others (mode ${(facts.mode & 0o777).toString(8).padStart(4, '0')}).`,
        `chmod ${facts.isDirectory() ? '0700' : '0600'}, and take what lies there for known to whoever could read it.`,
      );
  }
  if (below.length === 0)
    found.fault(
      'There are no secrets in the folder.',
      'Put back the folder `secrets` that belongs to this database.',
    );
  found.otherwise(`Keys and passwords (${looked} files and folders) are their owner's alone.`);
  return found;
}

const DAY = 86_400;

export async function backup({ folder, now }: Pick<Patient, 'folder' | 'now'>): Promise<Findings> {
  const found = new Findings('backup');
  const todo = 'Back up the database and the keys, apart, and note it (guide for operators, "Watching it").';
  const note = await readBackupNote(folder);
  if (!note) {
    found.warn('No backup is known.', todo);
    return found;
  }
  const seconds = (now() - note.at.getTime()) / 1_000;
  const says = `The newest backup that is known is ${minutes(Math.max(0, seconds))} old.`;
  if (seconds > 8 * DAY) found.fault(says, todo);
  else if (seconds > 26 * 3_600) found.warn(says, todo);
  if (note.path !== undefined && !(await stat(note.path).catch(() => undefined)))
    found.warn('The newest backup that is known is not where the note says.', todo);
  found.otherwise(says);
  return found;
}

export async function reach({ settings }: Pick<Patient, 'settings'>): Promise<Findings> {
  const found = new Findings('reach');
  const { smtpUrl, publicUrl, environment, hosts } = settings;
  if (smtpUrl === undefined)
    found.warn(
      'No mail is sent: invitations, resets and notices are handed over by hand.',
      'Set SMTP_URL and MAIL_FROM.',
    );
  const isOpen = !areLoopback(hosts) || environment === 'production';
  if (publicUrl === undefined && isOpen)
    found.warn(
      'PUBLIC_URL is not set: links lead to this machine, and cookies are not for https alone.',
      'Set PUBLIC_URL to the https address that people use.',
    );
  else if (publicUrl?.startsWith('http:') && isOpen)
    found.warn(
      'PUBLIC_URL is not https: passwords and posts travel in the clear.',
      'Put a proxy that speaks TLS before it.',
    );
  if (environment !== 'production' && !areLoopback(hosts))
    found.warn(
      'Others can reach this, and NODE_ENV is not production: the schema is told to whoever asks.',
      'Set NODE_ENV=production.',
    );
  found.otherwise(
    publicUrl === undefined
      ? 'Mail is sent; people reach it on this machine.'
      : `Mail is sent; people reach it at ${publicUrl}.`,
  );
  return found;
}
