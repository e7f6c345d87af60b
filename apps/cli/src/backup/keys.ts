import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BackupFault, readSettings } from '@courtyard/database';
import { CourtyardError } from '@courtyard/errors';
import { z } from 'zod';
import { readArchive, writeArchive } from './sealed-archive.js';

/** Stores that processes may be writing to at this moment. */
const STORES = ['keys.sqlite', 'ledger.sqlite'];
const SECRETS = 'secrets';
/** Drafts of a moment, and what only this machine's restore is about. */
const LEFT_OUT = /^\.draft-|^restoring$/;

const shape = z.strictObject({
  format: z.literal('courtyard-keys/1'),
  at: z.iso.datetime(),
  files: z.array(
    z.strictObject({
      name: z.string().regex(/^(secrets\/)?[A-Za-z0-9_%-]+(\.sqlite)?$/),
      sha256: z.string(),
      base64: z.string(),
    }),
  ),
});

/**
 * Writes what is kept beside the database (keys of people, ledger, key and mark of the log, secrets) into an encrypted file. It
 * belongs in another place than the backups of the database, and the newest takes the place of the one before: a key that was
 * destroyed since is in the older one.
 * @throws backup.no_recipient, backup.no_keys
 */
export async function backupKeys(
  file: string,
  { to = [] }: { to?: readonly string[] },
  env: NodeJS.ProcessEnv,
  say: (sentence: string) => void,
): Promise<void> {
  if (to.length === 0) throw new CourtyardError('backup.no_recipient');
  const folder = resolve(readSettings(env).folder);
  if (!existsSync(join(folder, SECRETS))) throw new CourtyardError('backup.no_keys');
  // Mark before ledger: a mark that remembers more of the ledger than is in the copy would be taken for a loss.
  const secrets = await secretsIn(folder);
  const files = [...secrets, ...(await storesIn(folder))].map(({ name, bytes }) => ({
    name,
    sha256: digest(bytes),
    base64: bytes.toString('base64'),
  }));
  const text = JSON.stringify(
    shape.parse({ format: 'courtyard-keys/1', at: new Date().toISOString(), files }),
  );
  await writeArchive(resolve(file), to, one(Buffer.from(text)));
  say(
    `Keys and ledger are in ${file}. Keep it apart from the backups of the database, and delete the copy that it replaces.`,
  );
}

/** Puts them into a folder that has none. @throws backup.file_in_use, BackupFault */
export async function restoreKeys(
  file: string,
  identity: string | undefined,
  env: NodeJS.ProcessEnv,
  say: (sentence: string) => void,
): Promise<void> {
  const folder = resolve(readSettings(env).folder);
  if ([SECRETS, ...STORES].some((name) => existsSync(join(folder, name))))
    throw new CourtyardError('backup.file_in_use');
  const parts: Uint8Array[] = [];
  for await (const part of readArchive(file, identity)) parts.push(part);
  const { files, at } = parsed(Buffer.concat(parts));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Appears at once: half of the keys would be taken for all of them.
  const draft = await mkdtemp(join(folder, '.keys-'));
  await mkdir(join(draft, SECRETS), { mode: 0o700 });
  for (const { name, base64 } of files)
    await writeFile(join(draft, name), Buffer.from(base64, 'base64'), { mode: 0o600, flush: true });
  for (const name of STORES)
    if (existsSync(join(draft, name))) await rename(join(draft, name), join(folder, name));
  await rename(join(draft, SECRETS), join(folder, SECRETS));
  await rm(draft, { recursive: true });
  say(`The keys of ${at} are in ${folder}.`);
}

async function secretsIn(folder: string): Promise<{ name: string; bytes: Buffer }[]> {
  const names = (await readdir(join(folder, SECRETS))).filter((name) => !LEFT_OUT.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({
      name: `${SECRETS}/${name}`,
      bytes: await readFile(join(folder, SECRETS, name)),
    })),
  );
}

/** As of one instant, without the journal, and without the pages that hold what was destroyed. */
async function storesIn(folder: string): Promise<{ name: string; bytes: Buffer }[]> {
  const draft = await mkdtemp(join(folder, '.keys-'));
  try {
    const found: { name: string; bytes: Buffer }[] = [];
    for (const name of STORES.filter((one) => existsSync(join(folder, one)))) {
      const store = new DatabaseSync(join(folder, name), { timeout: 5_000 });
      try {
        store.prepare('vacuum into ?').run(join(draft, name));
      } finally {
        store.close();
      }
      found.push({ name, bytes: await readFile(join(draft, name)) });
    }
    return found;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function parsed(bytes: Buffer): z.infer<typeof shape> {
  const fault = new BackupFault('This is no copy of keys, or it is damaged.', 'backup.damaged');
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw fault;
  }
  const read = shape.safeParse(value);
  if (!read.success) throw fault;
  for (const { sha256, base64 } of read.data.files)
    if (digest(Buffer.from(base64, 'base64')) !== sha256) throw fault;
  return read.data;
}

const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
