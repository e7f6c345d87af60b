import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { leavesOf, naiveRoot } from '../../fixtures/naive-tree.js';
import { type Checkpoint, formatCheckpoint, openCheckpoint, parseCheckpoint } from './checkpoint.js';
import { emptyRoot } from './hash.js';
import { MerkleFault } from './merkle-fault.js';
import { encodeNote, type NoteSignature } from './note.js';
import { verifierKeyOf } from './note-key.js';
import { cosignText, signText } from './note-signature.js';

const ROOT = naiveRoot(leavesOf(7));
const BASE64 = ROOT.toString('base64');
const reasonOf = (run: () => unknown): string => {
  try {
    run();
    return 'holds';
  } catch (error) {
    if (error instanceof MerkleFault) return error.reason;
    throw error;
  }
};

describe('the text of a checkpoint', () => {
  it('is origin, size, root and what follows, a line each', () => {
    const checkpoint = {
      origin: 'log.example/audit',
      size: 7n,
      root: ROOT,
      extensions: ['build 1', 'build 2'],
    };
    const text = `log.example/audit\n7\n${BASE64}\nbuild 1\nbuild 2\n`;
    expect(formatCheckpoint(checkpoint)).toBe(text);
    expect(parseCheckpoint(text)).toEqual(checkpoint);
  });

  it('is read back for any size', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }), (size) => {
        const checkpoint: Checkpoint = { origin: 'o', size, root: ROOT, extensions: [] };
        expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual(checkpoint);
      }),
    );
  });

  it.each([
    ['no root', 'o\n7\n'],
    ['no newline at the end', `o\n7\n${BASE64}`],
    ['an empty line', `o\n7\n${BASE64}\n\nx\n`],
    ['no origin', `\n7\n${BASE64}\n`],
    ['a leading zero', `o\n07\n${BASE64}\n`],
    ['a sign', `o\n+7\n${BASE64}\n`],
    ['a space', `o\n7 \n${BASE64}\n`],
    ['digits of another script', `o\n٧\n${BASE64}\n`],
    ['a size of 2^64', `o\n18446744073709551616\n${BASE64}\n`],
    ['a short root', `o\n7\n${ROOT.subarray(1).toString('base64')}\n`],
    ['a root of another spelling', `o\n7\n${ROOT.toString('base64url')}\n`],
    ['another root of the empty tree', `o\n0\n${BASE64}\n`],
  ])('is refused with %s', (_what, text) => {
    expect(reasonOf(() => parseCheckpoint(text))).toBe('checkpoint.malformed');
  });

  it('is not written otherwise either', () => {
    const good = { origin: 'o', size: 7n, root: ROOT, extensions: [] };
    for (const wrong of [{ origin: '' }, { origin: 'a\nb' }, { extensions: [''] }, { size: 0n }]) {
      expect(reasonOf(() => formatCheckpoint({ ...good, ...wrong }))).toBe('checkpoint.malformed');
    }
    expect(reasonOf(() => formatCheckpoint({ ...good, root: ROOT.subarray(1) }))).toBe('hash.malformed');
    expect(reasonOf(() => formatCheckpoint({ ...good, size: -1n }))).toBe('number.malformed');
    expect(parseCheckpoint(formatCheckpoint({ ...good, size: 0n, root: emptyRoot() })).size).toBe(0n);
  });
});

describe('a signed checkpoint', () => {
  const origin = 'log.example/audit';
  const party = () => generateKeyPairSync('ed25519');
  const [own, one, two, stranger] = [party(), party(), party(), party()];
  const log = verifierKeyOf(origin, 'ed25519', own.publicKey);
  const witnesses = [
    verifierKeyOf('works-council.example/w', 'cosignature/v1', one.publicKey),
    verifierKeyOf('auditor.example/w', 'cosignature/v1', two.publicKey),
  ];
  const checkpoint = { origin, size: 7n, root: ROOT, extensions: [] };
  const text = formatCheckpoint(checkpoint);
  const byLog = signText(text, origin, own.privateKey);
  const byOne = cosignText(text, witnesses[0]!.name, one.privateKey, 100n);
  const byTwo = cosignText(text, witnesses[1]!.name, two.privateKey, 200n);
  const trust = { origin, log, witnesses, quorum: 2 };
  const note = (...signatures: NoteSignature[]) => encodeNote({ text, signatures });

  it('opens with its log and enough witnesses', () => {
    const opened = openCheckpoint(note(byLog, byOne, byTwo), trust);
    expect(opened.checkpoint).toEqual(checkpoint);
    expect(opened.cosignatures.map(({ timestamp }) => timestamp)).toEqual([100n, 200n]);
    expect(openCheckpoint(note(byLog), { ...trust, quorum: 0 }).cosignatures).toEqual([]);
  });

  it('does not open without its log, with too few, or with one witness twice', () => {
    const reason = (signatures: NoteSignature[], change: object = {}) =>
      reasonOf(() => openCheckpoint(note(...signatures), { ...trust, ...change }));
    expect(reason([byOne, byTwo])).toBe('checkpoint.unsigned_by_log');
    expect(reason([byLog, byOne])).toBe('checkpoint.too_few_witnesses');
    expect(reason([byLog, byOne, byOne])).toBe('checkpoint.too_few_witnesses');
    const later = cosignText(text, witnesses[0]!.name, one.privateKey, 300n);
    expect(reason([byLog, byOne, later])).toBe('checkpoint.too_few_witnesses');
    const foreign = cosignText(text, 'stranger.example', stranger.privateKey, 1n);
    expect(reason([byLog, byOne, foreign])).toBe('checkpoint.too_few_witnesses');
    expect(reason([byLog, byOne, byTwo], { quorum: Number.NaN })).toBe('checkpoint.too_few_witnesses');
    expect(reason([byLog, byOne, byTwo], { origin: 'other.example' })).toBe('checkpoint.other_origin');
    expect(reason([foreign])).toBe('note.unsigned');
  });

  it('does not open for one key under two names, nor for a log that is its own witness', () => {
    const twice = verifierKeyOf('second-name.example/w', 'cosignature/v1', one.publicKey);
    const itself = verifierKeyOf('log.example/w', 'cosignature/v1', own.publicKey);
    for (const wrong of [[witnesses[0]!, twice], [itself], [witnesses[0]!, witnesses[0]!]]) {
      expect(reasonOf(() => openCheckpoint(note(byLog), { ...trust, witnesses: wrong, quorum: 0 }))).toBe(
        'note.keys_ambiguous',
      );
    }
    const kinds = { ...trust, log: witnesses[0]!, witnesses: [] };
    expect(reasonOf(() => openCheckpoint(note(byOne), kinds))).toBe('note.key_malformed');
  });

  it('is found changed by every one-byte change', () => {
    const bytes = note(byLog, byOne, byTwo);
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = changed[at]! ^ 1;
      expect([at, reasonOf(() => openCheckpoint(changed, trust))]).not.toEqual([at, 'holds']);
    }
  });

  it('that its log signed is still no checkpoint when it is another text', () => {
    const other = 'just a text\n';
    const signed = encodeNote({ text: other, signatures: [signText(other, origin, own.privateKey)] });
    expect(reasonOf(() => openCheckpoint(signed, { ...trust, quorum: 0 }))).toBe('checkpoint.malformed');
  });
});
