import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Figure, Measured } from '../harness/figure.js';
import { ROOT } from '../harness/product.js';

const DIST = join(ROOT, 'apps', 'web', 'dist');
const ASSETS = join(DIST, 'assets');

/** Scripts and what they import before they run; what is imported on demand is not among them. As test/journeys/first-load. */
function closure(files: readonly string[], found = new Set<string>()): Set<string> {
  for (const file of files) {
    if (found.has(file)) continue;
    found.add(file);
    const imported = textOf(file).matchAll(/(?:from|import)\s*["'`]\.\/([\w.$-]+\.js)["'`]/g);
    closure(
      [...imported].map(([, name]) => name as string),
      found,
    );
  }
  return found;
}

const textOf = (file: string) => readFileSync(join(ASSETS, file), 'utf8');
const page = () => readFileSync(join(DIST, 'index.html'), 'utf8');
const packed = (files: Iterable<string>) =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(ASSETS, file))).length, 0);
const once = (bytes: number, note: string): Measured => {
  const kilobytes = bytes / 1_000;
  return { median: kilobytes, low: kilobytes, high: kilobytes, note };
};

export const scriptBytes: Figure = {
  name: 'script-of-first-page',
  what: 'script without which the feed cannot be shown, compressed',
  unit: 'kB',
  must: 250,
  aim: null,
  better: 'lower',
  measure: async () => {
    const first = [...page().matchAll(/assets\/([\w.$-]+\.js)/g)].map(([, name]) => name as string);
    const parts = readdirSync(ASSETS).filter((name) => /^(de|_inside|_inside\.index)-[\w-]+\.js$/.test(name));
    const files = closure([...first, ...parts]);
    return once(packed(files), `${files.size} files, gzip, in the longer language`);
  },
};

export const pageBytes: Figure = {
  name: 'first-page',
  what: 'page and styles, compressed',
  unit: 'kB',
  must: null,
  aim: null,
  better: 'lower',
  measure: async () => {
    const styles = readdirSync(ASSETS).filter((name) => name.endsWith('.css'));
    return once(
      gzipSync(page()).length + packed(styles),
      `index.html and ${styles.length} style sheets, gzip`,
    );
  },
};
