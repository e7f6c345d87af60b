import { isUint8Array } from 'node:util/types';
import { leafHash } from '../event.js';
import { decodeEntries } from './entry-bundle.js';
import { Frontier } from './frontier.js';
import { asHash, asSize, sameHash } from './hash.js';
import { MerkleFault } from './merkle-fault.js';
import { decodeTile, TILE_WIDTH, type Tile, tileOf, tilePath } from './tile.js';
import { TileEdge, type WrittenTile } from './tile-edge.js';

/** What a trusted checkpoint says of a log. */
export interface Head {
  readonly size: bigint;
  readonly root: Uint8Array;
}

/** Fetches what stands at a path such as `tile/0/000.p/17` of an export; null when there is nothing. */
export type ReadPath = (path: string) => Promise<Uint8Array | null>;

/**
 * Rebuilds a whole log from its entries and compares every tile and the root with what stands there: any byte changed,
 * entry dropped, added or moved in what the head covers is found. Files that the head does not cover are not read, and
 * are the caller's to refuse. Reads bundle by bundle; memory does not grow with the log.
 *
 * The head itself must be trusted: take it from `openCheckpoint`.
 * @returns how many entries and tiles agreed.
 * @throws MerkleFault at the first that does not, naming it; or what `read` throws.
 */
export async function verifyLog(head: Head, read: ReadPath): Promise<{ entries: bigint; tiles: bigint }> {
  return rebuilt(head, read, 'entries', async (bundle) => (await entriesOf(bundle, read)).map(leafHash));
}

/**
 * The same without the entries: whether the tiles fit together and to the head. Each leaf's hash is told with its place, so
 * that entries that were handed over one by one can be held against it.
 * @throws MerkleFault, or what `read` or `seen` throws.
 */
export async function verifyTiles(
  head: Head,
  read: ReadPath,
  seen: (position: bigint, leaf: Buffer) => void | Promise<void>,
): Promise<{ entries: bigint; tiles: bigint }> {
  return rebuilt(head, read, 0, async (tile) => {
    const path = tilePath(tile);
    const bytes = await read(path);
    if (bytes === null) throw new MerkleFault('tile.missing', path);
    const leaves = named(path, () => decodeTile(bytes, tile.width));
    for (const [at, leaf] of leaves.entries()) await seen(tile.index * BigInt(TILE_WIDTH) + BigInt(at), leaf);
    return leaves;
  });
}

/** Grows the tree once more, 256 leaves at a time, and compares what it makes with what stands there. */
async function rebuilt(
  head: Head,
  read: ReadPath,
  level: Tile['level'],
  leavesOf: (of: Tile) => Promise<readonly Buffer[]>,
): Promise<{ entries: bigint; tiles: bigint }> {
  const size = asSize(head.size);
  const root = asHash(head.root);
  const frontier = new Frontier();
  const edge = new TileEdge();
  let tiles = 0n;
  for (let index = 0n; ; index++) {
    const source = tileOf(level, index, size);
    if (source === null) break;
    for (const leaf of await leavesOf(source)) {
      frontier.append(leaf);
      edge.append(leaf);
    }
    tiles += await compared(edge.takeFull(), read);
  }
  tiles += await compared(edge.take(), read);
  if (!sameHash(frontier.root(), root)) throw new MerkleFault('log.root_mismatch');
  return { entries: frontier.size, tiles };
}

async function entriesOf(bundle: Tile, read: ReadPath): Promise<Buffer[]> {
  const path = tilePath(bundle);
  const bytes = await read(path);
  if (bytes === null) throw new MerkleFault('entries.missing', path);
  return named(path, () => decodeEntries(bytes, bundle.width));
}

/** Says of which file a fault is. */
function named<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (fault) {
    throw fault instanceof MerkleFault ? new MerkleFault(fault.reason, path) : fault;
  }
}

async function compared(tiles: readonly WrittenTile[], read: ReadPath): Promise<bigint> {
  for (const { tile, bytes } of tiles) {
    const path = tilePath(tile);
    const stored = await read(path);
    if (stored === null) throw new MerkleFault('tile.missing', path);
    if (!isUint8Array(stored) || Buffer.compare(stored, bytes) !== 0) {
      throw new MerkleFault('tile.mismatch', path);
    }
  }
  return BigInt(tiles.length);
}
