import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const swcrc = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8'));

/**
 * Lets Node run what lies below `test`, which no build compiles: with the product's own compiler, and `./figure.js` found in
 * `figure.ts`, as sources name each other.
 */
registerHooks({
  resolve(specifier, context, next) {
    const ours = /^\.\.?\//.test(specifier) && !context.parentURL?.includes('/node_modules/');
    if (!ours || !specifier.endsWith('.js')) return next(specifier, context);
    try {
      return next(specifier, context);
    } catch {
      return next(specifier.replace(/\.js$/, '.ts'), context);
    }
  },
  load(url, context, next) {
    if (!url.endsWith('.ts') || url.includes('/node_modules/')) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), { ...swcrc, swcrc: false, filename });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
