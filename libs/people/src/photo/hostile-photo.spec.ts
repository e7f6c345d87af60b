import fc from 'fast-check';
import sharp from 'sharp';
import { CANARY, fromTelephone, gifOfManyFrames, HEIC, halves, png, SVG } from '../fixtures/picture-files.js';
import { portraitOf } from './portrait.js';

jest.setTimeout(240_000);

/** Files that somebody bent: a portrait of bare pixels comes out, or one of four refusals; nothing else ever. */
const SIDES = { small: 96, large: 384 } as const;
const REFUSALS = /^photo\.(not_an_image|too_small|too_large|unreadable)$/;

let files: Buffer[];
beforeAll(async () => {
  files = [
    await fromTelephone(),
    await halves(120, 80).jpeg({ progressive: true }).toBuffer(),
    await halves(120, 80).png({ palette: true }).toBuffer(),
    await halves(120, 80).png({ compressionLevel: 0 }).toBuffer(),
    await halves(120, 80).webp({ lossless: true }).toBuffer(),
    await halves(64, 64).avif({ effort: 0 }).toBuffer(),
    gifOfManyFrames(64, 64, 4),
    png(64, 64),
    SVG,
    HEIC,
  ];
});

let read = 0;
async function portraitOrRefusal(file: Buffer): Promise<void> {
  const made = await portraitOf(file).catch((failure: { code?: string; message: string }) => {
    expect(failure.code).toMatch(REFUSALS);
    expect(failure.message).not.toMatch(/vips|sharp|buffer|offset/i);
    return null;
  });
  if (!made) return;
  read += 1;
  for (const [size, side] of Object.entries(SIDES) as [keyof typeof SIDES, number][]) {
    const { format, width, height, pages, exif, xmp, icc, iptc } = await sharp(made[size]).metadata();
    expect({ format, width, height, pages, exif, xmp, icc, iptc }).toEqual({
      ...{ format: 'webp', width: side, height: side },
    });
    expect(made[size].includes(CANARY)).toBe(false);
  }
}
const which = fc.nat(9);
const file = (at: number) => files[at] as Buffer;

describe('a picture', () => {
  it('with bytes changed anywhere', async () => {
    const changes = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(which, changes, async (at, all) => {
        const bytes = Buffer.from(file(at));
        for (const [where, value] of all) bytes[Math.floor(where * (bytes.length - 1))] = value;
        await portraitOrRefusal(bytes);
      }),
      { numRuns: 150 },
    );
  });

  it('with its head changed: sizes, counts and lengths that are lies', async () => {
    const numbers = fc.constantFrom(0, 1, 0x7f, 0x80, 0xff);
    await fc.assert(
      fc.asyncProperty(
        which,
        fc.nat(60),
        fc.array(numbers, { minLength: 1, maxLength: 8 }),
        async (at, from, all) => {
          const bytes = Buffer.from(file(at));
          for (const [step, value] of all.entries())
            if (from + step < bytes.length) bytes[from + step] = value;
          await portraitOrRefusal(bytes);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('cut anywhere, at either end', async () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(which, share, share, async (at, from, to) => {
        const bytes = file(at);
        await portraitOrRefusal(bytes.subarray(0, Math.floor(to * bytes.length)));
        await portraitOrRefusal(bytes.subarray(Math.floor(from * 40)));
      }),
      { numRuns: 100 },
    );
  });

  it('of two faces: another file before, behind or within it', async () => {
    const others = fc.constantFrom(
      ...[
        '<!doctype html><script>alert(1)</script>',
        '%PDF-1.7',
        'PK\u0003\u0004',
        '#!/bin/sh\n',
        'GIF89a',
        '<svg/>',
      ],
    );
    await fc.assert(
      fc.asyncProperty(which, which, others, fc.nat(400), async (at, also, text, where) => {
        const [one, other] = [file(at), file(also)];
        await portraitOrRefusal(Buffer.concat([one, other, Buffer.from(text)]));
        await portraitOrRefusal(Buffer.concat([Buffer.from(text), one]));
        await portraitOrRefusal(Buffer.concat([one.subarray(0, where), other]));
      }),
      { numRuns: 60 },
    );
  });

  it('that is no picture at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), which, fc.nat(24), async (bytes, at, head) =>
        portraitOrRefusal(Buffer.concat([file(at).subarray(0, head), bytes])),
      ),
      { numRuns: 200 },
    );
  });

  it('control: some are read, and an undamaged one is', async () => {
    expect(read).toBeGreaterThan(10);
    const before = read;
    await portraitOrRefusal(file(0));
    expect(read).toBe(before + 1);
  });
});
