import { readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  assertLogStands,
  forgetPrepared,
  LEDGER_LOST,
  LedgerFault,
  type LedgerLost,
  LogFault,
  LogMark,
  originOf,
  pinOf,
  prepareSuccessor,
  type Restoring,
  RestoringState,
  readVerifier,
  SqliteLedger,
  STANDS,
  type Succession,
  succeed,
  TreeStore,
} from '@courtyard/audit';
import {
  type BackupHeader,
  Database,
  emptinessOf,
  FolderSecrets,
  loadDatabase,
  migrate,
  readBackup,
  readSettings,
  unwalled,
} from '@courtyard/database';
import { CourtyardError } from '@courtyard/errors';
import { aboutOf, summaryOf } from '../backup/backup.js';
import { readArchive } from '../backup/sealed-archive.js';
import { type House, openHouse } from '../house/house.js';
import { type Installation, openInstallation } from '../installation/installation.js';
import { type DoneAgain, doAgain, letEveryYesFall } from './done-again.js';
import { LAID_ASIDE } from './laid-aside.js';
import './restore.errors.js';

export interface RestoreOptions {
  /** File of the age key that opens the backup. */
  readonly identity?: string;
  readonly withoutLedger?: string;
}

type Say = (sentence: string) => void;

interface Surroundings {
  readonly installation: Installation;
  /** Of the installation. */
  readonly folder: string;
  /** Of its secrets. */
  readonly secrets: string;
  readonly say: Say;
}

/**
 * Puts a backup back, or goes on from a copy of the database that was put back by other means (privacy-model.md section 7).
 *
 *   begin ──▶ load: all rows or none ──▶ log: another one begins, naming the old head ──▶ again: what the ledger holds ──▶ open
 *
 * Invariants, with their tests in test/faults/restore.faults.spec.ts:
 *  1. From the first row to the last thing done again nothing starts and nothing leaves: `secrets/restoring` says so.
 *  2. Killed at any moment it is run again and goes on where it was.
 *  3. Nothing is put over something: the database is empty, or it is the one that is gone on from.
 *  4. Without the ledger, or with one that is changed or older than backup or mark, it does not begin. Who says that there is none
 *     any more lets every yes fall, and that stands in the log.
 * @throws BackupFault, LogFault, LedgerFault, restore.*
 */
export async function restore(
  file: string | undefined,
  options: RestoreOptions,
  env: NodeJS.ProcessEnv,
  say: Say,
): Promise<void> {
  const settings = readSettings(env);
  const folder = resolve(settings.folder);
  const secrets = join(folder, 'secrets');
  const begun = await RestoringState.read(secrets);
  // Before anything is touched the whole file is read once.
  const found = file === undefined ? undefined : await readBackup(readArchive(file, options.identity));
  if (found) for (const line of summaryOf(found.header, found.manifest)) say(line);
  const withoutLedger = lostAs(options.withoutLedger);
  if (!begun) await judgeKeys(folder, found?.header, withoutLedger);
  const installation = await openInstallation(settings, { joinRunning: false, asItIs: true });
  try {
    const around = { installation, folder, secrets, say };
    let state = begun ?? (await begin(around, found?.header, withoutLedger));
    if (state.backup !== (found?.header.id ?? null)) throw new CourtyardError('restore.other_backup');
    if (state.withoutLedger && state.phase !== 'again') await layLedgerAside(folder, secrets);
    const next = async (phase: Restoring['phase']) => {
      state = { ...state, phase };
      await RestoringState.keep(secrets, state);
    };
    if (state.phase === 'load') {
      await load(around, file, options.identity);
      await next('log');
    }
    await migrate({ ownerUrl: installation.ownerUrl, secrets: installation.secrets });
    const house = await openHouse(installation, { restoring: true });
    try {
      if (state.phase === 'log') {
        await beginLog(around, house, state.withoutLedger);
        await next('again');
      }
      await forgetPrepared(secrets);
      await again(around, house, state.withoutLedger);
    } finally {
      await house.close();
    }
    await RestoringState.end(secrets);
    say('The restore is done: Courtyard can be started. Everybody signs in anew.');
  } finally {
    await installation.close();
  }
}

/** Judges the database before the first change, and writes down that it begins. */
async function begin(
  { installation, secrets }: Surroundings,
  header: BackupHeader | undefined,
  withoutLedger: LedgerLost | null,
): Promise<Restoring> {
  const { ownerUrl, secrets: passwords } = installation;
  const emptiness = await emptinessOf(ownerUrl);
  if (header && emptiness === 'filled') throw new CourtyardError('restore.not_empty');
  if (!header) {
    if (emptiness === 'empty') throw new CourtyardError('restore.empty');
    await migrate({ ownerUrl, secrets: passwords });
    await assertBehind(installation, secrets);
  }
  const state: Restoring = {
    v: 1,
    backup: header?.id ?? null,
    withoutLedger,
    phase: header ? 'load' : 'log',
    begun: new Date().toISOString(),
  };
  await RestoringState.keep(secrets, state);
  return state;
}

