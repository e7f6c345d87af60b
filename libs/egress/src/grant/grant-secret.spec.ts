import { randomUUID } from 'node:crypto';
import { hashOfSecret, makeGrantSecret, openSecret, sealingKey, sealSecret } from './grant-secret.js';

const place = { organisationId: randomUUID(), disclosureId: randomUUID() };
const key = sealingKey('a secret of the house');

test('opens for its disclosure, with its key', () => {
  const secret = makeGrantSecret();
  expect(openSecret(sealSecret(secret, key, place), key, place)).toBe(secret);
  expect(sealSecret(secret, key, place)).not.toEqual(sealSecret(secret, key, place));
  expect(hashOfSecret(secret).length).toBe(32);
});

test('control: another key, another place and every changed byte open nothing', () => {
  const sealed = sealSecret(makeGrantSecret(), key, place);
  const strange = 'This grant does not open.';
  expect(() => openSecret(sealed, sealingKey('another'), place)).toThrow(strange);
  expect(() => openSecret(sealed, key, { ...place, disclosureId: randomUUID() })).toThrow(strange);
  expect(() => openSecret(sealed, key, { ...place, organisationId: randomUUID() })).toThrow(strange);
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => openSecret(changed, key, place)).toThrow(strange);
  }
  expect(() => openSecret(sealed.subarray(0, 40), key, place)).toThrow(strange);
});
