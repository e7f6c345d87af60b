import { createReadStream } from 'node:fs';
import { link, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';
import { CourtyardError } from '@courtyard/errors';
import { Decrypter, Encrypter } from 'age-encryption';
import './backup.errors.js';

const AGE = 'age-encryption.org/v1\n';
const HEAD_BYTES = 64;

/** For age public keys, or for whoever may read the file. */
export type Recipients = readonly string[] | 'plain';

/**
 * Writes a stream compressed (zstd) and encrypted (age) into a file of mode 0600 that appears whole or not at all: it is written
 * beside its name and linked to it once it is on the disk. What a killed run leaves behind is called `<name>.part`, and the next
 * one takes it away.
 * @throws backup.file_in_use, backup.bad_recipient
 */
export async function writeArchive(
  path: string,
  recipients: Recipients,
  source: AsyncIterable<Uint8Array>,
): Promise<void> {
  const encrypter = recipients === 'plain' ? undefined : encrypterFor(recipients);
  if (await there(path)) throw new CourtyardError('backup.file_in_use');
  const draft = `${path}.part`;
  await rm(draft, { force: true });
  const file = await open(draft, 'wx', 0o600);
  try {
    const compressed = new PassThrough();
    const compressing = pipeline(Readable.from(source), createZstdCompress(), compressed);
    // Heard of below, also when the other end fails first.
    compressing.catch(() => undefined);
    const bytes = encrypter ? await encrypted(encrypter, compressed) : compressed;
    for await (const chunk of bytes) await file.writeFile(chunk as Uint8Array);
    await compressing;
    await file.sync();
    await file.close();
    // Unlike a renaming it refuses to replace.
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' ? new CourtyardError('backup.file_in_use') : error;
    });
    const folder = await open(dirname(path), 'r');
    await folder.sync().finally(() => folder.close());
  } finally {
    await file.close().catch(() => undefined);
    await rm(draft, { force: true });
  }
}

/**
 * What was written, decrypted and decompressed.
 * @param identity a file with an age identity (`AGE-SECRET-KEY-1…`), as age-keygen writes it
 * @throws backup.no_file, backup.no_identity, backup.bad_identity; whoever reads it finds out whether it is whole
 */
export async function* readArchive(path: string, identity?: string): AsyncGenerator<Uint8Array> {
  if (!(await there(path))) throw new CourtyardError('backup.no_file');
  const file = createReadStream(path);
  try {
    const isSealed = (await headOf(path)).startsWith(AGE);
    if (isSealed && identity === undefined) throw new CourtyardError('backup.no_identity');
    const bytes = isSealed ? await decrypted(file, await identitiesIn(identity!)) : file;
    const plain = createZstdDecompress();
    const reading = pipeline(bytes, plain);
    reading.catch(() => undefined);
    for await (const chunk of plain) yield chunk as Uint8Array;
    await reading;
  } finally {
    file.destroy();
  }
}

function encrypterFor(recipients: readonly string[]): Encrypter {
  const encrypter = new Encrypter();
  if (recipients.length === 0) throw new CourtyardError('backup.no_recipient');
  try {
    for (const recipient of recipients) encrypter.addRecipient(recipient);
  } catch {
    throw new CourtyardError('backup.bad_recipient');
  }
  return encrypter;
}

async function encrypted(encrypter: Encrypter, stream: Readable): Promise<Readable> {
  const plain = Readable.toWeb(stream) as unknown as Parameters<Encrypter['encrypt']>[0];
  return Readable.fromWeb((await encrypter.encrypt(plain as never)) as unknown as ReadableStream);
}

async function decrypted(stream: Readable, identities: readonly string[]): Promise<Readable> {
  const decrypter = new Decrypter();
  try {
    for (const identity of identities) decrypter.addIdentity(identity);
    const sealed = Readable.toWeb(stream) as unknown as Parameters<Decrypter['decrypt']>[0];
    return Readable.fromWeb((await decrypter.decrypt(sealed as never)) as unknown as ReadableStream);
  } catch {
    throw new CourtyardError('backup.bad_identity');
  }
}

async function identitiesIn(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new CourtyardError('backup.no_file');
  });
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

async function headOf(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead).toString('latin1');
  } finally {
    await file.close();
  }
}

async function there(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
