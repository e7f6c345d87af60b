import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { MerkleFault } from './merkle-fault.js';
import { encodeNote, parseNote } from './note.js';
import { formatVerifierKey, parseVerifierKey, verifierKeyOf } from './note-key.js';
import { cosignText, openNote, signText } from './note-signature.js';

const pair = () => generateKeyPairSync('ed25519');
const log = pair();
const witness = pair();
const logKey = verifierKeyOf('log.example/audit', 'ed25519', log.publicKey);
const witnessKey = verifierKeyOf('witness.example/w1', 'cosignature/v1', witness.publicKey);
const TEXT = 'one line\n\nwith an empty line before this, and ünïcode\n';
const NOTE = encodeNote({
  text: TEXT,
  signatures: [
    signText(TEXT, logKey.name, log.privateKey),
    cosignText(TEXT, witnessKey.name, witness.privateKey, 1_679_315_147n),
  ],
});

const reasonOf = (run: () => unknown): string => {
  try {
    run();
    return 'holds';
  } catch (error) {
    if (error instanceof MerkleFault) return error.reason;
    throw error;
  }
};

describe('notes that others signed', () => {
  it('is opened: a checkpoint of the Go checksum database', () => {
    const vkey = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8';
    const key = parseVerifierKey(vkey);
    expect(formatVerifierKey(key)).toBe(vkey);
    const text = 'go.sum database tree\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
    const signature =
      'Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=';
    const note = Buffer.from(`${text}\n— sum.golang.org ${signature}\n`);
    expect(openNote(note, [key])).toEqual({ text, signatures: [{ key, timestamp: null }] });
    expect(encodeNote(parseNote(note))).toEqual(note);
  });

  it('is read: the example of C2SP tlog-cosignature, whose keys are not published', () => {
    const note = Buffer.from(
      'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n' +
        '— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n' +
        '— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n',
    );
    const [, cosignature] = parseNote(note).signatures;
    expect(cosignature).toMatchObject({ name: 'witness.example.com/w1', keyId: 0x8d66cf3f });
    expect(Buffer.from(cosignature!.signature).readBigUInt64BE(0)).toBe(1_679_315_147n);
    expect(cosignature!.signature).toHaveLength(72);
    expect(reasonOf(() => openNote(note, [logKey]))).toBe('note.unsigned');
  });
});

