import fc from 'fast-check';
import { entriesOf, naiveExport, naiveRoot } from '../../fixtures/naive-tree.js';
import { leafHash } from '../event.js';
import { encodeEntries } from './entry-bundle.js';
import { emptyRoot } from './hash.js';
import { type Head, verifyLog } from './log-verification.js';
import { MerkleFault } from './merkle-fault.js';

const headOf = (entries: Buffer[]): Head => ({
  size: BigInt(entries.length),
  root: naiveRoot(entries.map(leafHash)),
});
const outcome = (head: Head, files: Map<string, Buffer>): Promise<string> =>
  verifyLog(head, async (path) => files.get(path) ?? null).then(
    () => 'holds',
    (error: unknown) => {
      if (error instanceof MerkleFault) return error.message;
      throw error;
    },
  );

describe('verifying a whole log', () => {
  it.each([1, 2, 255, 256, 257, 600])('holds for %s entries', async (size) => {
    const entries = entriesOf(size);
    const files = naiveExport(entries);
    const bundles = BigInt(Math.ceil(size / 256));
    expect(await verifyLog(headOf(entries), async (path) => files.get(path) ?? null)).toEqual({
      entries: BigInt(size),
      tiles: BigInt(files.size) - bundles,
    });
  });

  it('holds for the empty log, under its one root', async () => {
    expect(await outcome({ size: 0n, root: emptyRoot() }, new Map())).toBe('holds');
    expect(await outcome({ size: 0n, root: leafHash(emptyRoot()) }, new Map())).toBe('log.root_mismatch');
  });

  it('finds every byte changed in every file of a small log', async () => {
    const entries = entriesOf(9);
    const files = naiveExport(entries);
    let tried = 0;
    for (const [path, bytes] of files) {
      for (let at = 0; at < bytes.length; at++) {
        const changed = Buffer.from(bytes);
        changed[at] = changed[at]! ^ (1 << (at % 8));
        expect(await outcome(headOf(entries), new Map(files).set(path, changed))).not.toBe('holds');
        tried += 1;
      }
      for (let cut = 0; cut < bytes.length; cut++) {
        expect(await outcome(headOf(entries), new Map(files).set(path, bytes.subarray(0, cut)))).not.toBe(
          'holds',
        );
        tried += 1;
      }
    }
    expect(tried).toBe(2 * [...files.values()].reduce((sum, { length }) => sum + length, 0));
  });

  it('finds a change, deletion, insertion, reordering or truncation in a log of several tiles', async () => {
    const entries = entriesOf(600);
    const files = naiveExport(entries);
    const head = headOf(entries);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files.keys()),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        fc.constantFrom('change', 'delete', 'insert', 'cut', 'swap', 'drop'),
        async (path, number, bits, how) => {
          const bytes = files.get(path)!;
          const at = number % bytes.length;
          const hurt = new Map(files);
          if (how === 'change') hurt.set(path, flipped(bytes, at, bits));
          if (how === 'delete')
            hurt.set(path, Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]));
          if (how === 'insert') {
            hurt.set(path, Buffer.concat([bytes.subarray(0, at), Buffer.of(bits), bytes.subarray(at)]));
          }
          if (how === 'cut') hurt.set(path, bytes.subarray(0, at));
          if (how === 'swap') {
            const other = [...files.keys()][number % files.size]!;
            if (files.get(other)!.equals(bytes)) return;
            hurt.set(path, files.get(other)!).set(other, bytes);
          }
          if (how === 'drop') hurt.delete(path);
          expect(await outcome(head, hurt)).not.toBe('holds');
        },
      ),
      { numRuns: 120 },
    );
  });

  it('finds a log rewritten with all its tiles, and names nothing but our own paths', async () => {
    const entries = entriesOf(300);
    const head = headOf(entries);
    const [first, second, ...rest] = entries as [Buffer, Buffer, ...Buffer[]];
    for (const rewritten of [
      [second, first, ...rest],
      entries.with(290, Buffer.from('never happened')),
      [...entries.slice(0, -1), Buffer.from('instead of the last')],
    ]) {
      expect(await outcome(head, naiveExport(rewritten))).toBe('log.root_mismatch');
    }
    expect(await outcome(head, naiveExport(entries.slice(0, -1)))).toBe(
      'entries.missing at tile/entries/001.p/44',
    );
    const files = naiveExport(entries);
    files.set('tile/entries/000', encodeEntries([second, first, ...rest].slice(0, 256)));
    expect(await outcome(head, files)).toBe('tile.mismatch at tile/0/000');
  });

  it('ends at the first gap of a log that claims to be endless', async () => {
    const head = { size: 2n ** 64n - 1n, root: emptyRoot() };
    expect(await outcome(head, naiveExport(entriesOf(257)))).toBe('entries.missing at tile/entries/001');
  });
});

function flipped(bytes: Buffer, at: number, bits: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = changed[at]! ^ bits;
  return changed;
}
