import { mkdir, open, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  ENTRY_LIMIT,
  encodeEntries,
  type LogReader,
  TILE_WIDTH,
  tileOf,
  tilePath,
  tilesOf,
} from '@courtyard/audit';
import { CourtyardError } from '@courtyard/errors';
import './log.errors.js';

export interface LogExport {
  readonly reader: LogReader;
  readonly folder: string;
  /** Only its events; of all others the hashes. */
  readonly organisationId?: string;
}

/**
 * Writes the newest checkpoint with everything it covers, as C2SP tlog-tiles lays a log out: `checkpoint`, `tile/<L>/<N>`,
 * `tile/entries/<N>` with the canonical bodies; and `succession/<n>`, how one log followed
 * another after a restore. For one organisation there are no entries but a file `events`, a line
 * `<position> <body>` for each. The checkpoint comes last: a folder without one is no export.
 * @returns how many events were written, of how many in the log.
 */
export async function exportLog({
  reader,
  folder,
  organisationId,
}: LogExport): Promise<{ entries: bigint; size: bigint }> {
  await claim(folder);
  const newest = await reader.newest();
  if (!newest) throw new CourtyardError('log.unsigned');
  const { size, note } = newest;
  for (const { generation, note: succession } of await reader.successions())
    await put(folder, `succession/${generation}`, Buffer.from(succession));
  for (const tile of tilesOf(size)) {
    const bytes = await reader.tile(tile);
    if (!bytes) throw new CourtyardError('log.entry_missing');
    await put(folder, tilePath(tile), bytes);
  }
  const entries = organisationId
    ? await putEvents(reader, folder, organisationId, size)
    : await putEntries(reader, folder, size);
  await put(folder, 'checkpoint', Buffer.from(note));
  return { entries, size };
}

async function claim(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) throw new CourtyardError('log.folder_in_use');
}

async function putEntries(reader: LogReader, folder: string, size: bigint): Promise<bigint> {
  for (let index = 0n; ; index++) {
    const bundle = tileOf('entries', index, size);
    if (!bundle) return size;
    const from = index * BigInt(TILE_WIDTH);
    const events = await reader.events(from, from + BigInt(bundle.width));
    if (events.length !== bundle.width) throw new CourtyardError('log.entry_missing');
    const bodies = events.map(({ body }) => body);
    if (bodies.some(({ length }) => length > ENTRY_LIMIT)) throw new CourtyardError('log.entry_too_large');
    await put(folder, tilePath(bundle), encodeEntries(bodies));
  }
}

async function putEvents(
  reader: LogReader,
  folder: string,
  organisationId: string,
  size: bigint,
): Promise<bigint> {
  const file = await open(join(folder, 'events'), 'wx', 0o600);
  try {
    let entries = 0n;
    for await (const { position, body } of reader.eventsOf(organisationId, size)) {
      await file.write(`${position} ${body.toString('utf8')}\n`);
      entries += 1n;
    }
    return entries;
  } finally {
    await file.close();
  }
}

/** For whoever runs the command; who else is to read it is theirs to say. */
async function put(folder: string, path: string, bytes: Uint8Array): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, bytes, { flag: 'wx', mode: 0o600 });
}
