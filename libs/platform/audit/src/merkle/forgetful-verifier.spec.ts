import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import { transformSync } from '@swc/core';
import {
  consistencyOf,
  inclusionOf,
  leavesOf,
  naivePath,
  naiveProof,
  naiveRoot,
} from '../../fixtures/naive-tree.js';
import * as hash from './hash.js';
import * as merkleFault from './merkle-fault.js';
import * as whole from './proof-verification.js';

/**
 * The negative control of the proof verifier: it is compiled again and again, each time without one of its checks or
 * steps, and the claims below, true and forged, must tell each of these from the whole one.
 */
type Verifier = Pick<typeof whole, 'verifyInclusion' | 'verifyConsistency'>;
const SOURCE = readFileSync(join(__dirname, 'proof-verification.ts'), 'utf8');

function compiled(source: string): Verifier {
  const { code } = transformSync(source, {
    configFile: false,
    swcrc: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  const modules: Record<string, unknown> = {
    './hash.js': hash,
    './merkle-fault.js': merkleFault,
    'node:util/types': process.getBuiltinModule('node:util/types'),
  };
  const module = { exports: {} as Verifier };
  new Function('exports', 'require', code)(module.exports, (name: string) => modules[name]);
  return module.exports;
}

/** `pattern` is global; each of its places is replaced in a source of its own. */
function* without(what: string, pattern: RegExp, replacement: string): Generator<[string, string]> {
  for (const match of SOURCE.matchAll(pattern)) {
    const line = SOURCE.slice(0, match.index).split('\n').length;
    const end = match.index + match[0].length;
    const put = match[0].replace(new RegExp(pattern.source), replacement);
    yield [`${what}, line ${line}: ${match[0]}`, SOURCE.slice(0, match.index) + put + SOURCE.slice(end)];
  }
}

const MUTANTS = [
  ...without('a refusal', /throw new MerkleFault\('[a-z._]+'\)/g, 'void 0'),
  ...without('the length of a hash', /\basHash\(([\w.[\]]+)\)/g, '$1'),
  ['every length of a hash', SOURCE.replaceAll(/\basHash\(([\w.[\]]+)\)/g, '$1')] as const,
  ...without('the bounds of a number', /\basSize\(([\w.]+)\)/g, '$1'),
  ...without('the right edge', / \|\| fn === sn/g, ''),
  ...without('the side', /isOdd\(fn\) \|\| /g, ''),
  ...without('the order of siblings', /nodeHash\((\w), (\w+)\)/g, 'nodeHash($2, $1)'),
  ...without('the order of siblings', /nodeHash\((sr), (c)\)/g, 'nodeHash($2, $1)'),
  ...without('a climb', /\[fn, sn\] = climb\(fn, sn\);/g, ''),
  ...without('the first climb', /climb\((first - 1n), (second - 1n), isEven\)/g, '[$1, $2]'),
  ...without('a step', /[fs]n >>= 1n;/g, ''),
  ...without('the prepended root', /isPowerOfTwo\(first\) \?/g, 'false ?'),
];

interface Case {
  readonly says: string;
  readonly claim: object;
  readonly kind: keyof Verifier;
}

const OTHER = leavesOf(20).at(-1)!;

function* trueClaims(): Generator<Case> {
  for (let size = 1; size <= 12; size++) {
    const d = leavesOf(size);
    for (let at = 0; at < size; at++) {
      yield { kind: 'verifyInclusion', says: 'holds', claim: inclusionOf(d, at) };
      yield { kind: 'verifyConsistency', says: 'holds', claim: consistencyOf(d, at + 1) };
    }
  }
}

function* forgedInclusions(): Generator<Case> {
  const d = leavesOf(5);
  const root = naiveRoot(d);
  const proof = naivePath(1, d);
  const good = { index: 1n, size: 5n, leaf: d[1]!, proof, root };
  const forged = (says: string, change: object): Case => ({
    kind: 'verifyInclusion',
    says,
    claim: { ...good, ...change },
  });
  yield forged('proof.root_mismatch', { leaf: OTHER });
  yield forged('proof.root_mismatch', { root: OTHER });
  yield forged('proof.index_beyond_size', { index: 1n, size: 1n, proof: null, root: d[1] });
  yield forged('proof.too_short', { proof: proof.slice(0, 2), root: naiveRoot(d.slice(0, 4)) });
  yield forged('proof.too_long', { proof: [...proof, OTHER], root: hash.nodeHash(OTHER, root) });
  yield forged('number.malformed', { index: -1n });
  yield forged('number.malformed', { index: 2n ** 64n, size: 2n ** 64n + 1n });
  yield forged('number.malformed', { size: 2n ** 64n });
  yield forged('number.malformed', { index: 1 });
  // The same bytes cut at another place: a leaf of 33 bytes and a sibling of 31.
  const bytes = Buffer.concat([d[0]!, d[1]!]);
  const cut = { index: 0n, size: 2n, root: naiveRoot(d.slice(0, 2)) };
  yield forged('hash.malformed', { ...cut, leaf: bytes.subarray(0, 33), proof: [bytes.subarray(33)] });
  yield forged('hash.malformed', { leaf: OTHER.subarray(1) });
  yield forged('hash.malformed', { proof: proof.with(0, bytes.subarray(0, 31)) });
  yield forged('hash.malformed', { root: root.subarray(1) });
  yield forged('hash.malformed', { root: null });
  yield forged('proof.malformed', { proof: d[0] });
  yield forged('proof.malformed', { proof: undefined });
}

function* forgedConsistencies(): Generator<Case> {
  const d = leavesOf(7);
  const forged = (says: string, from: number, change: object): Case => ({
    kind: 'verifyConsistency',
    says,
    claim: { ...consistencyOf(d, from), ...change },
  });
  const proof = naiveProof(6, d);
  yield forged('proof.from_empty', 6, { earlierSize: 0n, earlierRoot: hash.emptyRoot() });
  yield forged('proof.from_empty', 6, {
    earlierSize: 0n,
    size: 0n,
    earlierRoot: OTHER,
    root: OTHER,
    proof: null,
  });
  yield forged('proof.shrinks', 6, { size: 5n });
  yield forged('proof.too_short', 6, { proof: null });
  yield forged('proof.too_short', 4, { proof: [] });
  yield forged('proof.earlier_root_mismatch', 6, { earlierRoot: OTHER });
  yield forged('proof.root_mismatch', 6, { root: OTHER });
  // Each ends in the roots it claims, by a path that is no path of a tree of that size.
  yield forged('proof.too_short', 1, { size: 4n, proof: [d[1]], root: naiveRoot(d.slice(0, 2)) });
  yield forged('proof.too_long', 6, {
    proof: [...proof, OTHER],
    earlierRoot: hash.nodeHash(OTHER, naiveRoot(d.slice(0, 6))),
    root: hash.nodeHash(OTHER, naiveRoot(d)),
  });
  yield forged('proof.too_long', 7, { proof: [OTHER] });
  yield forged('proof.root_mismatch', 7, { proof: null, earlierRoot: OTHER });
  yield forged('hash.malformed', 7, { proof: null, earlierRoot: 'text', root: 'text' });
  yield forged('hash.malformed', 7, { proof: null, root: 'text' });
  yield forged('hash.malformed', 6, { earlierRoot: OTHER.subarray(1) });
  yield forged('hash.malformed', 6, { root: OTHER.subarray(1) });
  yield forged('hash.malformed', 6, { proof: proof.with(0, proof[0]!.subarray(1)) });
  yield forged('hash.malformed', 6, { proof: proof.with(1, proof[1]!.subarray(1)) });
  yield forged('number.malformed', 6, { earlierSize: -6n });
  yield forged('number.malformed', 6, { size: 2n ** 64n });
}

const CASES = [...trueClaims(), ...forgedInclusions(), ...forgedConsistencies()];

const context = vm.createContext({ run: () => {} });
const call = new vm.Script('run()');

function answerOf(verifier: Verifier, { kind, claim }: Case): string {
  context['run'] = () => verifier[kind](claim as never);
  try {
    // A verifier without its bounds may never come back.
    call.runInContext(context, { timeout: 500 });
    return 'holds';
  } catch (error) {
    return error instanceof merkleFault.MerkleFault ? error.reason : `foreign: ${(error as Error).name}`;
  }
}

function misjudged(verifier: Verifier): string[] {
  return CASES.map((one) => `${one.says}, judged ${answerOf(verifier, one)}`).filter(
    (line) => !/^(.+), judged \1$/.test(line),
  );
}

const judged = new Map<string, string[]>();

/** Each is judged once, for it takes its time. */
function mistakesOf(source: string): string[] {
  const known = judged.get(source) ?? misjudged(compiled(source));
  judged.set(source, known);
  return known;
}

describe('a verifier of proofs', () => {
  it('judges every claim as it should, and so does its copy', () => {
    expect(misjudged(whole)).toEqual([]);
    expect(misjudged(compiled(SOURCE))).toEqual([]);
  });

  it('has enough checks for this control to mean something', () => {
    expect(MUTANTS.length).toBeGreaterThan(40);
  });

  it.each(MUTANTS)('is caught when it forgets %s', (_what, source) => {
    expect(mistakesOf(source)).not.toEqual([]);
  });

  it('accepts a forgery when it forgets any of these, so that the refusals above are no formalities', () => {
    const accepting = MUTANTS.filter(([, source]) =>
      mistakesOf(source).some((line) => line.endsWith('judged holds')),
    );
    const forgotten = accepting.map(([what]) => /'proof\.(\w+)'/.exec(what)?.[1] ?? what);
    expect(forgotten.sort()).toEqual([
      'earlier_root_mismatch',
      'every length of a hash',
      'from_empty',
      'index_beyond_size',
      ...Array(3).fill('root_mismatch'),
      ...Array(3).fill('too_long'),
      ...Array(2).fill('too_short'),
    ]);
  });
});
