import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from './journey.js';

const built = join(import.meta.dirname, '..', '..', 'apps', 'web', 'dist');
const assets = join(built, 'assets');
/** Bytes of script, compressed, without which the feed cannot be shown. */
const BUDGET = 250_000;

/** The scripts and what they import before they run; what is imported on demand is not among them. */
function closure(files: readonly string[], found = new Set<string>()): Set<string> {
  for (const file of files) {
    if (found.has(file)) continue;
    found.add(file);
    const text = readFileSync(join(assets, file), 'utf8');
    const imported = text.matchAll(/(?:from|import)\s*["'`]\.\/([\w.$-]+\.js)["'`]/g);
    closure(
      [...imported].map(([, name]) => name as string),
      found,
    );
  }
  return found;
}

test('the feed needs less than 250 kB of script', () => {
  const page = readFileSync(join(built, 'index.html'), 'utf8');
  const first = [...page.matchAll(/assets\/([\w.$-]+\.js)/g)].map(([, name]) => name as string);
  const parts = readdirSync(assets).filter((name) => /^(de|_inside|_inside\.index)-[\w-]+\.js$/.test(name));
  expect(first.length).toBeGreaterThan(0);
  expect(parts).toHaveLength(3); // the longer language, the shell, the feed
  const sizes = [...closure([...first, ...parts])].map(
    (name) => gzipSync(readFileSync(join(assets, name))).length,
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(BUDGET);
});
