import fc from 'fast-check';
import { networkOf } from './sign-in-throttle.js';

describe('networkOf', () => {
  it.each([
    ['198.51.100.7', '198.51.100.7'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:0001:0002::', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['2001:db8::ffff', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['', ''],
    ['nonsense', 'nonsense'],
  ])('of %s is %s', (address, network) => expect(networkOf(address)).toBe(network));

  it('is one text for every spelling of an address, and text for anything else', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const network = networkOf(address);
        // In one spelling, four groups; an IPv4 address within one is that.
        expect(network).toMatch(/^([0-9a-f]{1,4}(:[0-9a-f]{1,4}){3}|\d+(\.\d+){3})$/);
        expect(networkOf(address.toUpperCase())).toBe(network);
        expect(networkOf(`${address}%eth0`)).toBe(network);
      }),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof networkOf(text) === 'string'));
    expect(networkOf(':'.repeat(1_000_000)).length).toBeLessThan(100);
  });
});
