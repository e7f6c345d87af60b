import {
  type Checkpoint,
  formatVerifierKey,
  MerkleFault,
  openCheckpoint,
  openSuccession,
  parseVerifierKey,
  readSuccession,
  rootOf,
  type Succession,
  TileReader,
  tilePath,
  type VerifierKey,
} from '@courtyard/audit';

/**
 * The logs of a house, one after the other, as far as signatures lead from the key that is trusted: forwards, because each log
 * that ended signed for the next, and backwards, because each that began names the one before.
 */
export interface Lineage {
  /** Of the log that is now. */
  readonly current: VerifierKey;
  /** All that are believed, the oldest first. */
  readonly logs: readonly VerifierKey[];
  /** How each but the first began. */
  readonly successions: readonly Succession[];
}

/** @throws MerkleFault for a note that is not what was signed */
export function lineageFrom(trusted: VerifierKey, notes: readonly Buffer[]): Lineage {
  const said = notes.map((note) => ({ note, succession: readSuccession(note) }));
  const logs = [trusted];
  const successions: Succession[] = [];
  for (const { note, succession } of said) {
    if (succession.previous?.key !== formatVerifierKey(logs.at(-1)!)) continue;
    successions.push(openSuccession(note, logs.at(-1)!));
    logs.push(parseVerifierKey(succession.key));
  }
  for (const { note, succession } of said.reverse()) {
    if (succession.key !== formatVerifierKey(logs[0]!)) continue;
    successions.unshift(openSuccession(note, logs[0]!));
    if (succession.previous === null) break;
    logs.unshift(parseVerifierKey(succession.previous.key));
  }
  return { current: logs.at(-1)!, logs, successions };
}

/**
 * Each log that began after a restore stands upon the entries that it names. @throws MerkleFault
 * @returns what to tell of each
 */
export async function verifySuccessions(
  { successions }: Lineage,
  { size }: Checkpoint,
  read: (path: string) => Promise<Buffer | null>,
): Promise<string[]> {
  const reader = new TileReader(size, (tile) => read(tilePath(tile)));
  const sentences: string[] = [];
  for (const succession of successions) {
    const begins = BigInt(succession.begins);
    if (begins > size) throw new MerkleFault('log.forked', `succession/${succession.generation}`);
    if (begins > 0n && base64(await rootOf(reader, begins)) !== succession.root)
      throw new MerkleFault('log.forked', `succession/${succession.generation}`);
    sentences.push(...sentencesOf(succession));
  }
  return sentences;
}

/**
 * Opens a checkpoint from before, of this log or of one that it followed.
 * @throws MerkleFault `log.lost_by_restore` where entries it covers are gone, `log.forked` where a restore named another head
 */
export function openEarlier(note: Buffer, { logs, successions, current }: Lineage): Checkpoint {
  const [log, checkpoint] = openedByOne(note, logs);
  if (log === current) return checkpoint;
  const ended = successions.findIndex(({ previous }) => previous?.origin === log.name);
  const last = successions[ended]?.previous;
  const isLast = String(checkpoint.size) === last?.size;
  if (!last || checkpoint.size > BigInt(last.size) || (isLast && base64(checkpoint.root) !== last.root))
    throw new MerkleFault('log.forked');
  const kept = successions.slice(ended).map(({ begins }) => BigInt(begins));
  if (kept.some((begins) => checkpoint.size > begins)) throw new MerkleFault('log.lost_by_restore');
  return checkpoint;
}

function openedByOne(note: Buffer, logs: readonly VerifierKey[]): [VerifierKey, Checkpoint] {
  let fault: unknown;
  for (const log of [...logs].reverse()) {
    try {
      const trust = { origin: log.name, log, witnesses: [], quorum: 0 };
      return [log, openCheckpoint(note, trust).checkpoint];
    } catch (error) {
      fault ??= error;
    }
  }
  throw fault;
}

function sentencesOf({ origin, begins, previous, of, ledger, at }: Succession): string[] {
  const lost = previous ? BigInt(previous.size) - BigInt(begins) : 0n;
  const before = previous
    ? `${previous.origin} had ${previous.size} entries, root ${previous.root}`
    : `of ${of ?? 'the log before'} nothing was known any more`;
  return [
    `RESTORED on ${at}: from entry ${begins} on this is another log, ${origin}; ${before}.`,
    lost > 0n
      ? `The last ${lost} of them were lost by that: a checkpoint that covers them proves nothing here.`
      : 'None of them was lost by that.',
    ledger === 'done-again'
      ? 'What was taken back and erased since the backup was done again, it says.'
      : `It had no ledger of what was taken back and erased (${ledger}): every yes fell, it says.`,
  ];
}

const base64 = (hash: Uint8Array) => Buffer.from(hash).toString('base64');
