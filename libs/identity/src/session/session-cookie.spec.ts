import fc from 'fast-check';
import { v7 } from 'uuid';
import { makeToken, readToken } from '../bearer-token.js';
import {
  clearSessionCookie,
  readSessionCookie,
  sessionCookieName,
  writeSessionCookie,
} from './session-cookie.js';

const plain = { https: false };
const https = { https: true };
const { token } = makeToken(v7());
const other = makeToken(v7()).token;

describe('the session cookie', () => {
  it('is out of reach of scripts, other sites and plain connections', () => {
    expect(writeSessionCookie(token, https)).toBe(
      `__Host-courtyard_session=${token}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure`,
    );
    expect(writeSessionCookie(token, plain)).toBe(
      `courtyard_session=${token}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax`,
    );
    expect(clearSessionCookie(https)).toBe(
      '__Host-courtyard_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure',
    );
  });

  it('carries nothing but a token', () => {
    for (const text of ['', 'x', `${token}; Domain=evil.example`, `${token}\r\nSet-Cookie: a=b`]) {
      expect(() => writeSessionCookie(text, https)).toThrow(/token/);
    }
  });

  it('is found among others, wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.stringMatching(/^[a-z_-]{1,12}$/), fc.stringMatching(/^[\w.=-]{0,20}$/)), {
          maxLength: 8,
        }),
        fc.nat(),
        (others, at) => {
          const pairs = others
            .filter(([name]) => name !== 'courtyard_session')
            .map(([name, value]) => `${name}=${value}`);
          pairs.splice(at % (pairs.length + 1), 0, `courtyard_session=${token}`);
          expect(readSessionCookie(pairs.join('; '), plain)).toEqual(readToken(token));
        },
      ),
    );
  });

  it('is not taken from the other name: a cookie without __Host- may be planted by a neighbour', () => {
    expect(readSessionCookie(`${sessionCookieName(plain)}=${token}`, https)).toBeNull();
    expect(readSessionCookie(`${sessionCookieName(https)}=${token}`, plain)).toBeNull();
  });

  it('is nobody’s when there are two that differ', () => {
    const name = sessionCookieName(plain);
    expect(readSessionCookie(`${name}=${token}; ${name}=${other}`, plain)).toBeNull();
    expect(readSessionCookie(`${name}=${token}; ${name}=planted`, plain)).toBeNull();
    expect(readSessionCookie(`${name}=${token}; ${name}=${token}`, plain)).toEqual(readToken(token));
  });

  it('is nothing in any other header, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constant(undefined)),
        fc.boolean(),
        (header, secure) => {
          expect(readSessionCookie(header, { https: secure })).toBeNull();
        },
      ),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(readSessionCookie(`courtyard_session=${value}`, plain)).toBeNull();
      }),
    );
    expect(readSessionCookie(`${'a=b; '.repeat(10_000)}courtyard_session=${token}`, plain)).toBeNull();
  });
});
