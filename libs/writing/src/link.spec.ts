import fc from 'fast-check';
import { cleanLink } from './link.js';

test.each([
  ['https://a.example/x?utm_source=mail&utm_medium=x', 'https://a.example/x'],
  ['https://a.example/x?id=7&fbclid=abc#part', 'https://a.example/x?id=7#part'],
  ['https://a.example/x?b=2&a=1&GCLID=z&b=3', 'https://a.example/x?b=2&a=1&b=3'],
  ['https://a.example/x?q=a%20b+c&mc_eid=1', 'https://a.example/x?q=a%20b+c'],
  ['https://a.example/x?source=web', 'https://a.example/x?source=web'],
  ['HTTPS://A.Example/X', 'https://a.example/X'],
  ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
  // A Cyrillic а: shown as it is asked for, and not as it looks.
  ['https://\u0430pple.example/', 'https://xn--pple-43d.example/'],
  ['mailto:Eva@a.example?subject=x&bcc=everybody@a.example', 'mailto:Eva@a.example'],
])('%s', (href, clean) => {
  expect(cleanLink(href)).toBe(clean);
});

test('what is clean stays as it is, and nothing else than three schemes comes out', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string({ unit: 'binary' })),
      (href) => {
        const clean = cleanLink(href);
        if (clean === null) return;
        expect(clean).toMatch(/^(https?:\/\/|mailto:)/);
        expect(cleanLink(clean)).toBe(clean);
      },
    ),
    { numRuns: 2_000 },
  );
});
