import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { sealInto } from './sealed-file.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'courtyard-sealed-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function* words(pages: number) {
  for (let page = 0; page < pages; page++) yield `canary-${page} ${'x'.repeat(100_000)}\r\n`;
}

test('only the recipient opens it; the digest is that of the bytes on disk', async () => {
  const identity = await generateX25519Identity();
  const path = join(folder, 'data.age');
  const sealed = await sealInto(path, await identityToRecipient(identity), words(8));
  const onDisk = readFileSync(path);
  expect(onDisk.includes('canary')).toBe(false);
  expect(sealed).toEqual({ bytes: onDisk.length, sha256: createHash('sha256').update(onDisk).digest() });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  let expected = '';
  for await (const page of words(8)) expected += page;
  expect(await decrypter.decrypt(onDisk, 'text')).toBe(expected);
  const stranger = new Decrypter();
  stranger.addIdentity(await generateX25519Identity());
  await expect(stranger.decrypt(onDisk)).rejects.toThrow();
});

test('a fault while reading is passed on', async () => {
  const recipient = await identityToRecipient(await generateX25519Identity());
  async function* broken() {
    yield 'a';
    throw new Error('lost');
  }
  await expect(sealInto(join(folder, 'broken.age'), recipient, broken())).rejects.toThrow('lost');
});

test('a key that is none is refused without being repeated', async () => {
  const failure = await sealInto(join(folder, 'none.age'), 'age1secretword', words(1)).catch((e) => e);
  expect(failure.message).toMatch(/age public key/);
  expect(failure.message).not.toContain('secretword');
});
