import { AddressRefused, destinationOf, isPublic } from './public-address.js';

test.each([
  '127.0.0.1',
  '127.8.8.8',
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '192.0.0.170',
  '198.18.0.1',
  '203.0.113.7',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '::ffff:7f00:1',
  '64:ff9b::7f00:1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'ff02::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  'localhost',
  '',
])('%s is not public', (address) => {
  expect(isPublic(address)).toBe(false);
});

test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::1'])(
  '%s is public',
  (address) => {
    expect(isPublic(address)).toBe(true);
  },
);

describe('destinationOf', () => {
  const of = (endpoint: string, addresses: string[] = ['8.8.8.8'], allowPrivate = false) =>
    destinationOf(endpoint, { allowPrivate, resolve: async () => addresses });

  test('a public name, pinned to what it answered', async () => {
    expect(await of('https://partner.example/in')).toEqual({
      address: '8.8.8.8',
      host: 'partner.example',
      port: 443,
    });
    expect(await of('https://[2606:4700::1111]:8443/')).toEqual({
      address: '2606:4700::1111',
      host: '2606:4700::1111',
      port: 8443,
    });
  });

  test.each([
    ['http://partner.example/', ['8.8.8.8']],
    ['ftp://partner.example/', ['8.8.8.8']],
    ['https://user:pass@partner.example/', ['8.8.8.8']],
    ['nonsense', ['8.8.8.8']],
    ['https://partner.example/', []],
    ['https://partner.example/', ['127.0.0.1']],
    ['https://partner.example/', ['8.8.8.8', '10.0.0.1']],
    ['https://127.0.0.1/', []],
    // Spellings that a careless parser takes for a name.
    ['https://2130706433/', []],
    ['https://0x7f.1/', []],
    ['https://127.1/', []],
    ['https://[::ffff:127.0.0.1]/', []],
    ['https://[::1]/', []],
    ['https://localhost/', ['127.0.0.1', '::1']],
  ])('%s with %j is refused, and the sentence does not repeat it', async (endpoint, addresses) => {
    const refusal = await of(endpoint, addresses).catch((error) => error);
    expect(refusal).toBeInstanceOf(AddressRefused);
    expect(refusal.message).not.toMatch(/partner|127|user:|:pass/);
  });

  test('private addresses where that is allowed, and still https only', async () => {
    expect((await of('https://localhost:8443/', ['127.0.0.1'], true)).address).toBe('127.0.0.1');
    await expect(of('http://localhost/', ['127.0.0.1'], true)).rejects.toThrow(AddressRefused);
  });
});