describe('a signed note', () => {
  it('opens with each known key, and tells when the witness says it signed', () => {
    expect(openNote(NOTE, [logKey, witnessKey])).toEqual({
      text: TEXT,
      signatures: [
        { key: logKey, timestamp: null },
        { key: witnessKey, timestamp: 1_679_315_147n },
      ],
    });
    expect(openNote(NOTE, [witnessKey]).signatures).toHaveLength(1);
  });

  it('is found changed by every one-byte change, deletion and cut', () => {
    const open = (bytes: Buffer) =>
      reasonOf(() => {
        if (openNote(bytes, [logKey, witnessKey]).signatures.length < 2)
          throw new MerkleFault('note.unsigned');
      });
    expect(open(NOTE)).toBe('holds');
    for (let at = 0; at < NOTE.length; at++) {
      for (const bit of [1, 0x20, 0x80]) {
        const changed = Buffer.from(NOTE);
        changed[at] = changed[at]! ^ bit;
        expect([at, open(changed)]).not.toEqual([at, 'holds']);
      }
      expect([at, open(Buffer.concat([NOTE.subarray(0, at), NOTE.subarray(at + 1)]))]).not.toEqual([
        at,
        'holds',
      ]);
      expect([at, open(NOTE.subarray(0, at))]).not.toEqual([at, 'holds']);
    }
  });

  it('counts a key once, and no key that is unknown or only half known', () => {
    const other = pair();
    const again = signText(TEXT, logKey.name, log.privateKey);
    const sameName = signText(TEXT, logKey.name, other.privateKey);
    const sameId = { ...signText(TEXT, 'other.example', other.privateKey), keyId: logKey.keyId };
    const note = (...signatures: (typeof again)[]) => encodeNote({ text: TEXT, signatures });
    expect(openNote(note(again, again, sameName, sameId), [logKey]).signatures).toHaveLength(1);
    expect(reasonOf(() => openNote(note(sameName, sameId), [logKey]))).toBe('note.unsigned');
    const forged = { ...sameName, keyId: logKey.keyId };
    expect(reasonOf(() => openNote(note(again, forged), [logKey]))).toBe('note.signature_wrong');
    expect(reasonOf(() => openNote(NOTE, [logKey, { ...logKey }]))).toBe('note.keys_ambiguous');
    expect(reasonOf(() => openNote(NOTE, []))).toBe('note.unsigned');
  });

  it('binds the time of a cosignature, and the kind of a signature', () => {
    const parts = parseNote(NOTE);
    const [own, cosigned] = parts.signatures;
    const later = Buffer.from(cosigned!.signature);
    later.writeBigUInt64BE(1_679_315_148n);
    const endless = Buffer.from(cosigned!.signature);
    endless.writeBigUInt64BE(2n ** 63n);
    for (const signature of [later, endless, own!.signature, Buffer.alloc(72), Buffer.alloc(1)]) {
      const note = encodeNote({ text: TEXT, signatures: [{ ...cosigned!, signature }] });
      expect(reasonOf(() => openNote(note, [witnessKey]))).toBe('note.signature_wrong');
    }
    // The same key pair as log and as witness: neither signature passes for the other.
    const both = verifierKeyOf(logKey.name, 'cosignature/v1', log.publicKey);
    expect(both.keyId).not.toBe(logKey.keyId);
    const text = `cosignature/v1\ntime 5\n${TEXT}`;
    expect(reasonOf(() => signText(text, logKey.name, log.privateKey))).toBe('note.text_reserved');
    expect(reasonOf(() => cosignText(TEXT, 'w', witness.privateKey, 2n ** 63n))).toBe('number.malformed');
    expect(reasonOf(() => cosignText(TEXT, 'w', witness.privateKey, -1n))).toBe('number.malformed');
  });

  it('keeps a byte order mark, and reads 16 signatures and more', () => {
    const text = '\ufeffmarked\n';
    const signatures = [signText(text, logKey.name, log.privateKey)];
    const note = encodeNote({ text, signatures });
    expect(openNote(note, [logKey]).text).toBe(text);
    const sixteen = { text, signatures: Array.from({ length: 17 }, () => signatures[0]!) };
    expect(openNote(encodeNote(sixteen), [logKey]).signatures).toHaveLength(1);
    const many = { text, signatures: Array.from({ length: 101 }, () => signatures[0]!) };
    expect(reasonOf(() => parseNote(encodeNote(many)))).toBe('note.too_large');
    expect(reasonOf(() => parseNote(Buffer.alloc(1_000_001)))).toBe('note.too_large');
  });
});

