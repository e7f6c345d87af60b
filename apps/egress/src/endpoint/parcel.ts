import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';

/** The body of one delivery: the same bytes at every try, so that a recipient may compare them. */
export interface Parcel {
  readonly contentType: string;
  readonly bytes: number;
  /** Value of the field Content-Digest (RFC 9530). */
  readonly digest: string;
  open(): Readable;
}

/**
 * The manifest and the encrypted file in one request (multipart/form-data, RFC 7578, which every framework takes apart), so
 * that a recipient has both or nothing.
 * @param name of the disclosure; in the names of the files and in the boundary
 */
export async function parcelOf(
  name: string,
  parts: { readonly manifest: string; readonly file: string; readonly fileName: string },
): Promise<Parcel> {
  const boundary = `courtyard-${name}`;
  const head = Buffer.from(
    [
      `--${boundary}`,
      `Content-Disposition: form-data; name="manifest"; filename="${name}.manifest.json"`,
      'Content-Type: application/json',
      '',
      parts.manifest,
      `--${boundary}`,
      `Content-Disposition: form-data; name="data"; filename="${parts.fileName}"`,
      'Content-Type: application/octet-stream',
      '',
      '',
    ].join('\r\n'),
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  async function* body(): AsyncGenerator<Uint8Array> {
    yield head;
    yield* createReadStream(parts.file) as AsyncIterable<Uint8Array>;
    yield tail;
  }
  const hash = createHash('sha256');
  for await (const chunk of body()) hash.update(chunk);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes: head.length + (await stat(parts.file)).size + tail.length,
    digest: `sha-256=:${hash.digest('base64')}:`,
    open: () => Readable.from(body(), { objectMode: false }),
  };
}
