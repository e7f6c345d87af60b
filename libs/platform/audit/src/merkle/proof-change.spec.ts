import fc from 'fast-check';
import {
  consistencyOf,
  inclusionOf,
  leavesOf,
  naivePath,
  naiveProof,
  naiveRoot,
} from '../../fixtures/naive-tree.js';
import { leafHash } from '../event.js';
import { emptyRoot } from './hash.js';
import { MerkleFault } from './merkle-fault.js';
import {
  type ConsistencyClaim,
  type InclusionClaim,
  verifyConsistency,
  verifyInclusion,
} from './proof-verification.js';

const RUNS = { numRuns: 150 };

describe('a proof of a random tree', () => {
  const anyTree = fc.array(fc.uint8Array({ maxLength: 6 }), { minLength: 1, maxLength: 80 });
  const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const at = (fraction: number, length: number) => Math.floor(fraction * length);

  it('of inclusion holds, and no longer after any one change', () => {
    fc.assert(
      fc.property(anyTree, place, fc.infiniteStream(fc.nat()), (entries, where, numbers) => {
        const leaves = entries.map(leafHash);
        const claim = inclusionOf(leaves, at(where, leaves.length));
        verifyInclusion(claim);
        for (const changed of changesOf(claim, ['leaf', 'root'], numbers)) {
          expect(() => verifyInclusion(changed)).toThrow(MerkleFault);
        }
        for (const index of [claim.index + 1n, claim.index - 1n, claim.index ^ 2n, claim.size]) {
          // A path determines the index, and with it the size's bits: another index is another path.
          if (sameLeaf(leaves, claim.index, index)) continue;
          expect(() => verifyInclusion({ ...claim, index })).toThrow(MerkleFault);
        }
      }),
      RUNS,
    );
  });

  it('of consistency holds, and no longer after any one change', () => {
    fc.assert(
      fc.property(anyTree, place, fc.infiniteStream(fc.nat()), (entries, where, numbers) => {
        const leaves = entries.map(leafHash);
        const claim = consistencyOf(leaves, at(where, leaves.length) + 1);
        verifyConsistency(claim);
        for (const changed of changesOf(claim, ['earlierRoot', 'root'], numbers)) {
          expect(() => verifyConsistency(changed)).toThrow(MerkleFault);
        }
        for (const earlierSize of [0n, claim.size + 1n, -1n]) {
          expect(() => verifyConsistency({ ...claim, earlierSize })).toThrow(MerkleFault);
        }
      }),
      RUNS,
    );
  });

  it('of consistency is not found for a tree that was rewritten', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), place, place, (size, whereEarlier, whereChange) => {
        const earlierSize = at(whereEarlier, size - 1) + 1;
        const rewritten = leavesOf(size);
        rewritten[at(whereChange, earlierSize)] = leafHash(Buffer.from('rewritten'));
        const claim = consistencyOf(leavesOf(size), earlierSize);
        const root = naiveRoot(rewritten);
        const proof = naiveProof(earlierSize, rewritten);
        expect(() => verifyConsistency({ ...claim, root })).toThrow(MerkleFault);
        expect(() => verifyConsistency({ ...claim, root, proof })).toThrow(MerkleFault);
      }),
      RUNS,
    );
  });
});

describe('hostile claims', () => {
  const anything = fc.oneof(
    fc.anything({ withBigInt: true, withTypedArray: true, withSparseArray: true }),
    fc.bigInt(),
    fc.array(fc.uint8Array({ minLength: 30, maxLength: 33 }), { maxLength: 70 }),
    fc.uint8Array({ minLength: 32, maxLength: 32 }),
  );

  it('meet a MerkleFault and nothing else', () => {
    const reasons = new Set<string>();
    // A proof fits several sizes: the checkpoint says which, and signs it together with the root.
    const note = (field: string, reason: string) => {
      if (!/index|size/i.test(field)) reasons.add(reason);
    };
    fc.assert(
      fc.property(fc.constantFrom('index', 'size', 'leaf', 'proof', 'root'), anything, (field, value) => {
        const claim = { ...inclusionOf(leavesOf(11), 4), [field]: value } as InclusionClaim;
        note(
          field,
          attempt(() => verifyInclusion(claim)),
        );
      }),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(
        fc.constantFrom('earlierSize', 'earlierRoot', 'size', 'root', 'proof'),
        anything,
        fc.constantFrom(6, 8),
        (field, value, from) => {
          const claim = { ...consistencyOf(leavesOf(11), from), [field]: value } as ConsistencyClaim;
          note(
            field,
            attempt(() => verifyConsistency(claim)),
          );
        },
      ),
      { numRuns: 1000 },
    );
    expect(reasons.has('holds')).toBe(false);
    expect(reasons.size).toBeGreaterThan(4);
  });

  it('cannot make the verifier read a proof to its end', () => {
    const proof = new Array<Buffer>(1_000_000).fill(leafHash(Buffer.from('again')));
    const size = 2n ** 64n - 1n;
    const claim = { size, root: emptyRoot(), proof };
    expect(attempt(() => verifyInclusion({ ...claim, index: 0n, leaf: emptyRoot() }))).toBe('proof.too_long');
    expect(attempt(() => verifyConsistency({ ...claim, earlierSize: 1n, earlierRoot: emptyRoot() }))).toBe(
      'proof.too_long',
    );
  });
});

/** Every element of the proof changed in one byte, deleted, doubled, cut; neighbours swapped; both roots changed. */
function* changesOf<C extends { proof: readonly Uint8Array[] | null }>(
  claim: C,
  hashes: (keyof C)[],
  numbers: Iterator<number>,
): Generator<C> {
  const next = () => numbers.next().value as number;
  const proof = claim.proof ?? [];
  for (const field of hashes) {
    yield { ...claim, [field]: flipped(claim[field] as Uint8Array, next()) };
    yield { ...claim, [field]: (claim[field] as Uint8Array).subarray(1) };
  }
  for (const [at, hash] of proof.entries()) {
    yield { ...claim, proof: proof.with(at, flipped(hash, next())) };
    yield { ...claim, proof: proof.with(at, hash.subarray(0, 31)) };
    yield { ...claim, proof: proof.toSpliced(at, 1) };
    yield { ...claim, proof: proof.toSpliced(at, 0, hash) };
    const following = proof[at + 1];
    if (following && Buffer.compare(hash, following) !== 0) {
      yield { ...claim, proof: proof.toSpliced(at, 2, following, hash) };
    }
  }
  yield { ...claim, proof: [...proof, emptyRoot()] };
  yield { ...claim, proof: [emptyRoot(), ...proof] };
  if (proof.length > 0) yield { ...claim, proof: null };
}

function flipped(hash: Uint8Array, number: number): Buffer {
  const changed = Buffer.from(hash);
  const at = number % changed.length;
  changed[at] = changed[at]! ^ (1 + (number % 255));
  return changed;
}

/** Two equal subtrees have one path, so that both indexes are rightly proven. */
function sameLeaf(leaves: Buffer[], one: bigint, other: bigint): boolean {
  if (other < 0n || other >= BigInt(leaves.length)) return false;
  const path = (index: bigint) => naivePath(Number(index), leaves).map((hash) => hash.toString('hex'));
  return leaves[Number(one)]!.equals(leaves[Number(other)]!) && path(one).join() === path(other).join();
}

function attempt(verify: () => void): string {
  try {
    verify();
    return 'holds';
  } catch (error) {
    if (error instanceof MerkleFault) return error.reason;
    throw error;
  }
}
