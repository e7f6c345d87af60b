import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { leafHash } from '../event.js';
import { emptyRoot, nodeHash } from './hash.js';
import { MerkleFault } from './merkle-fault.js';
import { verifyConsistency, verifyInclusion } from './proof-verification.js';

const FIXTURES = process.env.FIXTURES_DIR ?? resolve(__dirname, '../../../../../../shared/fixtures');
const MERKLE = join(FIXTURES, 'merkle');

/** Skips where the data does not lie beside the clone; the tests of `proof.spec.ts` stand without it. */
const present = existsSync(MERKLE);
const titled = (what: string) =>
  present ? what : `${what} (skipped: ${'no shared fixtures beside the clone'})`;
const where = present ? describe : describe.skip;

interface Probe {
  readonly wantErr: boolean;
  readonly desc: string;
  readonly [field: string]: unknown;
}

const hash = (probe: Probe, field: string) => Buffer.from(probe[field] as string, 'base64');
const proof = (probe: Probe) =>
  (probe['proof'] as string[] | null)?.map((text) => Buffer.from(text, 'base64')) ?? null;

const verifiers: Record<string, (probe: Probe) => void> = {
  inclusion: (probe) =>
    verifyInclusion({
      index: probe['leafIdx'] as bigint,
      size: probe['treeSize'] as bigint,
      leaf: hash(probe, 'leafHash'),
      root: hash(probe, 'root'),
      proof: proof(probe),
    }),
  consistency: (probe) =>
    verifyConsistency({
      earlierSize: probe['size1'] as bigint,
      size: probe['size2'] as bigint,
      earlierRoot: hash(probe, 'root1'),
      root: hash(probe, 'root2'),
      proof: proof(probe),
    }),
};

/** Numbers are read from the text: a double cannot hold 2^64 - 1. */
function parse(text: string): Probe {
  return JSON.parse(text, (_key, value, context?: { source?: string }) =>
    typeof value === 'number' ? BigInt(context!.source!) : value,
  ) as Probe;
}

function probesOf(kind: string): Probe[] {
  const folder = join(MERKLE, 'transparency-dev', kind);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => parse(readFileSync(join(folder, name), 'utf8')));
}

function refusal(verify: () => void): string | null {
  try {
    verify();
    return null;
  } catch (error) {
    if (error instanceof MerkleFault) return error.reason;
    throw error;
  }
}

where(titled('probes of transparency-dev/merkle'), () => {
  it.each(['inclusion', 'consistency'])('%s: 98, of which 92 must fail', (kind) => {
    const probes = probesOf(kind);
    expect([probes.length, probes.filter(({ wantErr }) => wantErr).length]).toEqual([98, 92]);
    const wrong = probes.filter(
      (probe) => (refusal(() => verifiers[kind]!(probe)) !== null) !== probe.wantErr,
    );
    expect(wrong.map(({ desc }) => desc)).toEqual([]);
  });

  it('are read with their largest index whole', () => {
    const indexes = probesOf('inclusion').map((probe) => probe['leafIdx']);
    expect(indexes).toContain(2n ** 64n - 1n);
  });
});

where(titled('vectors of the RFC 6962 hasher'), () => {
  it('agree', () => {
    const vectors = JSON.parse(readFileSync(join(MERKLE, 'rfc6962-hasher/vectors.json'), 'utf8'));
    expect(emptyRoot().toString('hex')).toBe(vectors.emptyRoot);
    for (const { dataUtf8, hash } of vectors.leaf) {
      expect(leafHash(Buffer.from(dataUtf8)).toString('hex')).toBe(hash);
    }
    for (const { leftUtf8, rightUtf8, hash } of vectors.node) {
      expect(nodeHash(Buffer.from(leftUtf8), Buffer.from(rightUtf8)).toString('hex')).toBe(hash);
    }
  });
});
