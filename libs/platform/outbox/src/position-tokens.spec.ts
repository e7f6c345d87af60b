import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { PositionTokens } from './position-tokens.js';

const ORGANISATION = '0190c1d0-0000-7000-8000-000000000001';
const OTHER = '0190c1d0-0000-7000-8000-000000000002';
const tokens = new PositionTokens(randomBytes(32));
const position = { xid: 4_711n, row: 815n, at: 1_795_000_000 };

describe('a position outside', () => {
  it('travels as text and back, of whatever size', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
        fc.integer({ min: 0, max: 4_000_000_000 }),
        (xid, row, at) => {
          for (const token of [
            tokens.ofEvent(ORGANISATION, { xid, row, at }),
            tokens.ofHead(ORGANISATION, { xid, row, at }),
          ])
            expect(tokens.read(ORGANISATION, token)).toEqual({ xid, row, at });
        },
      ),
    );
  });

  it('tells nothing: one length, no number in it, and no two heads alike', () => {
    const [small, large] = [0n, 2n ** 63n].map((xid) => tokens.ofEvent(ORGANISATION, { ...position, xid }));
    expect(small).toHaveLength((large as string).length);
    const bytes = Buffer.from(tokens.ofEvent(ORGANISATION, position), 'base64url');
    expect(bytes.includes(Buffer.from('4711'))).toBe(false);
    expect(bytes.includes(Buffer.from([0x12, 0x67]))).toBe(false);
    expect(tokens.ofHead(ORGANISATION, position)).not.toBe(tokens.ofHead(ORGANISATION, position));
  });

  it('of one event is one text, so that it is known again', () => {
    expect(tokens.ofEvent(ORGANISATION, position)).toBe(tokens.ofEvent(ORGANISATION, position));
    expect(tokens.ofEvent(OTHER, position)).not.toBe(tokens.ofEvent(ORGANISATION, position));
  });

  it('is void elsewhere, under another key, from before they were sealed, and changed in any bit', () => {
    const token = tokens.ofHead(ORGANISATION, position);
    expect(tokens.read(OTHER, token)).toBe('stale');
    // Nor once it was read where it counts.
    expect(tokens.read(ORGANISATION, token)).toEqual(position);
    expect(tokens.read(OTHER, token)).toBe('stale');
    expect(tokens.read(ORGANISATION, token)).toEqual(position);
    expect(new PositionTokens(randomBytes(32)).read(ORGANISATION, token)).toBe('stale');
    expect(tokens.read(ORGANISATION, Buffer.from('3.1.1700000000').toString('base64url'))).toBe('stale');
    const bytes = Buffer.from(token, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(tokens.read(ORGANISATION, changed.toString('base64url'))).toBe('stale');
    }
  });

  it.each(['', 'x', 'no position', 'MS4yLjM0.', Buffer.from('1.2').toString('base64url')])(
    'is not %p',
    (token) => expect(tokens.read(ORGANISATION, token)).toBeNull(),
  );

  it('is a position, stale or none, whatever somebody sends', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
      fc.nat(30).map((length) => tokens.ofHead(ORGANISATION, position).slice(0, length)),
    );
    fc.assert(
      fc.property(text, (token) => {
        expect([null, 'stale']).toContain(tokens.read(ORGANISATION, token));
      }),
      { numRuns: 1_000 },
    );
  });
});
