import { lstat, readFile } from 'node:fs/promises';
import {
  type Checkpoint,
  consistencyProof,
  leafHash,
  MerkleFault,
  openCheckpoint,
  parseVerifierKey,
  readEventProof,
  TileReader,
  tilePath,
  type VerifierKey,
  verifyConsistency,
  verifyEventProof,
  verifyLog,
  verifyTiles,
} from '@courtyard/audit';
import { ExportFolder } from './export-folder.js';
import { type Lineage, lineageFrom, openEarlier, verifySuccessions } from './lineage.js';
import { sentenceOf } from './sentences.js';

type Say = (sentence: string) => void;

/** What no log can show, said with every result. */
const LIMITS =
  'This does not prove that everything was recorded: only that nothing recorded was changed, dropped or moved.';

/**
 * Checks an export, or the proof of one event, and says in sentences what holds and what does not. It opens no database,
 * asks nobody, and believes the key alone. Memory does not grow with the log.
 * @returns whether everything holds.
 */
export async function verifyCommand(
  path: string,
  { key, earlier }: { key: string; earlier?: string },
  say: Say,
): Promise<boolean> {
  try {
    const log = parseVerifierKey(await keyText(key));
    if ((await there(lstat(path), 'export')).isDirectory())
      await verifyExport(new ExportFolder(path), log, earlier, say);
    else if (earlier)
      throw new Error('An earlier checkpoint is compared with an export, not with one event.');
    else await verifyEvent(path, log, say);
    say(LIMITS);
    return true;
  } catch (error) {
    if (!(error instanceof MerkleFault)) throw error;
    say(`NOT PROVEN. ${sentenceOf(error)}`);
    return false;
  }
}

async function verifyExport(
  folder: ExportFolder,
  log: VerifierKey,
  earlier: string | undefined,
  say: Say,
): Promise<void> {
  const lineage = lineageFrom(log, await folder.successions());
  const checkpoint = opened(await folder.read('checkpoint'), lineage.current);
  const { size } = checkpoint;
  say(
    `The checkpoint is signed by ${lineage.current.name}: ${size} entries, root ${base64(checkpoint.root)}.`,
  );
  const strange = await folder.strange(size);
  if (strange !== undefined) {
    // Named by whoever made the export: only letters that cannot play with a terminal.
    const name = strange.replaceAll(/[^\w./-]/g, '?');
    throw new MerkleFault('tile.path_malformed', `${name}, which the checkpoint does not cover`);
  }
  const read = (path: string) => folder.read(path);
  if (await folder.has('events')) await verifyEvents(folder, checkpoint, say);
  else {
    const { entries, tiles } = await verifyLog(checkpoint, read);
    say(
      `Each of its ${entries} entries is there, unchanged and in its place; ${tiles} tiles of hashes agree.`,
    );
  }
  for (const sentence of await verifySuccessions(lineage, checkpoint, read)) say(sentence);
  if (earlier !== undefined) await verifyContinues(earlier, checkpoint, lineage, read, say);
  if (checkpoint.extensions.length > 0) say(`The log says of itself: ${checkpoint.extensions.join(', ')}.`);
}

/** An export of one organisation: its events against hashes of all. */
async function verifyEvents(folder: ExportFolder, checkpoint: Checkpoint, say: Say): Promise<void> {
  if (await folder.has('tile/entries'))
    throw new MerkleFault('tile.path_malformed', 'tile/entries beside events');
  await using events = folder.events();
  let next = await events.next();
  let found = 0n;
  const { entries, tiles } = await verifyTiles(
    checkpoint,
    (path) => folder.read(path),
    async (position, leaf) => {
      if (next.done || next.value.position !== position) return;
      if (!leafHash(next.value.body).equals(leaf))
        throw new MerkleFault('tile.mismatch', `event ${position}`);
      found += 1n;
      next = await events.next();
    },
  );
  if (!next.done) throw new MerkleFault('proof.index_beyond_size', 'events');
  say(`The ${tiles} tiles of hashes fit together and to the checkpoint.`);
  say(
    `${found} of ${entries} entries are in this export; each stands in the log, unchanged and in its place.`,
  );
  say('Whether these are all events of the organisation, only the whole log can show.');
}

async function verifyContinues(
  file: string,
  { size, root }: Checkpoint,
  lineage: Lineage,
  read: (path: string) => Promise<Buffer | null>,
  say: Say,
): Promise<void> {
  const before = openEarlier(await there(readFile(file), 'earlier checkpoint'), lineage);
  const [earlierSize, earlierRoot] = [before.size, before.root];
  const proof =
    earlierSize > 0n && earlierSize <= size
      ? await consistencyProof(new TileReader(size, (tile) => read(tilePath(tile))), earlierSize, size)
      : [];
  verifyConsistency({ earlierSize, earlierRoot, size, root, proof });
  say(
    `It continues the earlier checkpoint of ${earlierSize} entries: all of them are still there, as they were.`,
  );
}

async function verifyEvent(file: string, log: VerifierKey, say: Say): Promise<void> {
  const { size } = await lstat(file);
  if (size > 1_000_000) throw new MerkleFault('proof.malformed');
  const proof = readEventProof(await readFile(file, 'utf8'));
  const checkpoint = verifyEventProof(proof, log);
  say(
    `The checkpoint is signed by ${log.name}: ${checkpoint.size} entries, root ${base64(checkpoint.root)}.`,
  );
  say(`The event stands in it at place ${proof.position}, exactly as it is in this file.`);
}

/** @throws MerkleFault when it is not a checkpoint of this log, signed by it. */
function opened(note: Buffer | null, log: VerifierKey): Checkpoint {
  if (!note) throw new MerkleFault('note.malformed', 'checkpoint');
  return openCheckpoint(note, { origin: log.name, log, witnesses: [], quorum: 0 }).checkpoint;
}

/** A key is one line; a file of that name may hold it. */
async function keyText(key: string): Promise<string> {
  if (/\+[0-9a-f]{8}\+/.test(key)) return key.trim();
  return (await there(readFile(key, 'utf8'), 'key')).trim();
}

/** @throws Error in a sentence when a file that was named is not there. */
async function there<T>(reading: Promise<T>, what: string): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(`There is no such file: the ${what} cannot be read.`);
  }
}

const base64 = (hash: Uint8Array) => Buffer.from(hash).toString('base64');
