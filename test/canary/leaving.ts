import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Decrypter } from 'age-encryption';
import PostalMime from 'postal-mime';

/** A mail as its addressee reads it, beside the bytes that every server on the way reads. */
export async function readMail(raw: string): Promise<string> {
  const { headers, subject, text, html } = await PostalMime.parse(raw);
  return [raw, subject, text, html, ...headers.map(({ key, value }) => `${key}: ${value}`)].join('\n');
}

/** Every file below the folder, by its path there, byte for byte. */
export function filesBelow(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return new Map(
    names
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), 'latin1')]),
  );
}

/** What was laid down for the recipient, opened with their key, and the manifest beside it. */
export async function laidDown(
  folder: string,
  disclosureId: string,
  identity: string,
): Promise<{ readonly data: string; readonly manifest: string }> {
  const at = join(folder, 'disclosures', disclosureId);
  const file = readdirSync(at).find((name) => name !== 'manifest.json') ?? '';
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return {
    data: await decrypter.decrypt(readFileSync(join(at, file)), 'text'),
    manifest: readFileSync(join(at, 'manifest.json'), 'utf8'),
  };
}
