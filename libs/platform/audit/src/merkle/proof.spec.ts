import {
  consistencyOf,
  entriesOf,
  inclusionOf,
  leavesOf,
  naiveExport,
  naivePath,
  naiveProof,
  naiveRoot,
} from '../../fixtures/naive-tree.js';
import { leafHash } from '../event.js';
import { Frontier } from './frontier.js';
import { emptyRoot, nodeHash } from './hash.js';
import { MerkleFault } from './merkle-fault.js';
import { consistencyProof, inclusionProof, rootOf } from './proof-generation.js';
import { verifyConsistency, verifyInclusion } from './proof-verification.js';
import { tilePath } from './tile.js';
import { TileEdge } from './tile-edge.js';
import { TileReader } from './tile-reader.js';

function readerOf(files: Map<string, Buffer>, size: number): TileReader {
  return new TileReader(BigInt(size), async (tile) => files.get(tilePath(tile)) ?? null);
}

/** Everything the tree of seven leaves in RFC 6962 section 2.1.3 has a letter for. */
const [a, b, c, d, e, f, j] = leavesOf(7) as [Buffer, Buffer, Buffer, Buffer, Buffer, Buffer, Buffer];
const [g, h, i] = [nodeHash(a, b), nodeHash(c, d), nodeHash(e, f)];
const [k, l] = [nodeHash(g, h), nodeHash(i, j)];
const root = nodeHash(k, l);

