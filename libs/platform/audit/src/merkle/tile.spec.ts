import fc from 'fast-check';
import { leavesOf } from '../../fixtures/naive-tree.js';
import { decodeEntries, ENTRY_LIMIT, encodeEntries } from './entry-bundle.js';
import { MerkleFault } from './merkle-fault.js';
import { decodeTile, encodeTile, parseTilePath, type Tile, tileOf, tilePath, tilesOf } from './tile.js';

const anyTile: fc.Arbitrary<Tile> = fc.record({
  level: fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant('entries' as const)),
  index: fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.bigInt({ min: 0n, max: 2000n })),
  width: fc.integer({ min: 1, max: 256 }),
});

describe('the path of a tile', () => {
  it.each([
    [{ level: 0, index: 1234067n, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 63, index: 0n, width: 1 }, 'tile/63/000.p/1'],
    [{ level: 'entries', index: 1000n, width: 255 }, 'tile/entries/x001/000.p/255'],
  ] as const)('is that of C2SP tlog-tiles: %#', (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  it('is read back', () => {
    fc.assert(fc.property(anyTile, (tile) => expect(parseTilePath(tilePath(tile))).toEqual(tile)));
  });

  it.each([
    'tile/0/x000/067',
    'tile/0/67',
    'tile/0/1234',
    'tile/00/067',
    'tile/64/067',
    'tile/0/067.p/0',
    'tile/0/067.p/256',
    'tile/0/067.p/01',
    'tile/0/x001',
    'tile/0/001/002',
    'tile/0/067/',
    'tile/0/067\n',
    'tile/0/../067',
    '/tile/0/067',
    'tile/-1/067',
    'tile/entries/٠٦٧',
    'tile/0/x018/x446/x744/x073/x709/x551/616',
    `tile/0/${'x999/'.repeat(5000)}000`,
    '',
  ])('has one spelling only: not %s', (path) => {
    expect(() => parseTilePath(path)).toThrow(new MerkleFault('tile.path_malformed'));
  });

  it('is none of what is no text, and none is made for what is no tile', () => {
    expect(() => parseTilePath(7 as never)).toThrow(MerkleFault);
    for (const tile of [{ level: 64 }, { level: 0.5 }, { width: 0 }, { width: 257 }, { index: -1n }]) {
      expect(() => tilePath({ level: 0, index: 0n, width: 256, ...tile })).toThrow(MerkleFault);
    }
  });
});

describe('the tiles of a tree', () => {
  it('of 70,000 leaves are those of the example in C2SP tlog-tiles', () => {
    const tiles = [...tilesOf(70_000n)];
    const of = (level: number) => tiles.filter((tile) => tile.level === level);
    expect(of(0).filter(({ width }) => width === 256)).toHaveLength(273);
    expect(of(0).at(-1)).toEqual({ level: 0, index: 273n, width: 112 });
    expect(of(1)).toEqual([
      { level: 1, index: 0n, width: 256 },
      { level: 1, index: 1n, width: 17 },
    ]);
    expect(of(2)).toEqual([{ level: 2, index: 0n, width: 1 }]);
    expect(of(3)).toEqual([]);
  });

  it('of 256 leaves are a full one and a partial one above; the empty tree has none', () => {
    expect([...tilesOf(256n)].map(tilePath)).toEqual(['tile/0/000', 'tile/1/000.p/1']);
    expect([...tilesOf(0n)]).toEqual([]);
  });

  it('reach the largest tree', () => {
    const size = 2n ** 64n - 1n;
    expect(tileOf(7, 0n, size)).toEqual({ level: 7, index: 0n, width: 255 });
    expect(tileOf(8, 0n, size)).toBeNull();
    expect(() => tileOf(0, -1n, size)).toThrow(MerkleFault);
    expect(() => tileOf(0, 0n, size + 1n)).toThrow(MerkleFault);
    expect(tileOf('entries', size / 256n, size)).toEqual({
      level: 'entries',
      index: size / 256n,
      width: 255,
    });
  });
});

describe('what is in a tile', () => {
  it('is its hashes one after another', () => {
    const hashes = leavesOf(3);
    expect(encodeTile(hashes)).toEqual(Buffer.concat(hashes));
    expect(decodeTile(Buffer.concat(hashes), 3)).toEqual(hashes);
  });

  it('is refused when it is not as many hashes as its path says', () => {
    const bytes = encodeTile(leavesOf(3));
    for (const wrong of [bytes.subarray(1), Buffer.concat([bytes, bytes]), Buffer.alloc(0), 'x' as never]) {
      expect(() => decodeTile(wrong, 3)).toThrow(new MerkleFault('tile.malformed'));
    }
    expect(() => encodeTile([])).toThrow(MerkleFault);
    expect(() => encodeTile(leavesOf(257))).toThrow(MerkleFault);
    expect(() => encodeTile([Buffer.alloc(31)])).toThrow(new MerkleFault('hash.malformed'));
  });
});

describe('a bundle of entries', () => {
  const anyEntries = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 256 });

  it('has each length in two bytes before it', () => {
    expect(encodeEntries([Buffer.from('ab'), Buffer.alloc(0)])).toEqual(
      Buffer.from('\0\x02ab\0\0', 'latin1'),
    );
    fc.assert(
      fc.property(anyEntries, (entries) => {
        expect(decodeEntries(encodeEntries(entries), entries.length)).toEqual(
          entries.map((e) => Buffer.from(e)),
        );
      }),
    );
  });

  it('is refused when it ends early, late, or holds another number', () => {
    fc.assert(
      fc.property(anyEntries, fc.nat(), (entries, number) => {
        const bytes = encodeEntries(entries);
        const cut = bytes.subarray(0, number % bytes.length);
        const malformed = new MerkleFault('entries.malformed');
        expect(() => decodeEntries(cut, entries.length)).toThrow(malformed);
        expect(() => decodeEntries(Buffer.concat([bytes, Buffer.of(0)]), entries.length)).toThrow(malformed);
        expect(() => decodeEntries(bytes, entries.length + 1)).toThrow(malformed);
        expect(() => decodeEntries(bytes, entries.length - 1)).toThrow(malformed);
      }),
    );
    expect(() => decodeEntries(null as never, 1)).toThrow(MerkleFault);
  });

  it('takes entries of up to 65,535 bytes', () => {
    const largest = Buffer.alloc(ENTRY_LIMIT, 1);
    expect(decodeEntries(encodeEntries([largest]), 1)).toEqual([largest]);
    expect(() => encodeEntries([Buffer.alloc(ENTRY_LIMIT + 1)])).toThrow(
      new MerkleFault('entries.too_large'),
    );
  });
});
