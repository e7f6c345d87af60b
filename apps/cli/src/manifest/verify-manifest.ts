import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { readManifest, verifyManifest } from '@courtyard/egress';

/**
 * Says what a manifest promises, if the holder of the key signed it and the file is the one it names. Needs no database and no
 * network. @returns whether all of it holds
 */
export async function verifyManifestFile(
  file: string,
  { key, data }: { readonly key: string; readonly data?: string },
  say: (line: string) => void,
): Promise<boolean> {
  try {
    const manifest = verifyManifest(readManifest(await readFile(file, 'utf8')), key);
    if (data !== undefined && (await sha256Of(data)) !== manifest.file.sha256) {
      say('The manifest is genuine, and this is not the file it names.');
      return false;
    }
    say(`The manifest is genuine${data === undefined ? '' : ', and this is the file it names'}.`);
    say(
      `Disclosure ${manifest.disclosure}, to ${manifest.recipient.name} (${manifest.recipient.category}), for ${manifest.purpose}.`,
    );
    for (const { field, released } of manifest.columns) say(`${field}: ${released} released`);
    say(manifest.onward);
    return true;
  } catch (error) {
    // What cannot be read as a manifest says so in its own words; nothing of it is repeated.
    say(error instanceof SyntaxError ? 'This is no signed manifest.' : (error as Error).message);
    return false;
  }
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part);
  return hash.digest('hex');
}