describe('the example of RFC 6962 section 2.1.3', () => {
  const reader = readerOf(naiveExport(entriesOf(7)), 7);

  it.each([
    [0n, [b, h, l]],
    [3n, [c, g, l]],
    [4n, [f, j, k]],
    [6n, [i, k]],
  ])('has the audit path of leaf %s', async (index, path) => {
    expect(await inclusionProof(reader, index, 7n)).toEqual(path);
    verifyInclusion({ index, size: 7n, leaf: leavesOf(7)[Number(index)]!, proof: path, root });
  });

  it.each([
    [3n, [c, d, g, l], nodeHash(g, c)],
    [4n, [l], k],
    [6n, [i, j, k], nodeHash(k, i)],
  ])('has the consistency proof from %s', async (earlierSize, proof, earlierRoot) => {
    expect(await consistencyProof(reader, earlierSize, 7n)).toEqual(proof);
    verifyConsistency({ earlierSize, earlierRoot, size: 7n, root, proof });
  });

  it('has its root, and the empty tree that of nothing', async () => {
    expect(await rootOf(reader, 7n)).toEqual(root);
    expect(await rootOf(reader, 0n)).toEqual(emptyRoot());
    expect(emptyRoot().toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });
});

describe('the roots that Certificate Transparency is tested with', () => {
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657']
    .concat('606162636465666768696a6b6c6d6e6f')
    .map((hex) => leafHash(Buffer.from(hex, 'hex')));

  it.each([
    [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
    [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
    [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
    [4, 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
    [5, '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
    [6, '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
    [7, 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
    [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
  ])('of %s leaves', (size, hex) => {
    const frontier = new Frontier();
    frontier.appendAll(inputs.slice(0, size));
    expect(frontier.root().toString('hex')).toBe(hex);
    expect(naiveRoot(inputs.slice(0, size)).toString('hex')).toBe(hex);
  });
});

describe('proofs made from tiles', () => {
  it('are those of the definition, and hold, for every tree of up to 24 leaves', async () => {
    for (let size = 1; size <= 24; size++) {
      const leaves = leavesOf(size);
      const reader = readerOf(naiveExport(entriesOf(size)), size);
      for (let at = 0; at < size; at++) {
        const proof = await inclusionProof(reader, BigInt(at), BigInt(size));
        expect(proof).toEqual(naivePath(at, leaves));
        verifyInclusion({ ...inclusionOf(leaves, at), proof });
        const earlier = await consistencyProof(reader, BigInt(at + 1), BigInt(size));
        expect(earlier).toEqual(naiveProof(at + 1, leaves));
        verifyConsistency({ ...consistencyOf(leaves, at + 1), proof: earlier });
      }
    }
  });

  it('are those of the definition around the edges of tiles', async () => {
    for (const size of [255, 256, 257, 511, 512, 513, 700]) {
      const leaves = leavesOf(size);
      const files = naiveExport(entriesOf(size));
      for (const at of [0, 1, 127, 128, 254, 255, 256, 257, 511, 512, size - 1].filter((n) => n < size)) {
        const reader = readerOf(files, size);
        expect(await inclusionProof(reader, BigInt(at), BigInt(size))).toEqual(naivePath(at, leaves));
        const proof = await consistencyProof(reader, BigInt(at + 1), BigInt(size));
        expect(proof).toEqual(naiveProof(at + 1, leaves));
        expect(await rootOf(reader, BigInt(at + 1))).toEqual(naiveRoot(leaves.slice(0, at + 1)));
      }
    }
  });

  it('come from a full tile where the partial one was deleted, and from no other', async () => {
    const files = naiveExport(entriesOf(300));
    const proofOf = () => inclusionProof(readerOf(files, 260), 258n, 260n);
    expect(await proofOf().catch(reasonOf)).toBe('tile.missing');
    files.set('tile/0/001', Buffer.concat([files.get('tile/0/001.p/44')!, Buffer.alloc(212 * 32)]));
    files.set('tile/1/000.p/1', files.get('tile/1/000.p/1')!);
    expect(await proofOf()).toEqual(naivePath(258, leavesOf(260)));
    files.set('tile/0/001.p/4', Buffer.alloc(31));
    expect(await proofOf().catch(reasonOf)).toBe('tile.malformed');
  });

  it('hold in a tree of three levels of tiles, between any two of its sizes', async () => {
    const sizes = [1, 255, 256, 65_535, 65_536, 65_537, 66_000, 70_000];
    const leaves = leavesOf(70_000);
    const [frontier, edge, files] = [new Frontier(), new TileEdge(), new Map<string, Buffer>()];
    const roots = new Map<number, Buffer>();
    for (const [at, leaf] of leaves.entries()) {
      frontier.append(leaf);
      edge.append(leaf);
      if (!sizes.includes(at + 1)) continue;
      roots.set(at + 1, frontier.root());
      for (const { tile, bytes } of edge.take()) files.set(tilePath(tile), bytes);
    }
    for (const [size, root] of roots) {
      const reader = readerOf(files, size);
      expect(await rootOf(reader, BigInt(size))).toEqual(root);
      for (const [earlier, earlierRoot] of roots) {
        if (earlier > size) break;
        const proof = await consistencyProof(reader, BigInt(earlier), BigInt(size));
        verifyConsistency({ earlierSize: BigInt(earlier), earlierRoot, size: BigInt(size), root, proof });
        const index = BigInt(earlier - 1);
        const path = await inclusionProof(reader, index, BigInt(size));
        verifyInclusion({ index, size: BigInt(size), leaf: leaves[earlier - 1]!, proof: path, root });
      }
    }
  });

  it('are not made for what cannot be proven', async () => {
    const reader = readerOf(naiveExport(entriesOf(7)), 7);
    expect(await inclusionProof(reader, 7n, 7n).catch(reasonOf)).toBe('proof.index_beyond_size');
    expect(await inclusionProof(reader, -1n, 7n).catch(reasonOf)).toBe('number.malformed');
    expect(await inclusionProof(reader, 0n, 2n ** 64n).catch(reasonOf)).toBe('number.malformed');
    expect(await inclusionProof(reader, 0n, 8n).catch(reasonOf)).toBe('tile.missing');
    expect(await inclusionProof(reader, 0n, 2n ** 64n - 1n).catch(reasonOf)).toBe('tile.missing');
    expect(await consistencyProof(reader, 0n, 7n).catch(reasonOf)).toBe('proof.from_empty');
    expect(await consistencyProof(reader, 7n, 6n).catch(reasonOf)).toBe('proof.shrinks');
    expect(await consistencyProof(reader, 7n, 7n)).toEqual([]);
  });
});

function reasonOf(error: unknown): string {
  if (error instanceof MerkleFault) return error.reason;
  throw error;
}
