import { nodeHash } from './hash.js';
import { MerkleFault } from './merkle-fault.js';
import type { HashReader } from './proof-generation.js';
import { decodeTile, TILE_HEIGHT, TILE_WIDTH, type Tile, tileOf } from './tile.js';

/** Fetches the bytes of a tile; null when there are none. */
export type ReadTile = (tile: Tile) => Promise<Uint8Array | null>;

/**
 * Hashes of a tree of `size` leaves, computed from its tiles (C2SP tlog-tiles). Each tile is fetched once; make one
 * reader per proof or per few proofs, for it keeps what it fetched.
 *
 * It believes the tiles. A proof made from wrong tiles does not verify; to find the wrong one use `verifyLog`.
 */
export class TileReader implements HashReader {
  readonly #size: bigint;
  readonly #read: ReadTile;
  readonly #tiles = new Map<string, Promise<Buffer[]>>();

  constructor(size: bigint, read: ReadTile) {
    this.#size = size;
    this.#read = read;
  }

  /** @throws MerkleFault `tile.missing`, `tile.malformed`, or what `read` throws. */
  async node(height: number, index: bigint): Promise<Uint8Array> {
    const level = Math.floor(height / TILE_HEIGHT);
    // The node stands over 2^within neighbouring hashes of one tile, for a tile's width is a power of two.
    const within = height % TILE_HEIGHT;
    const first = index << BigInt(within);
    const hashes = await this.#tile(level, first / BigInt(TILE_WIDTH));
    const at = Number(first % BigInt(TILE_WIDTH));
    if (at + 2 ** within > hashes.length) throw new MerkleFault('tile.missing');
    return folded(hashes.slice(at, at + 2 ** within));
  }

  #tile(level: number, index: bigint): Promise<Buffer[]> {
    const key = `${level}/${index}`;
    let hashes = this.#tiles.get(key);
    if (hashes === undefined) {
      hashes = this.#fetch(level, index);
      this.#tiles.set(key, hashes);
    }
    return hashes;
  }

  async #fetch(level: number, index: bigint): Promise<Buffer[]> {
    const tile = tileOf(level, index, this.#size);
    if (tile === null) throw new MerkleFault('tile.missing');
    const bytes = await this.#read(tile);
    if (bytes !== null) return decodeTile(bytes, tile.width);
    // A log may delete a partial tile once the full one is there ("Partial Tiles").
    const full = tile.width < TILE_WIDTH ? await this.#read({ ...tile, width: TILE_WIDTH }) : null;
    if (full === null) throw new MerkleFault('tile.missing');
    return decodeTile(full, TILE_WIDTH).slice(0, tile.width);
  }
}

/** The root of a complete subtree of 2^n hashes. */
export function folded(hashes: readonly Uint8Array[]): Uint8Array {
  let row = hashes;
  while (row.length > 1) {
    row = Array.from({ length: row.length / 2 }, (_, at) => nodeHash(row[2 * at]!, row[2 * at + 1]!));
  }
  return row[0]!;
}
