import { asSize, emptyRoot, nodeHash } from './hash.js';
import { MerkleFault } from './merkle-fault.js';

/**
 * Where hashes of complete subtrees come from. `node(h, n)` is MTH(D[n * 2^h : (n + 1) * 2^h]); it is asked only within
 * the tree.
 */
export interface HashReader {
  node(height: number, index: bigint): Promise<Uint8Array>;
}

/** Leaves `from` up to, not including, `to`. */
interface Range {
  readonly from: bigint;
  readonly to: bigint;
}

/** The root of the tree of the first `size` leaves, MTH(D[0:size]) (RFC 6962 section 2.1). */
export async function rootOf(reader: HashReader, size: bigint): Promise<Uint8Array> {
  return asSize(size) === 0n ? emptyRoot() : subtree(reader, { from: 0n, to: size });
}

/**
 * PATH(index, D[size]) of RFC 6962 section 2.1.1 (RFC 9162 section 2.1.3.1): proves that the leaf at `index` is in the
 * tree of the first `size` leaves.
 * @throws MerkleFault `proof.index_beyond_size`, and what the reader throws.
 */
export async function inclusionProof(reader: HashReader, index: bigint, size: bigint): Promise<Uint8Array[]> {
  if (asSize(index) >= asSize(size)) throw new MerkleFault('proof.index_beyond_size');
  const siblings: Range[] = [];
  let range: Range = { from: 0n, to: size };
  while (range.to - range.from > 1n) {
    const [left, right] = halves(range);
    siblings.push(index < left.to ? right : left);
    range = index < left.to ? left : right;
  }
  return read(reader, siblings);
}

/**
 * PROOF(earlierSize, D[size]) of RFC 6962 section 2.1.2 (RFC 9162 section 2.1.4.1): proves that the tree of `size`
 * leaves begins with that of `earlierSize`. Empty for equal sizes.
 * @throws MerkleFault `proof.from_empty`, `proof.shrinks`, and what the reader throws.
 */
export async function consistencyProof(
  reader: HashReader,
  earlierSize: bigint,
  size: bigint,
): Promise<Uint8Array[]> {
  if (asSize(earlierSize) === 0n) throw new MerkleFault('proof.from_empty');
  if (earlierSize > asSize(size)) throw new MerkleFault('proof.shrinks');
  const parts: Range[] = [];
  let range: Range = { from: 0n, to: size };
  while (range.to !== earlierSize) {
    const [left, right] = halves(range);
    parts.push(earlierSize <= left.to ? right : left);
    range = earlierSize <= left.to ? left : right;
  }
  // SUBPROOF's flag b: a subtree that is the whole earlier tree is known to the verifier already.
  if (range.from !== 0n) parts.push(range);
  return read(reader, parts);
}

/** Bottom-up, as the RFC writes proofs, though found top-down. */
function read(reader: HashReader, ranges: readonly Range[]): Promise<Uint8Array[]> {
  return Promise.all(ranges.toReversed().map((range) => subtree(reader, range)));
}

/** MTH of a range whose beginning is aligned, as all ranges of a proof are. */
async function subtree(reader: HashReader, range: Range): Promise<Uint8Array> {
  const length = range.to - range.from;
  const height = heightOf(length);
  if (length === 1n << BigInt(height)) return reader.node(height, range.from >> BigInt(height));
  const [left, right] = await Promise.all(halves(range).map((half) => subtree(reader, half)));
  return nodeHash(left!, right!);
}

/** Split at k, "the largest power of two smaller than n" (RFC 6962 section 2.1). */
function halves({ from, to }: Range): [Range, Range] {
  const middle = from + (1n << BigInt(heightOf(to - from - 1n)));
  return [
    { from, to: middle },
    { from: middle, to },
  ];
}

/** floor(log2(n)) for n above 0. */
function heightOf(n: bigint): number {
  return n.toString(2).length - 1;
}
