import { isUint8Array } from 'node:util/types';
import { asHash, asSize, emptyRoot, HASH_BYTES, MAX_SIZE, nodeHash } from './hash.js';
import { MerkleFault } from './merkle-fault.js';

const SIZE_BYTES = 8;

/**
 * The right edge of a growing tree: the roots of its complete subtrees, largest first, one for each bit set in its size.
 * It is all that is needed to append and to name the root (RFC 6962 section 2.1), in at most 64 hashes however large
 * the tree; it proves nothing about single leaves.
 */
export class Frontier {
  #size: bigint;
  readonly #peaks: Buffer[];

  constructor() {
    this.#size = 0n;
    this.#peaks = [];
  }

  /** Leaves appended so far. */
  get size(): bigint {
    return this.#size;
  }

  /**
   * Appends the hash of the next leaf.
   * @throws MerkleFault when it is no hash, or the tree holds 2^64 - 1 leaves.
   */
  append(leaf: Uint8Array): void {
    asHash(leaf);
    if (this.#size === MAX_SIZE) throw new MerkleFault('tree.too_large');
    // Copied, for the caller may reuse its buffer.
    let hash: Buffer = Buffer.from(leaf);
    for (let n = this.#size; (n & 1n) === 1n; n >>= 1n) hash = nodeHash(this.#peaks.pop()!, hash);
    this.#peaks.push(hash);
    this.#size += 1n;
  }

  /** Appends several in their order. All or none: what is wrong with one is found before the first is taken. */
  appendAll(leaves: readonly Uint8Array[]): void {
    for (const leaf of leaves) asHash(leaf);
    if (this.#size + BigInt(leaves.length) > MAX_SIZE) throw new MerkleFault('tree.too_large');
    for (const leaf of leaves) this.append(leaf);
  }

  /** MTH of all leaves appended so far. */
  root(): Buffer {
    const smallest = this.#peaks.at(-1);
    if (!smallest) return emptyRoot();
    return this.#peaks.slice(0, -1).reduceRight<Buffer>((right, left) => nodeHash(left, right), smallest);
  }

  /** A frontier that grows apart from this one. */
  fork(): Frontier {
    return Frontier.restore(this.serialise());
  }

  /** The size as 8 bytes, big-endian, then the peaks of 32 bytes each, largest subtree first. */
  serialise(): Buffer {
    const size = Buffer.alloc(SIZE_BYTES);
    size.writeBigUInt64BE(this.#size);
    return Buffer.concat([size, ...this.#peaks]);
  }

  /**
   * What `serialise` wrote. Compare its root with a trusted one: changed peaks look like peaks.
   * @throws MerkleFault when the number of peaks does not fit the size.
   */
  static restore(bytes: Uint8Array): Frontier {
    if (!isUint8Array(bytes) || bytes.length < SIZE_BYTES) throw new MerkleFault('tree.malformed');
    const whole = Buffer.from(bytes);
    const frontier = new Frontier();
    frontier.#size = asSize(whole.readBigUInt64BE(0));
    for (let at = SIZE_BYTES; at < whole.length; at += HASH_BYTES) {
      frontier.#peaks.push(asHash(whole.subarray(at, at + HASH_BYTES), 'tree.malformed') as Buffer);
    }
    if (frontier.#peaks.length !== bitsSet(frontier.#size)) throw new MerkleFault('tree.malformed');
    return frontier;
  }
}

function bitsSet(size: bigint): number {
  let count = 0;
  for (let n = size; n > 0n; n >>= 1n) count += Number(n & 1n);
  return count;
}
