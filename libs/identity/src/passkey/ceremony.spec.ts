import { verifyRegistrationResponse } from '@simplewebauthn/server';
import { Authenticator, type Mischief } from '../../fixtures/authenticator.js';
import { challengeHashOf, judgeRegistration } from './ceremony.js';
import { relyingPartyOf } from './relying-party.js';

const origin = 'https://courtyard.example';
const party = { id: 'courtyard.example', origin };
const challenge = Buffer.alloc(32, 7).toString('base64url');
const options = JSON.stringify({ challenge, rp: { id: party.id } });
const asked = { challengeHash: challengeHashOf(challenge), party };

/** An attestation as somebody makes it who wants the certificate to be looked into. */
const certified = (format: string): Mischief => ({
  format,
  attestation: new Map<string, unknown>([
    ['alg', -7],
    ['ver', '2.0'],
    ['sig', Buffer.alloc(70, 1)],
    ['x5c', [Buffer.alloc(300, 1), Buffer.alloc(300, 2)]],
  ]),
});

describe('an attestation with certificates', () => {
  const formats = ['android-key', 'apple', 'fido-u2f', 'packed', 'tpm'];

  it.each(formats)('of %s is refused before anything reads it, and nothing is fetched', async (format) => {
    const fetched = jest.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('no network'));
    try {
      const response = new Authenticator(origin).create(options, certified(format));
      expect(await judgeRegistration(response, asked)).toBeNull();
      expect(fetched).not.toHaveBeenCalled();
    } finally {
      fetched.mockRestore();
    }
  });

  it('control: the library by itself would read it', async () => {
    const response = JSON.parse(new Authenticator(origin).create(options, certified('android-key')));
    const expectations = { expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: party.id };
    // A fault of parsing: it got as far as the certificate, whose addresses it would follow were it well made.
    await expect(verifyRegistrationResponse({ response, ...expectations })).rejects.toThrow(
      /schema|ASN|parse|DER/i,
    );
  });

  it('control: without certificates the same answer is accepted', async () => {
    const response = new Authenticator(origin).create(options);
    expect(await judgeRegistration(response, asked)).toMatchObject({ counter: 0, transports: ['internal'] });
  });
});

describe('the relying party', () => {
  it('is the public address, whatever host a client names', () => {
    expect(relyingPartyOf(origin, 'evil.example')).toEqual(party);
    expect(relyingPartyOf('https://courtyard.example:8443', undefined)?.origin).toBe(
      'https://courtyard.example:8443',
    );
  });

  it('without one is this machine by its name, and no other', () => {
    expect(relyingPartyOf(undefined, 'localhost:3000')).toEqual({
      id: 'localhost',
      origin: 'http://localhost:3000',
    });
    for (const host of [
      undefined,
      '',
      '127.0.0.1:3000',
      '[::1]:3000',
      'localhost.evil.example',
      'a@localhost',
      'localhost:3000/x',
    ])
      expect(relyingPartyOf(undefined, host)).toBeNull();
  });

  it('has no number for a name', () => {
    expect(relyingPartyOf('https://192.0.2.7', undefined)).toBeNull();
    expect(relyingPartyOf('https://[2001:db8::1]', undefined)).toBeNull();
  });
});
