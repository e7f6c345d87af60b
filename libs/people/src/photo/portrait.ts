import './photo.errors.js';
import { CourtyardError } from '@courtyard/errors';
import type { Sharp, SharpOptions } from 'sharp';

/** Two WebP squares of one picture: 96 and 384 pixels wide. */
export interface Portrait {
  readonly small: Buffer;
  readonly large: Buffer;
}

const SMALL = 96;
const LARGE = 384;
/** Fewer on a side is no face. */
const FEWEST_ON_A_SIDE = 32;
const SECONDS = 10;

interface Kind {
  /** What the decoder calls it; another answer than the file's beginning gave is a file of two faces. */
  readonly format: string;
  readonly loader: string;
  /** Telephones take 50 megapixels. AVIF and GIF are decoded whole, at four bytes a pixel and seconds a picture. */
  readonly mostPixels: number;
}

const KINDS: Readonly<Record<string, Kind>> = {
  'image/jpeg': { format: 'jpeg', loader: 'VipsForeignLoadJpegBuffer', mostPixels: 50_000_000 },
  'image/png': { format: 'png', loader: 'VipsForeignLoadPngBuffer', mostPixels: 50_000_000 },
  'image/apng': { format: 'png', loader: 'VipsForeignLoadPngBuffer', mostPixels: 50_000_000 },
  'image/webp': { format: 'webp', loader: 'VipsForeignLoadWebpBuffer', mostPixels: 50_000_000 },
  'image/avif': { format: 'heif', loader: 'VipsForeignLoadHeifBuffer', mostPixels: 16_000_000 },
  'image/gif': { format: 'gif', loader: 'VipsForeignLoadNsgifBuffer', mostPixels: 16_000_000 },
};

/**
 * Makes a portrait of an uploaded file: the middle square of its first frame, turned upright. Both squares are encoded from
 * bare pixels, so nothing else of the file can come through: no place, no camera, no comment, no second file behind it.
 * HEIC is refused, because its decoder is patented and not in our build; telephones convert it when asked for JPEG.
 * @throws photo.not_an_image, photo.too_small, photo.too_large, photo.unreadable
 */
export async function portraitOf(file: Buffer): Promise<Portrait> {
  const kind = await kindOf(file);
  const sharp = await library();
  const options: SharpOptions = {
    failOn: 'error',
    limitInputPixels: kind.mostPixels,
    sequentialRead: true,
    pages: 1,
  };
  try {
    const { format, width, height } = await sharp(file, options).metadata();
    if (format !== kind.format) throw new CourtyardError('photo.unreadable');
    if (Math.min(width, height) < FEWEST_ON_A_SIDE) throw new CourtyardError('photo.too_small');
    const { data, info } = await square(sharp(file, options));
    const raw = { raw: { width: info.width, height: info.height, channels: info.channels } };
    const [small, large] = await Promise.all([
      webp(sharp(data, raw).resize(SMALL, SMALL)),
      webp(sharp(data, raw)),
    ]);
    return { small, large };
  } catch (failure) {
    throw failure instanceof CourtyardError ? failure : new CourtyardError(codeOf(failure));
  }
}

/** By content, never by name or by what the sender calls it. */
async function kindOf(file: Buffer): Promise<Kind> {
  const { fileTypeFromBuffer } = await import('file-type');
  const type = await fileTypeFromBuffer(file).catch(() => undefined);
  const kind = Object.hasOwn(KINDS, type?.mime ?? '') ? KINDS[type?.mime ?? ''] : undefined;
  if (!kind) throw new CourtyardError('photo.not_an_image');
  return kind;
}

function square(picture: Sharp) {
  return picture
    .timeout({ seconds: SECONDS })
    .autoOrient()
    .resize(LARGE, LARGE, { fit: 'cover', position: 'centre' })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
}

function webp(picture: Sharp): Promise<Buffer> {
  return picture.webp({ quality: 82 }).toBuffer();
}

/** The library's own words are not passed on: they may quote the file. */
function codeOf(failure: unknown): string {
  const message = failure instanceof Error ? failure.message : '';
  return /pixel limit|too large|dimension/i.test(message) ? 'photo.too_large' : 'photo.unreadable';
}

let loaded: Promise<typeof import('sharp').default> | undefined;

/** Loaded with the first picture: most commands never see one, and it takes a sixth of a second. */
function library(): Promise<typeof import('sharp').default> {
  loaded ??= import('sharp').then(({ default: sharp }) => {
    // The library guesses by content too; a guess can then lead to no decoder but these, such as the one of SVG.
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: [...new Set(Object.values(KINDS).map(({ loader }) => loader))] });
    sharp.concurrency(1);
    // Nobody's face stays in memory longer than it takes.
    sharp.cache(false);
    return sharp;
  });
  return loaded;
}
