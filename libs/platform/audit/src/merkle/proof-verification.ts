import { isUint8Array } from 'node:util/types';
import { asHash, asSize, nodeHash, sameHash } from './hash.js';
import { MerkleFault } from './merkle-fault.js';

/** The hashes of a proof, in the order of the RFC. Null, as some JSON writes an empty list, is an empty proof. */
export type Proof = readonly Uint8Array[] | null;

/**
 * "This leaf stands at `index` of the tree of `size` leaves with this root." A proof fits trees of several sizes; which
 * of them has this root is the checkpoint's word. So take size and root from one checkpoint, never from two places.
 */
export interface InclusionClaim {
  readonly index: bigint;
  readonly size: bigint;
  /** The leaf's hash, not the leaf. */
  readonly leaf: Uint8Array;
  readonly proof: Proof;
  readonly root: Uint8Array;
}

/** "The tree of `size` leaves begins with the tree of `earlierSize` leaves." */
export interface ConsistencyClaim {
  readonly earlierSize: bigint;
  readonly earlierRoot: Uint8Array;
  readonly size: bigint;
  readonly root: Uint8Array;
  readonly proof: Proof;
}

/**
 * Verifies an inclusion proof as RFC 9162 section 2.1.3.2 says; the comments name its steps. Returns only if it holds,
 * so that forgetting to look at an answer cannot accept a forgery. At most 64 hashes are read, however long the proof.
 * @throws MerkleFault
 */
export function verifyInclusion(claim: InclusionClaim): void {
  const index = asSize(claim.index);
  const size = asSize(claim.size);
  if (index >= size) throw new MerkleFault('proof.index_beyond_size'); // 1
  const root = asHash(claim.root);
  let fn = index; // 2
  let sn = size - 1n;
  let r = asHash(claim.leaf); // 3
  for (const sibling of asProof(claim.proof)) {
    if (sn === 0n) throw new MerkleFault('proof.too_long'); // 4a
    const p = asHash(sibling);
    if (isOdd(fn) || fn === sn) {
      r = nodeHash(p, r); // 4b
      [fn, sn] = climb(fn, sn);
    } else {
      r = nodeHash(r, p);
    }
    fn >>= 1n; // 4c
    sn >>= 1n;
  }
  if (sn !== 0n) throw new MerkleFault('proof.too_short'); // 5
  if (!sameHash(r, root)) throw new MerkleFault('proof.root_mismatch');
}

/**
 * Verifies a consistency proof as RFC 9162 section 2.1.4.2 says; the comments name its steps. Returns only if it holds.
 *
 * The RFC leaves two cases open. From the empty tree every tree follows, so a proof from it says nothing and is refused
 * rather than taken for an assurance. Trees of one size are consistent if their roots are equal and the proof is empty.
 * @throws MerkleFault
 */
export function verifyConsistency(claim: ConsistencyClaim): void {
  const first = asSize(claim.earlierSize);
  const second = asSize(claim.size);
  const proof = asProof(claim.proof);
  if (first === 0n) throw new MerkleFault('proof.from_empty');
  if (first > second) throw new MerkleFault('proof.shrinks');
  if (first === second) {
    verifyEqual(claim, proof);
    return;
  }
  const firstHash = asHash(claim.earlierRoot);
  const secondHash = asHash(claim.root);
  if (proof.length === 0) throw new MerkleFault('proof.too_short'); // 1
  const path = isPowerOfTwo(first) ? [firstHash, ...proof.slice(0, 65)] : proof; // 2
  let [fn, sn] = climb(first - 1n, second - 1n, isEven); // 3, 4
  let fr = asHash(path[0]); // 5
  let sr = fr;
  for (const [at, sibling] of path.entries()) {
    if (at === 0) continue;
    if (sn === 0n) throw new MerkleFault('proof.too_long'); // 6a
    const c = asHash(sibling);
    if (isOdd(fn) || fn === sn) {
      fr = nodeHash(c, fr); // 6b
      sr = nodeHash(c, sr);
      [fn, sn] = climb(fn, sn);
    } else {
      sr = nodeHash(sr, c);
    }
    fn >>= 1n; // 6c
    sn >>= 1n;
  }
  if (sn !== 0n) throw new MerkleFault('proof.too_short'); // 7
  if (!sameHash(fr, firstHash)) throw new MerkleFault('proof.earlier_root_mismatch');
  if (!sameHash(sr, secondHash)) throw new MerkleFault('proof.root_mismatch');
}

/** Nothing is hashed here, so the roots need no length: the published probes compare arbitrary texts. */
function verifyEqual({ earlierRoot, root }: ConsistencyClaim, proof: readonly unknown[]): void {
  if (proof.length !== 0) throw new MerkleFault('proof.too_long');
  if (!isUint8Array(earlierRoot) || !isUint8Array(root)) {
    throw new MerkleFault('hash.malformed');
  }
  if (!sameHash(earlierRoot, root)) throw new MerkleFault('proof.root_mismatch');
}

function asProof(given: unknown): readonly unknown[] {
  if (given === null) return [];
  if (!Array.isArray(given)) throw new MerkleFault('proof.malformed');
  return given;
}

const isOdd = (n: bigint) => (n & 1n) === 1n;
const isEven = (n: bigint) => (n & 1n) === 0n;
const isPowerOfTwo = (n: bigint) => (n & (n - 1n)) === 0n;

/** Shifts both right until the first is 0 or as wanted: step 4b (6b) until it is odd, step 4 until it is even. */
function climb(fn: bigint, sn: bigint, wanted: (n: bigint) => boolean = isOdd): [bigint, bigint] {
  let [f, s] = [fn, sn];
  while (f !== 0n && !wanted(f)) {
    f >>= 1n;
    s >>= 1n;
  }
  return [f, s];
}
