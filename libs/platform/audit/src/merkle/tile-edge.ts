import { asHash, asSize, MAX_SIZE } from './hash.js';
import { MerkleFault } from './merkle-fault.js';
import { decodeTile, encodeTile, hashesAt, TILE_WIDTH, type Tile, tileOf } from './tile.js';
import { folded, type ReadTile } from './tile-reader.js';

/** A tile with what is in it. */
export interface WrittenTile {
  readonly tile: Tile & { readonly level: number };
  readonly bytes: Buffer;
}

/**
 * The right edge of the tiles of a growing tree: at each level the hashes of the tile that is not yet full, at most 255.
 * Append leaves, then `take` the tiles to write. A full tile enters the level above as one hash; a partial one never
 * does (C2SP tlog-tiles, "Partial Tiles").
 */
export class TileEdge {
  #size = 0n;
  readonly #levels: Uint8Array[][] = [];
  readonly #full: WrittenTile[] = [];
  /** Levels that changed since tiles were last taken. */
  readonly #changed = new Set<number>();

  get size(): bigint {
    return this.#size;
  }

  /**
   * Continues at the tiles written for `size`.
   * @throws MerkleFault `tile.missing`, `tile.malformed`, or what `read` throws.
   */
  static async resume(size: bigint, read: ReadTile): Promise<TileEdge> {
    const edge = new TileEdge();
    edge.#size = asSize(size);
    for (let level = 0; hashesAt(level, size) > 0n; level++) {
      const tile = tileOf(level, hashesAt(level, size) / BigInt(TILE_WIDTH), size);
      if (tile === null) {
        edge.#levels.push([]);
        continue;
      }
      const bytes = await read(tile);
      if (bytes === null) throw new MerkleFault('tile.missing');
      edge.#levels.push(decodeTile(bytes, tile.width));
    }
    return edge;
  }

  /** @throws MerkleFault when it is no hash, or the tree holds 2^64 - 1 leaves. */
  append(leaf: Uint8Array): void {
    asHash(leaf);
    if (this.#size === MAX_SIZE) throw new MerkleFault('tree.too_large');
    this.#size += 1n;
    // Copied, for the caller may reuse its buffer.
    let hash: Uint8Array = Buffer.from(leaf);
    for (let level = 0; ; level++) {
      this.#levels[level] ??= [];
      const row = this.#levels[level]!;
      row.push(hash);
      this.#changed.add(level);
      if (row.length < TILE_WIDTH) return;
      const index = hashesAt(level, this.#size) / BigInt(TILE_WIDTH) - 1n;
      this.#full.push({ tile: { level, index, width: TILE_WIDTH }, bytes: encodeTile(row) });
      hash = folded(row);
      this.#levels[level] = [];
    }
  }

  /** The tiles that filled since they were last taken, in that order. */
  takeFull(): WrittenTile[] {
    return this.#full.splice(0);
  }

  /**
   * The tiles that a tree of this size needs and that were not taken yet: full ones, then partial ones. Call it once per
   * checkpoint; partial tiles of sizes in between are served to nobody.
   */
  take(): WrittenTile[] {
    const partial = [...this.#changed].flatMap((level) => {
      const row = this.#levels[level]!;
      const index = hashesAt(level, this.#size) / BigInt(TILE_WIDTH);
      return row.length === 0 ? [] : [{ tile: { level, index, width: row.length }, bytes: encodeTile(row) }];
    });
    this.#changed.clear();
    return [...this.takeFull(), ...partial];
  }
}
