import { growth } from '@courtyard/testing';
import fc from 'fast-check';
import { deviceOf } from './device.js';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('deviceOf', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0', 'Firefox on Linux'],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36`,
      'Chrome on Windows',
    ],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36 Edg/142.0`,
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
      'Safari on macOS',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
      'Safari on iOS',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1',
      'Chrome on iOS',
    ],
    [
      `Mozilla/5.0 (Linux; Android 15; Pixel 9) ${WEBKIT} Chrome/142.0.0.0 Mobile Safari/537.36`,
      'Chrome on Android',
    ],
    [
      `Mozilla/5.0 (Linux; Android 15; SM-S931B) ${WEBKIT} SamsungBrowser/28.0 Chrome/130.0 Mobile Safari/537.36`,
      'Samsung Internet on Android',
    ],
    ['curl/8.5.0', 'Unknown device'],
    ['', 'Unknown device'],
    [undefined, 'Unknown device'],
    ['Something (X11; Linux)', 'Browser on Linux'],
  ])('reads %s', (userAgent, device) => expect(deviceOf(userAgent)).toBe(device));

  it('says nothing but its own words, whatever a header holds', () => {
    const known = /^(Unknown device|[A-Z][A-Za-z ]+)$/;
    const parts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('Firefox/', 'Chrome/1', ' Linux ', '(Windows', '<script>', '198.51.100.7', '\r\n'),
    );
    fc.assert(
      fc.property(fc.array(parts), (texts) => {
        const device = deviceOf(texts.join(''));
        expect(device).toMatch(known);
        expect(device.length).toBeLessThanOrEqual(60);
      }),
    );
  });

  it('reads a header of any length at once', () => {
    expect(growth((words) => deviceOf('Version/1 '.repeat(words)), 20_000)).toBeLessThan(40);
  });
});