/** @throws LogFault where the database is the newest there is, or another one */
async function assertBehind(installation: Installation, folder: string): Promise<void> {
  const { api } = await installation.roleUrls();
  const database = Database.open({ url: api, max: 1, applicationName: 'courtyard-restore' });
  try {
    await assertLogStands({ database, secrets: installation.secrets, folder });
  } catch (fault) {
    if (fault instanceof LogFault && fault.code === 'log.behind') return;
    throw fault;
  } finally {
    await database.close();
  }
  throw new LogFault(STANDS);
}

/**
 * Whether keys, mark and ledger are those of this house and no older than the backup; asked before anything is made.
 * @throws LogFault, LedgerFault, restore.no_ledger, restore.ledger_there
 */
async function judgeKeys(
  folder: string,
  header: BackupHeader | undefined,
  withoutLedger: LedgerLost | null,
): Promise<void> {
  const secrets = join(folder, 'secrets');
  const store = new FolderSecrets(secrets);
  if (header) await originOf(aboutOf(header).log.checkpoint, store, secrets);
  if ((await SqliteLedger.find(folder, store)) !== 'there') {
    if (!withoutLedger) throw new CourtyardError('restore.no_ledger');
    return;
  }
  const verifier = await readVerifier(store);
  const mark = verifier && (await new LogMark(secrets).read(verifier));
  try {
    const ledger = await SqliteLedger.open(folder, store);
    try {
      ledger.assertContinues({
        head: header && aboutOf(header).ledger,
        pin: mark && pinOf(mark),
      });
    } finally {
      ledger.close();
    }
  } catch (fault) {
    if (fault instanceof LedgerFault && withoutLedger) return;
    throw fault;
  }
  if (withoutLedger) throw new CourtyardError('restore.ledger_there');
}

/** What is no ledger any more is kept for whoever wants to look at it, and another begins. */
async function layLedgerAside(folder: string, secrets: string): Promise<void> {
  const names = await readdir(folder);
  for (const name of names.filter((one) => /^ledger\.sqlite(-wal|-shm)?$/.test(one))) {
    const aside = `${name}.laid-aside`;
    // Of a restore that was killed: what is there now has never held anything.
    if (names.includes(aside)) await rm(join(folder, name));
    else await rename(join(folder, name), join(folder, aside));
  }
  await rm(join(secrets, 'ledger'), { force: true });
}

async function load(
  { installation: { ownerUrl, secrets }, say }: Surroundings,
  file: string | undefined,
  identity: string | undefined,
): Promise<void> {
  // Filled: it was killed after the rows were committed and before that was written down.
  if (file === undefined || (await emptinessOf(ownerUrl)) === 'filled') return;
  await loadDatabase(readArchive(file, identity), {
    ownerUrl,
    secrets,
    onProgress: ({ tables, of, rows }) => say(`${tables} of ${of} tables, ${rows} rows`),
  });
}

async function beginLog(
  { installation, secrets: folder, say }: Surroundings,
  house: House,
  withoutLedger: LedgerLost | null,
): Promise<void> {
  const { audit } = await installation.roleUrls();
  const database = Database.open({ url: audit, max: 1, applicationName: 'courtyard-restore' });
  try {
    const options = {
      store: new TreeStore(database),
      secrets: installation.secrets,
      folder,
      withoutLedger,
      pin: (text: string) => house.ledger.pin(text),
    };
    const prepared = await prepareSuccessor(options);
    await record(house, prepared.succession);
    await succeed(prepared, options);
    // Where a live connection stood in the old numbering of transactions tells nothing in the new one.
    await rm(join(folder, 'position'), { force: true });
    const { origin, begins, previous } = prepared.succession;
    say(
      `The log goes on as ${origin} from entry ${begins} on; the one before${previous ? ` had ${previous.size}` : ' is not known here'}.`,
    );
  } finally {
    await database.close();
  }
}

/** The first entries of the log that begins: one for each organisation. */
async function record({ audit, gate }: House, succession: Succession): Promise<void> {
  const { origin, begins, root, previous, ledger } = succession;
  for (const organisationId of await gate.organisations())
    await audit.record({
      organisationId,
      requestId: crypto.randomUUID(),
      kind: 'restored',
      operation: 'restore',
      personIds: [],
      touched: [],
      fieldNos: [],
      purpose: 'security',
      basis: 'legitimate-interest',
      log: {
        origin,
        begins,
        root,
        previous: previous && { origin: previous.origin, size: previous.size, root: previous.root },
        ledger,
      },
    });
}

async function again(
  { installation, say }: Surroundings,
  house: House,
  withoutLedger: LedgerLost | null,
): Promise<void> {
  await unwalled(installation.ownerUrl, LAID_ASIDE);
  if (withoutLedger) {
    const fallen = await letEveryYesFall(house);
    say(`Without the ledger every yes fell (${fallen}). What was erased since the backup is there again.`);
  } else say(sentenceOf(await doAgain(house)));
}

function sentenceOf(done: DoneAgain): string {
  const said = [...done].map(([resource, count]) => `${resource} ${count}`);
  return `Done again after the backup: ${said.join(', ') || 'nothing was taken back or erased'}.`;
}

/** @throws restore.no_ledger for a reason that is none of ours */
function lostAs(reason: string | undefined): LedgerLost | null {
  if (reason === undefined) return null;
  const known = LEDGER_LOST.find((one) => one === reason);
  if (!known) throw new CourtyardError('restore.no_ledger');
  return known;
}
