import type { SecretStore } from '@courtyard/database';
import { formatCheckpoint, openCheckpoint, parseCheckpoint } from '../merkle/checkpoint.js';
import { MerkleFault } from '../merkle/merkle-fault.js';
import { parseNote } from '../merkle/note.js';
import { formatVerifierKey, parseVerifierKey } from '../merkle/note-key.js';
import { readIfThere, removeDurably, writeDurably } from './durable-file.js';
import { enthroneSuccessor, type LogSigner, obtainSuccessor, readSigner, readVerifier } from './log-key.js';
import { addToLineage, readLineage } from './log-lineage.js';
import { LEDGER, LogMark, pinText } from './log-mark.js';
import { assertGrownFrom } from './log-standing.js';
import { Sequencer } from './sequencer.js';
import {
  type LedgerLost,
  openSuccession,
  readSuccession,
  type Succession,
  signSuccession,
} from './succession.js';
import { KEYS_OLDER, LogFault, STRANGER } from './tree.errors.js';
import type { TreeStore } from './tree-store.js';

const NOTE = 'log-succession-next';
const MOST_TURNS = 100_000;

export interface SuccessorOptions {
  /** With the rights of role `audit`, on a pool of one connection. */
  readonly store: TreeStore;
  readonly secrets: SecretStore;
  /** Of the secrets. */
  readonly folder: string;
  /** Null where there is a ledger. */
  readonly withoutLedger: LedgerLost | null;
  /** Binds the first mark of the new log to the ledger. */
  readonly pin: (text: string) => string;
}

/** The word about the log that ends, signed and on the disk, and not yet shown. */
export interface Prepared {
  readonly note: Buffer;
  readonly succession: Succession;
}

/**
 * After a backup was put back the log goes on as another one (privacy-model.md section 7, "Restore"): under a name and a key of
 * its own, upon the entries that were put back, and with a signed word about the head that was last known of the log before.
 * What that one signed still verifies with its key; that it ended, and how much was lost, is plain to whoever kept a checkpoint.
 *
 *   prepare: places what waits ──▶ looks what the mark says ──▶ note on disk     (again: the same note)
 *   succeed: note and mark of the new log ──▶ keys change places                (again: goes on where it ended)
 *
 * @throws LogFault where the keys are an older copy than the database, or of another house
 */
export async function prepareSuccessor(options: SuccessorOptions): Promise<Prepared> {
  const { store, secrets, folder } = options;
  const kept = await readIfThere(folder, NOTE);
  if (kept) {
    const { verifier: own } = await successorOf(readSuccession(kept), secrets);
    return { note: kept, succession: openSuccession(kept, own) };
  }
  const next = await obtainSuccessor(secrets);
  await placeAll(store);
  const { size, root } = await store.head();
  const lineage = await readLineage(folder);
  const generations = [...lineage.map(({ succession }) => succession), ...(await store.successions())].map(
    ({ generation }) => generation,
  );
  const verifier = await readVerifier(secrets);
  const mark = verifier && (await new LogMark(folder).read(verifier));
  const of = await originOf((await store.newestOfAny())?.note ?? null, secrets, folder);
  // As long as the newest is there, it must be the tree that was signed; where it is not, nothing can be compared.
  if (mark && of === verifier?.name && mark.size <= size) await assertGrownFrom(mark, store);
  const succession: Succession = {
    generation: Math.max(1, ...generations) + 1,
    origin: next.origin,
    key: formatVerifierKey(next.verifier),
    begins: String(size),
    root: base64(root),
    of,
    previous:
      verifier && mark
        ? {
            origin: verifier.name,
            key: formatVerifierKey(verifier),
            size: String(mark.size),
            root: base64(mark.root),
          }
        : null,
    ledger: options.withoutLedger ?? 'done-again',
    at: new Date().toISOString(),
  };
  const old = await readSigner(secrets);
  const note = signSuccession(succession, next, ...(old ? [old] : []));
  await writeDurably(folder, NOTE, note);
  return { note, succession };
}

/** Shows the word, marks where the new log begins, and puts its key in the place of the old one. May be called again. */
export async function succeed(
  { note, succession }: Prepared,
  { store, secrets, folder, pin }: SuccessorOptions,
): Promise<void> {
  const next = await successorOf(succession, secrets);
  for (const one of [...(await readLineage(folder)), { note: note.toString('utf8'), succession }]) {
    const { generation, origin, begins } = one.succession;
    await store.succeed({ generation, origin, begins: BigInt(begins), note: one.note });
  }
  const first = {
    origin: next.origin,
    size: BigInt(succession.begins),
    root: Buffer.from(succession.root, 'base64'),
  };
  const extensions = [`${LEDGER} ${pin(pinText(first))}`];
  await new LogMark(folder).write(next.sign(formatCheckpoint({ ...first, extensions })));
  await addToLineage(folder, note);
  await enthroneSuccessor(folder);
}

/** Once the keys changed places and the next step is on the disk: the draft is not needed any more. */
export async function forgetPrepared(folder: string): Promise<void> {
  await removeDurably(folder, NOTE);
}

/** Who signs for the log that begins, whether its key changed places already or not. */
async function successorOf({ origin }: Succession, secrets: SecretStore): Promise<LogSigner> {
  const current = await readSigner(secrets);
  return current?.origin === origin ? current : obtainSuccessor(secrets);
}

/** Everything that was recorded and put back stands in the tree before another log begins upon it. */
async function placeAll(store: TreeStore): Promise<void> {
  const sequencer = new Sequencer({ store, mark: new LogMark(''), build: '' });
  for (let turns = 0; turns < MOST_TURNS; turns++) {
    const placed = await sequencer.turn();
    const { cursor, size, tiled } = await store.head();
    if (placed === 0 && tiled === size && !(await store.isWaiting(cursor))) return;
    if (placed === null) throw new Error('Another sequencer is at work: stop Courtyard first.');
    if (placed === 0) await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('What was recorded does not find its place: a transaction does not end.');
}

/**
 * In which log of this house the entries of a copy were last signed, by its newest checkpoint; null where they never were.
 * @throws LogFault where these keys do not know that log, or are older than the copy
 */
export async function originOf(
  newest: string | null,
  secrets: SecretStore,
  folder: string,
): Promise<string | null> {
  if (newest === null) return null;
  const note = Buffer.from(newest, 'utf8');
  const verifier = await readVerifier(secrets);
  // Without keys nothing can be judged: whoever goes on without them has said so.
  if (!verifier) return parseCheckpoint(parseNote(note).text).origin;
  const mark = await new LogMark(folder).read(verifier);
  const lineage = await readLineage(folder);
  const former = lineage.flatMap(({ succession: { previous, key } }) => [previous?.key, key]);
  const known = [verifier, ...former.flatMap((key) => (key ? [parseVerifierKey(key)] : []))];
  for (const log of known) {
    try {
      const { checkpoint } = openCheckpoint(note, { origin: log.name, log, witnesses: [], quorum: 0 });
      if (log === verifier && (!mark || checkpoint.size > mark.size)) throw new LogFault(KEYS_OLDER);
      return log.name;
    } catch (error) {
      if (!(error instanceof MerkleFault)) throw error;
    }
  }
  throw new LogFault(STRANGER);
}

const base64 = (hash: Uint8Array) => Buffer.from(hash).toString('base64');
