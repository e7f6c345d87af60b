import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesOf } from './bytes';
import { isIncluded, leafHashOf, nodeHashOf } from './inclusion';

const fixtures =
  process.env['FIXTURES_DIR'] ?? join(__dirname, '..', '..', '..', '..', '..', 'shared', 'fixtures');
const merkle = join(fixtures, 'merkle');
const there = existsSync(merkle);

const utf8 = (text: string) => new TextEncoder().encode(text);
const hash = (text: string | null | undefined) => bytesOf(text ?? '') ?? new Uint8Array();
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('a proof of inclusion', () => {
  it('hashes leaf and node as RFC 6962 does', async () => {
    expect(hex(await leafHashOf(utf8('')))).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
    expect(hex(await nodeHashOf(utf8('N123'), utf8('N456')))).toBe(
      'aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb',
    );
  });

  it('holds for every leaf of a tree of seven, and for none of them elsewhere', async () => {
    const leaves = await Promise.all([...'abcdefg'].map((letter) => leafHashOf(utf8(letter))));
    const root = await rootOf(leaves);
    for (const [at, leafHash] of leaves.entries()) {
      const proof = { size: 7n, leafHash, path: await pathOf(leaves, at), root };
      expect(await isIncluded({ ...proof, index: BigInt(at) })).toBe(true);
      expect(await isIncluded({ ...proof, index: BigInt((at + 1) % 7) })).toBe(false);
    }
  });

  // The tests of transparency-dev/merkle, where they lie beside the project.
  (there ? it : it.skip)('answers every probe of transparency-dev as it must', async () => {
    const probes = filesBelow(join(merkle, 'transparency-dev', 'inclusion')).map((path) =>
      readFileSync(path, 'utf8'),
    );
    expect(probes).toHaveLength(98);
    for (const text of probes) {
      // Sizes reach 2^64 - 1, which JSON.parse would round.
      const big = (name: string) => BigInt(text.match(new RegExp(`"${name}":\\s*(\\d+)`))?.[1] ?? '-1');
      const probe = JSON.parse(text) as {
        root: string | null;
        leafHash: string | null;
        proof: string[] | null;
        desc: string;
        wantErr: boolean;
      };
      const included = await isIncluded({
        index: big('leafIdx'),
        size: big('treeSize'),
        leafHash: hash(probe.leafHash),
        path: (probe.proof ?? []).map(hash),
        root: hash(probe.root),
      });
      expect([probe.desc, included]).toEqual([probe.desc, !probe.wantErr]);
    }
  });
});

async function rootOf(hashes: readonly Uint8Array[]): Promise<Uint8Array> {
  if (hashes.length === 1) return hashes[0] as Uint8Array;
  const split = splitOf(hashes.length);
  return nodeHashOf(await rootOf(hashes.slice(0, split)), await rootOf(hashes.slice(split)));
}

async function pathOf(hashes: readonly Uint8Array[], at: number): Promise<Uint8Array[]> {
  if (hashes.length === 1) return [];
  const split = splitOf(hashes.length);
  return at < split
    ? [...(await pathOf(hashes.slice(0, split), at)), await rootOf(hashes.slice(split))]
    : [...(await pathOf(hashes.slice(split), at - split)), await rootOf(hashes.slice(0, split))];
}

function splitOf(length: number): number {
  let split = 1;
  while (split * 2 < length) split *= 2;
  return split;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}
