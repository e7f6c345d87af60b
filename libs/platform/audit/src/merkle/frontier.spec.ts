import fc from 'fast-check';
import { entriesOf, leavesOf, naiveExport, naiveRoot } from '../../fixtures/naive-tree.js';
import { Frontier } from './frontier.js';
import { emptyRoot } from './hash.js';
import { MerkleFault } from './merkle-fault.js';
import { tilePath } from './tile.js';
import { TileEdge } from './tile-edge.js';

describe('a frontier', () => {
  it('has at every size the root of the definition', () => {
    const leaves = leavesOf(300);
    const frontier = new Frontier();
    expect(frontier.root()).toEqual(emptyRoot());
    leaves.forEach((leaf, at) => {
      frontier.append(leaf);
      expect(frontier.root()).toEqual(naiveRoot(leaves.slice(0, at + 1)));
    });
  });

  it('is the same in batches, and after it was written and read between any two of them', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 8 }), (batches) => {
        const leaves = leavesOf(batches.reduce((sum, batch) => sum + batch, 1));
        let frontier = new Frontier();
        frontier.append(leaves[0]!);
        let at = 1;
        for (const batch of batches) {
          frontier.appendAll(leaves.slice(at, at + batch));
          at += batch;
          frontier = Frontier.restore(frontier.serialise());
        }
        expect(frontier.size).toBe(BigInt(leaves.length));
        expect(frontier.root()).toEqual(naiveRoot(leaves));
      }),
    );
  });

  it('stays small: one hash for each bit of its size', () => {
    const frontier = new Frontier();
    frontier.appendAll(leavesOf(1023));
    expect(frontier.serialise()).toHaveLength(8 + 10 * 32);
    frontier.append(leavesOf(1)[0]!);
    expect(frontier.serialise()).toHaveLength(8 + 32);
  });

  it('takes a batch whole or not at all, and keeps no buffer of its caller', () => {
    const frontier = new Frontier();
    expect(() => frontier.appendAll([...leavesOf(2), Buffer.alloc(31)])).toThrow(MerkleFault);
    expect(frontier.size).toBe(0n);
    const leaf = Buffer.from(leavesOf(1)[0]!);
    frontier.append(leaf);
    leaf.fill(0);
    expect(frontier.root()).toEqual(leavesOf(1)[0]);
  });

  it('grows apart from its fork', () => {
    const frontier = new Frontier();
    frontier.appendAll(leavesOf(5));
    const fork = frontier.fork();
    fork.append(emptyRoot());
    expect(frontier.root()).toEqual(naiveRoot(leavesOf(5)));
    expect(fork.root()).toEqual(naiveRoot([...leavesOf(5), emptyRoot()]));
  });

  it('ends at 2^64 - 1 leaves', () => {
    const full = Buffer.concat([Buffer.alloc(8, 0xff), Buffer.alloc(64 * 32, 1)]);
    const frontier = Frontier.restore(full);
    expect(frontier.size).toBe(2n ** 64n - 1n);
    expect(() => frontier.append(emptyRoot())).toThrow(new MerkleFault('tree.too_large'));
    expect(() => frontier.appendAll([emptyRoot()])).toThrow(new MerkleFault('tree.too_large'));
  });

  it('is not read from what no frontier wrote', () => {
    const frontier = new Frontier();
    frontier.appendAll(leavesOf(6));
    const bytes = frontier.serialise();
    for (let cut = 0; cut < bytes.length; cut++) {
      expect(() => Frontier.restore(bytes.subarray(0, cut))).toThrow(new MerkleFault('tree.malformed'));
    }
    for (const wrong of [Buffer.concat([bytes, emptyRoot()]), 'text' as never, null as never]) {
      expect(() => Frontier.restore(wrong)).toThrow(new MerkleFault('tree.malformed'));
    }
  });
});

describe('the edge of the tiles', () => {
  it('writes the tiles of the definition, in any batches, also when resumed from what it wrote', async () => {
    for (const sizes of [[1], [255, 256, 257], [100, 300, 512, 513, 700], [3, 3, 513]]) {
      const leaves = leavesOf(sizes.at(-1)!);
      const files = new Map<string, Buffer>();
      let at = 0;
      for (const size of sizes) {
        const edge = await TileEdge.resume(BigInt(at), async (tile) => files.get(tilePath(tile)) ?? null);
        for (const leaf of leaves.slice(at, size)) edge.append(leaf);
        at = size;
        for (const { tile, bytes } of edge.take()) files.set(tilePath(tile), bytes);
        expect(edge.take()).toEqual([]);
        const wanted = [...naiveExport(entriesOf(size))].filter(([path]) => !path.includes('entries'));
        for (const [path, bytes] of wanted) expect([path, files.get(path)]).toEqual([path, bytes]);
      }
    }
  });

  it('does not resume from tiles that are missing or cut', async () => {
    const reason = (read: () => Promise<Buffer | null>) => TileEdge.resume(300n, read).catch((e) => e.reason);
    expect(await reason(async () => null)).toBe('tile.missing');
    expect(await reason(async () => Buffer.alloc(7))).toBe('tile.malformed');
  });
});