describe('the form of a note', () => {
  const line = (name: string, base64: string) => `— ${name} ${base64}\n`;

  it.each([
    ['nothing', ''],
    ['no signature', 'text\n\n'],
    ['no blank line', `text\n${line('n', 'AAAAAAE=')}`],
    ['no newline at the end', `text\n\n${line('n', 'AAAAAAE=').trimEnd()}`],
    ['a carriage return', `text\r\n\n${line('n', 'AAAAAAE=')}`],
    ['a zero byte', `te\0xt\n\n${line('n', 'AAAAAAE=')}`],
    ['a tab', `te\txt\n\n${line('n', 'AAAAAAE=')}`],
    ['a hyphen for the dash', 'text\n\n- n AAAAAAE=\n'],
    ['no name', 'text\n\n—  AAAAAAE=\n'],
    ['a plus in a name', `text\n\n${line('a+b', 'AAAAAAE=')}`],
    ['a space of Unicode in a name', `text\n\n${line('a\u2003b', 'AAAAAAE=')}`],
    ['another field', `text\n\n${line('n x', 'AAAAAAE=')}`],
    ['no base64', `text\n\n${line('n', 'AAAA*AE=')}`],
    ['base64 of another spelling', `text\n\n${line('n', 'AAAAAAF=')}`],
    ['base64 without padding', `text\n\n${line('n', 'AAAAAAE')}`],
    ['base64 for the web', `text\n\n${line('n', '-_AAAAE=')}`],
    ['a key ID without a signature', `text\n\n${line('n', 'AAAAAA==')}`],
    ['a line that is no signature', `text\n\n${line('n', 'AAAAAAE=')}more\n`],
  ])('is refused with %s', (_what, note) => {
    expect(reasonOf(() => parseNote(Buffer.from(note)))).toBe('note.malformed');
  });

  it('is accepted right beside those', () => {
    expect(reasonOf(() => parseNote(Buffer.from(`text\n\n${line('n', 'AAAAAAE=')}`)))).toBe('holds');
  });

  it('is refused when it is not UTF-8, or no bytes', () => {
    const latin = Buffer.from(`t\u00e9xt\n\n`, 'latin1');
    expect(reasonOf(() => parseNote(Buffer.concat([latin, Buffer.from(line('n', 'AAAAAAE='))])))).toBe(
      'note.malformed',
    );
    expect(reasonOf(() => parseNote('text' as never))).toBe('note.malformed');
  });

  it('never throws anything else, whatever it is', () => {
    const piece = fc.oneof(
      fc.constantFrom('\n', '\n\n', '— ', ' ', '+', 'AAAAAAE=', logKey.name, NOTE.toString('utf8'), '\ufeff'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(reasonOf(() => openNote(Buffer.from(pieces.join('')), [logKey]))).toMatch(/^(holds|note\.)/);
        expect(reasonOf(() => parseVerifierKey(pieces.join('+')))).toMatch(/^(holds|note\.)/);
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => expect(reasonOf(() => parseNote(bytes))).toMatch(/^note\./)),
    );
  });

  it('is not written otherwise either', () => {
    const signatures = [signText('t\n', 'n', log.privateKey)];
    for (const text of ['t', '', 't\r\n', 't\ud800\n']) {
      expect(reasonOf(() => encodeNote({ text, signatures }))).toBe('note.malformed');
      expect(reasonOf(() => signText(text, 'n', log.privateKey))).toBe('note.malformed');
    }
    for (const name of ['', 'a b', 'a+b', 'a\nb', 'a\u00a0b', 'a\u0001b', 'a\ud800']) {
      expect(reasonOf(() => signText('t\n', name, log.privateKey))).toBe('note.key_malformed');
    }
    expect(reasonOf(() => encodeNote({ text: 't\n', signatures: [] }))).toBe('note.unsigned');
  });
});

describe('a verifier key', () => {
  it('is written and read, with its type', () => {
    for (const key of [logKey, witnessKey]) expect(parseVerifierKey(formatVerifierKey(key))).toEqual(key);
  });

  it.each([
    ['another key ID', 'sum.golang.org+033de0af+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'],
    ['another name', 'sum.golang.com+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'],
    ['another type', 'sum.golang.org+033de0ae+Bc4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'],
    ['a short key', 'sum.golang.org+033de0ae+Ac4zctda'],
    ['capitals', 'sum.golang.org+033DE0AE+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'],
    ['no name', '+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'],
    ['nothing', ''],
  ])('is refused with %s', (_what, vkey) => {
    expect(reasonOf(() => parseVerifierKey(vkey))).toBe('note.key_malformed');
  });

  it('is Ed25519', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(reasonOf(() => verifierKeyOf('n', 'ed25519', publicKey))).toBe('note.key_malformed');
  });
});
