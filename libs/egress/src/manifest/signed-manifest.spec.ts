import { type DisclosureManifest, ONWARD_BAN } from './manifest.js';
import {
  manifestKey,
  publicKeyOf,
  readManifest,
  signManifest,
  storedManifest,
  verifyManifest,
} from './signed-manifest.js';

const manifest: DisclosureManifest = {
  v: 1,
  disclosure: '0190c1d0-0000-7000-8000-000000000001',
  organisation: '0190c1d0-0000-7000-8000-00000000000a',
  recipient: {
    id: '0190c1d0-0000-7000-8000-000000000002',
    name: 'Hochschule',
    category: 'research-body',
    country: 'CH',
  },
  purpose: 'research',
  question: 'Which words do people use when a seal fails?',
  columns: [
    {
      field: 'Post.body',
      cells: '340',
      released: '210',
      withheld: { restricted: 'fewer than ten', withheld: 'the rest' },
    },
  ],
  file: { format: 'csv', sha256: 'ab'.repeat(32), bytes: 4096 },
  policyVersion: 'cd'.repeat(32),
  indexVersion: '7',
  logPosition: '12',
  onward: ONWARD_BAN,
  canary: 'ef'.repeat(32),
  preparedAt: '2026-11-22T12:00:00.000Z',
};
const key = manifestKey('a secret of the house');

test('is read back as it was signed', () => {
  const signed = readManifest(storedManifest(signManifest(manifest, key)));
  expect(verifyManifest(signed, publicKeyOf(key))).toEqual(manifest);
  expect(verifyManifest(signed)).toEqual(manifest);
});

test('the same manifest gives the same bytes, in whatever order it was put together', () => {
  const turned = Object.fromEntries(Object.entries(manifest).reverse()) as unknown as DisclosureManifest;
  expect(signManifest(turned, key)).toEqual(signManifest(manifest, key));
});

test('control: every changed byte is noticed', () => {
  const signed = signManifest(manifest, key);
  for (let at = 0; at < signed.json.length; at++) {
    const byte = signed.json.charCodeAt(at);
    const json = signed.json.slice(0, at) + String.fromCharCode(byte ^ 1) + signed.json.slice(at + 1);
    expect(() => verifyManifest({ ...signed, json }, signed.publicKey)).toThrow(/manifest/);
  }
  for (let at = 0; at < signed.signature.length; at++) {
    const letter = signed.signature[at] === 'A' ? 'B' : 'A';
    const signature = signed.signature.slice(0, at) + letter + signed.signature.slice(at + 1);
    expect(() => verifyManifest({ ...signed, signature }, signed.publicKey)).toThrow(/manifest/);
  }
});

test('another key, and a manifest signed with it, is not ours', () => {
  const theirs = signManifest(manifest, manifestKey('another secret'));
  expect(() => verifyManifest(theirs, publicKeyOf(key))).toThrow('another key');
  expect(() => verifyManifest({ ...theirs, publicKey: publicKeyOf(key) }, publicKeyOf(key))).toThrow(
    'not what was signed',
  );
});

test('a text that is none is refused', () => {
  expect(() => readManifest('{}')).toThrow('no signed manifest');
  expect(() => verifyManifest({ json: '{}', signature: 'x', publicKey: 'y' })).toThrow('could be read');
});
