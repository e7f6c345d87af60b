import fc from 'fast-check';
import { v4, v7 } from 'uuid';
import { makeToken, readToken } from './bearer-token.js';

describe('a bearer token', () => {
  it('names its organisation and hashes its secret', () => {
    const organisationId = v7();
    const made = makeToken(organisationId);
    const read = readToken(made.token);
    expect(read).toEqual({ organisationId, hash: made.hash });
    expect(made.hash).toHaveLength(32);
  });

  it('is never made twice', () => {
    const tokens = Array.from(
      { length: 1000 },
      () => makeToken('0190a000-0000-7000-8000-000000000000').token,
    );
    expect(new Set(tokens).size).toBe(tokens.length);
  });

  it('has one spelling: no other text reads as the same token', () => {
    const { token } = makeToken(v4());
    // The last character of each part carries bits that decoding drops; another one would be another spelling.
    for (const at of [21, 65]) {
      const spellings = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
        .map((character) => token.slice(0, at) + character + token.slice(at + 1))
        .filter(
          (text) =>
            text !== token &&
            Buffer.from(text.split('.')[1] ?? '', 'base64url').equals(
              Buffer.from(token.split('.')[1] ?? '', 'base64url'),
            ) &&
            Buffer.from(text.split('.')[0] ?? '', 'base64url').equals(
              Buffer.from(token.split('.')[0] ?? '', 'base64url'),
            ),
        );
      expect(spellings.length).toBeGreaterThan(0);
      for (const text of spellings) expect(readToken(text)).toBeNull();
    }
    for (const text of [`${token}=`, ` ${token}`, `${token}\n`, token.replace('.', '..')]) {
      expect(readToken(text)).toBeNull();
    }
  });

  it('is nothing for any other text, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.webUrl()), (text) => {
        expect(readToken(text)).toBeNull();
      }),
    );
  });

  it('is made for a UUID only', () => {
    expect(() => makeToken('kessler')).toThrow(/UUID/);
  });
});
