import { createPrivateKey } from 'node:crypto';
import { signMessage } from './message-signature.js';

/** RFC 9421, appendix B.1.4. */
const key = createPrivateKey(`-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF
-----END PRIVATE KEY-----`);

test('the published example: RFC 9421, appendix B.2.6', () => {
  const signed = signMessage(
    'sig-b26',
    [
      ['date', 'Tue, 20 Apr 2021 02:07:55 GMT'],
      ['@method', 'POST'],
      ['@path', '/foo'],
      ['@authority', 'example.com'],
      ['content-type', 'application/json'],
      ['content-length', '18'],
    ],
    { created: new Date(1618884473_000), keyId: 'test-key-ed25519' },
    key,
  );
  expect(signed).toEqual({
    signatureInput:
      'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
    signature:
      'sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:',
  });
});

test('a value with a line break is refused', () => {
  const parameters = { created: new Date(0), keyId: 'k' };
  expect(() => signMessage('s', [['a', 'b\n"c": d']], parameters, key)).toThrow('one line');
});
