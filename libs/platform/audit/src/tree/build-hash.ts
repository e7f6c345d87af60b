import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the product runs from: compiled code, the client, migrations, and the exact versions of its packages. */
const FOLDERS = ['apps', 'libs', 'migrations'];
const BUILT = /\/dist\/|^migrations\//;
const LEFT_OUT = /\.map$|\/\.build\.json$/;
const SKIPPED = new Set(['node_modules', 'src', 'fixtures']);

/**
 * Names the program that signs: SHA-256 in hexadecimal over the lines `<path> <SHA-256 of the file>`, sorted by path. Who
 * builds the same source gets the same. It is the word of this process; that it runs nothing else is not proven by it
 * (privacy-model.md section 0).
 */
export function buildHash(root: string): string {
  const paths = FOLDERS.flatMap((folder) => filesBelow(root, folder));
  const hash = createHash('sha256');
  for (const path of ['package-lock.json', ...paths].sort()) {
    const file = createHash('sha256')
      .update(readFileSync(join(root, path)))
      .digest('hex');
    hash.update(`${path} ${file}\n`);
  }
  return hash.digest('hex');
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : filesBelow(root, path);
    return entry.isFile() && BUILT.test(path) && !LEFT_OUT.test(path) ? [path] : [];
  });
}
