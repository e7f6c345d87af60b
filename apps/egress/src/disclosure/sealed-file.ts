import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { ReadableStream } from 'node:stream/web';
import { Encrypter } from 'age-encryption';

export interface SealedFile {
  readonly bytes: number;
  /** Of the encrypted bytes: a digest of the words themselves could be guessed by whoever knows who was asked. */
  readonly sha256: Buffer;
}

/**
 * Encrypts text to one age recipient (https://age-encryption.org/v1) while it comes, so that the words are in no file: only
 * the recipient opens what lies on the disk. Durable when it returns.
 * @throws Error when `recipient` is no age public key; the message does not repeat it.
 */
export async function sealInto(
  path: string,
  recipient: string,
  text: AsyncIterable<string>,
): Promise<SealedFile> {
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(recipient);
  } catch {
    throw new Error('The recipient has no age public key that can be used.');
  }
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'w', 0o600);
  try {
    const words = ReadableStream.from(encoded(text)) as Parameters<Encrypter['encrypt']>[0] & object;
    for await (const chunk of (await encrypter.encrypt(
      words as never,
    )) as unknown as AsyncIterable<Uint8Array>) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest() };
}

async function* encoded(text: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const part of text) if (part !== '') yield Buffer.from(part);
}
