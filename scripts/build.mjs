import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildServerPackage } from './build-server.mjs';
import { buildWeb } from './build-web.mjs';
import { workspaces } from './workspaces.mjs';

/**
 * node scripts/build.mjs [folder of a package …]: builds what is stale, all packages when none is named.
 * Runs on Node 24 with the packages installed; `npm run build` and scripts/prepare.mjs see to both.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const named = process.argv.slice(2).map((path) => relative(root, resolve(path)));
const packages = workspaces(root).filter(({ path }) => named.length === 0 || named.includes(path));
const started = performance.now();

try {
  const compiled = await Promise.all(
    packages
      .filter(({ layer, path }) => !['web', 'ui'].includes(layer) && existsSync(`${root}/${path}/src`))
      .map(({ path }) => buildServerPackage(root, path)),
  );
  const files = compiled.reduce((sum, count) => sum + count, 0);
  if (files > 0) console.log(`Built ${files} server files in ${seconds()} s.`);
  if (packages.some(({ layer }) => layer === 'web') && (await buildWeb(root))) {
    console.log(`Built the web client in ${seconds()} s.`);
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function seconds() {
  return ((performance.now() - started) / 1000).toFixed(1);
}
