import { isUint8Array } from 'node:util/types';
import { asHash, asSize, HASH_BYTES } from './hash.js';
import { MerkleFault } from './merkle-fault.js';

/** A tile stands for a subtree of this height (C2SP tlog-tiles). */
export const TILE_HEIGHT = 8;

/** Hashes in a full tile, entries in a full bundle. */
export const TILE_WIDTH = 2 ** TILE_HEIGHT;

/**
 * The address of a tile of hashes at `level` 0 to 63, or of a bundle of entries (C2SP tlog-tiles, "Merkle Tree" and
 * "Log entries"). A hash in a tile of level l is the MTH of 256^l leaves.
 */
export interface Tile {
  readonly level: number | 'entries';
  /** Its place among those of its level, from 0. */
  readonly index: bigint;
  /** 256, or less for a partial tile. */
  readonly width: number;
}

/** The path of a tile below the log's prefix: `tile/<L>/<N>[.p/<W>]`, `tile/entries/<N>[.p/<W>]`. */
export function tilePath({ level, index, width }: Tile): string {
  if (level !== 'entries' && !isBetween(level, 0, 63)) throw new MerkleFault('tile.malformed');
  if (!isBetween(width, 1, TILE_WIDTH)) throw new MerkleFault('tile.malformed');
  const groups: string[] = [];
  let rest = asSize(index);
  do {
    const group = String(rest % 1000n).padStart(3, '0');
    groups.unshift(groups.length === 0 ? group : `x${group}`);
    rest /= 1000n;
  } while (rest > 0n);
  return `tile/${level}/${groups.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

const PATH = /^tile\/(\d{1,2}|entries)\/((?:x\d{3}\/){0,6}\d{3})(?:\.p\/(\d{1,3}))?$/;

/** Reads a path back. One tile has one path: other spellings of the same number are refused. @throws MerkleFault */
export function parseTilePath(path: string): Tile {
  const match = typeof path === 'string' ? PATH.exec(path) : null;
  if (!match) throw new MerkleFault('tile.path_malformed');
  const [, level, index, width] = match;
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: BigInt(index!.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  if (spelling(tile) !== path) throw new MerkleFault('tile.path_malformed');
  return tile;
}

function spelling(tile: Tile): string | null {
  try {
    return tilePath(tile);
  } catch {
    return null;
  }
}

/** Hashes that a tree of `size` leaves has at a level: floor(size / 256^level). */
export function hashesAt(level: number, size: bigint): bigint {
  return size >> BigInt(TILE_HEIGHT * level);
}

/** The tile at a place of a tree of `size` leaves, full or partial; null where that tree has none. */
export function tileOf(level: number | 'entries', index: bigint, size: bigint): Tile | null {
  const left = hashesAt(level === 'entries' ? 0 : level, asSize(size)) - asSize(index) * BigInt(TILE_WIDTH);
  if (left <= 0n) return null;
  return { level, index, width: left < TILE_WIDTH ? Number(left) : TILE_WIDTH };
}

/** Every tile of hashes of a tree of `size` leaves, level by level from the leaves. */
export function* tilesOf(size: bigint): Generator<Tile & { readonly level: number }> {
  for (let level = 0; hashesAt(level, size) > 0n; level++) {
    for (let index = 0n; ; index++) {
      const tile = tileOf(level, index, size);
      if (tile === null) break;
      yield { ...tile, level };
    }
  }
}

/** The bytes of a tile: its hashes one after another. */
export function encodeTile(hashes: readonly Uint8Array[]): Buffer {
  if (!isBetween(hashes.length, 1, TILE_WIDTH)) throw new MerkleFault('tile.malformed');
  return Buffer.concat(hashes.map((hash) => asHash(hash)));
}

/** Exactly `width` hashes. They share memory with `bytes`. @throws MerkleFault */
export function decodeTile(bytes: Uint8Array, width: number): Buffer[] {
  if (!isUint8Array(bytes) || bytes.length !== width * HASH_BYTES) {
    throw new MerkleFault('tile.malformed');
  }
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: width }, (_, at) => whole.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
}

function isBetween(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}
