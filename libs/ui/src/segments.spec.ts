import { segmentsOf } from './segments.js';

describe('segments of plain text', () => {
  it('keeps text without addresses whole', () => {
    expect(segmentsOf('two lines\nof words')).toEqual([{ text: 'two lines\nof words' }]);
    expect(segmentsOf('')).toEqual([]);
  });

  it('links an address and leaves the full stop outside', () => {
    expect(segmentsOf('See https://example.org/a?b=c.')).toEqual([
      { text: 'See ' },
      { text: 'https://example.org/a?b=c', href: 'https://example.org/a?b=c' },
      { text: '.' },
    ]);
  });

  it('keeps a bracket that the address opened and drops one that the sentence opened', () => {
    expect(segmentsOf('(https://example.org/x_(y))')[1]?.href).toBe('https://example.org/x_(y)');
    expect(segmentsOf('(https://example.org/x)')[1]?.href).toBe('https://example.org/x');
  });

  it('never links anything but http and https', () => {
    for (const text of ['javascript:alert(1)', 'data:text/html,x', 'ftp://example.org', 'www.example.org'])
      expect(segmentsOf(text)).toEqual([{ text }]);
  });

  it('loses no character', () => {
    const text = 'a https://x.example/) b http:// c https://y.example/…!';
    expect(
      segmentsOf(text)
        .map((segment) => segment.text)
        .join(''),
    ).toBe(text);
  });
});
