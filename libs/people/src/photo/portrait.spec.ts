import sharp from 'sharp';
import {
  CANARY,
  foldedComment,
  fromTelephone,
  gifOfManyFrames,
  HEIC,
  halves,
  png,
  SVG,
} from '../fixtures/picture-files.js';
import { portraitOf } from './portrait.js';

const code = (file: Buffer) =>
  portraitOf(file).then(
    () => 'read',
    (failure: { code?: string; message: string }) => failure.code ?? failure.message,
  );
/** Red, green and blue of the pixel in a corner of the picture. */
async function corner(picture: Buffer, left: number, top: number): Promise<number[]> {
  const one = await sharp(picture).extract({ left, top, width: 1, height: 1 }).raw().toBuffer();
  return [...one];
}
const isRed = ([red = 0, , blue = 0]: number[]) => red > 120 && red > blue + 60;
const isBlue = ([red = 0, , blue = 0]: number[]) => blue > 120 && blue > red + 60;

describe('a portrait', () => {
  it('is two WebP squares of the middle of a picture of any kind', async () => {
    const files = {
      jpeg: await halves().jpeg().toBuffer(),
      cmyk: await halves().toColourspace('cmyk').jpeg().toBuffer(),
      png: await halves().png().toBuffer(),
      deep: await halves().toColourspace('rgb16').png().toBuffer(),
      webp: await halves().webp().toBuffer(),
      avif: await halves(320, 240).avif({ effort: 0 }).toBuffer(),
      gif: await halves().gif().toBuffer(),
    };
    for (const [name, file] of Object.entries(files)) {
      const { small, large } = await portraitOf(file);
      for (const [picture, side] of [
        [small, 96],
        [large, 384],
      ] as const) {
        const { format, width, height, pages, channels } = await sharp(picture).metadata();
        expect({ name, format, width, height, pages, channels }).toEqual({
          name,
          format: 'webp',
          width: side,
          height: side,
          pages: undefined,
          channels: 3,
        });
        expect([name, isRed(await corner(picture, 4, 4))]).toEqual([name, true]);
        expect([name, isBlue(await corner(picture, side - 4, side - 4))]).toEqual([name, true]);
      }
    }
  }, 30_000);

  it('stands upright, and nothing else of the file is in it', async () => {
    const file = await fromTelephone();
    const before = await sharp(file).metadata();
    // The file really carries what must not come through.
    expect(before.orientation).toBe(6);
    expect(file.toString('latin1').split(CANARY).length).toBeGreaterThan(4);
    const { small, large } = await portraitOf(file);
    for (const picture of [small, large]) {
      const { exif, xmp, icc, iptc, orientation, width = 0 } = await sharp(picture).metadata();
      expect({ exif, xmp, icc, iptc, orientation }).toEqual({});
      expect(picture.toString('latin1')).not.toContain('CANARY');
      expect(picture.toString('latin1')).not.toContain('<script');
      // Orientation 6 is turned a quarter clockwise: left becomes top.
      expect(isRed(await corner(picture, width - 4, 4))).toBe(true);
      expect(isBlue(await corner(picture, 4, width - 4))).toBe(true);
      expect([...chunksOf(picture)]).toEqual(['VP8 ']);
    }
  });

  it('shows the first frame of an animation, and a picture with holes on white', async () => {
    const frames = gifOfManyFrames(400, 400, 3);
    expect(await code(frames)).toBe('read');
    const holes = await sharp({
      create: { width: 64, height: 64, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer();
    const { large } = await portraitOf(holes);
    expect((await corner(large, 200, 200)).every((value) => value > 250)).toBe(true);
  });

  it('is small whatever was uploaded', async () => {
    const noise = await sharp({
      create: {
        width: 400,
        height: 400,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 128, sigma: 90 },
      },
    })
      .png()
      .toBuffer();
    const { small, large } = await portraitOf(noise);
    expect(small.length).toBeLessThan(65_536);
    expect(large.length).toBeLessThan(262_144);
  });
});

describe('a file that is no portrait', () => {
  it('is refused by what it holds, whatever it is called', async () => {
    const others = {
      empty: Buffer.alloc(0),
      text: Buffer.from('A picture is worth a thousand words.'),
      svg: SVG,
      svgWithoutPrologue: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"/>'),
      heic: HEIC,
      pdf: Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj'),
      html: Buffer.from('<!doctype html><script>alert(1)</script>'),
      zip: Buffer.from('PK\u0003\u0004\u0014\u0000\u0000\u0000'),
      tiff: await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
        .tiff()
        .toBuffer(),
    };
    for (const [name, file] of Object.entries(others))
      expect([name, await code(file)]).toEqual([name, 'photo.not_an_image']);
  });

  it('meets no decoder but the five, even when it is handed to the library itself', async () => {
    await code(SVG);
    for (const file of [SVG, Buffer.from('P3 1 1 1 0 0 0')])
      await expect(sharp(file).metadata()).rejects.toThrow('unsupported image format');
  });

  it('is refused when it is damaged, cut off or of two faces', async () => {
    const jpeg = await halves().jpeg().toBuffer();
    const whole = await halves().png({ compressionLevel: 0 }).toBuffer();
    const webp = await halves().webp().toBuffer();
    const faulty = {
      textBehindAGifHead: Buffer.from('GIF is a word, too'),
      headOnly: jpeg.subarray(0, 20),
      cutJpeg: jpeg.subarray(0, Math.floor(jpeg.length / 2)),
      cutPng: whole.subarray(0, Math.floor(whole.length / 2)),
      cutWebp: webp.subarray(0, Math.floor(webp.length / 2)),
      cutGif: gifOfManyFrames(400, 400, 1).subarray(0, 25),
      rowsMissing: png(1_000, 1_000, 10),
      noPixels: png(1_000, 1_000, 0),
      svgBehindAJpegHead: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), SVG]),
      svgBehindAPngHead: Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), SVG]),
    };
    for (const [name, file] of Object.entries(faulty))
      expect([name, ['photo.unreadable', 'photo.not_an_image'].includes(await code(file))]).toEqual([
        name,
        true,
      ]);
    for (const name of ['cutJpeg', 'cutPng', 'cutWebp', 'rowsMissing'] as const)
      expect([name, await code(faulty[name])]).toEqual([name, 'photo.unreadable']);
  });

  it('is refused when it unfolds to more than a camera takes, quickly and in little memory', async () => {
    const bombs = {
      claims: png(65_000, 65_000, 1),
      most: png(2_147_483_647, 2_147_483_647, 0),
      real: png(10_000, 10_000),
      wide: png(30_000, 2_000),
      frames: gifOfManyFrames(60_000, 60_000, 500),
    };
    const started = performance.now();
    const before = process.memoryUsage().rss;
    for (const [name, file] of Object.entries(bombs)) {
      expect([name, file.length < 100_000]).toEqual([name, true]);
      expect([name, await code(file)]).toEqual([name, expect.stringMatching(/^photo\./)]);
    }
    expect(await code(bombs.real)).toBe('photo.too_large');
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 2 ** 20);
  });

  it('is refused when it shows nothing', async () => {
    for (const file of [png(1, 1), png(31, 4_000), gifOfManyFrames(1, 1, 1)])
      expect(await code(file)).toBe('photo.too_small');
  });

  it('does no harm where it can be read', async () => {
    const started = performance.now();
    const before = process.memoryUsage().rss;
    const files = {
      // Within the pixels, but a thread: covering a square enlarges it twelvefold.
      thread: png(40_000, 32),
      comment: png(400, 400, 400, [foldedComment(200 * 2 ** 20)]),
      manyFrames: gifOfManyFrames(2_000, 2_000, 20_000),
      fifty: png(8_160, 6_120),
    };
    for (const [name, file] of Object.entries(files))
      expect([name, await code(file)]).toEqual([name, 'read']);
    expect(await code(files.fifty)).toBe('read');
    expect(performance.now() - started).toBeLessThan(8_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 2 ** 20);
  }, 20_000);
});

/** The names of a WebP's RIFF chunks. */
function* chunksOf(webp: Buffer): Generator<string> {
  for (let at = 12; at + 8 <= webp.length; ) {
    yield webp.toString('latin1', at, at + 4);
    const size = webp.readUInt32LE(at + 4);
    at += 8 + size + (size % 2);
  }
}
