import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Every package of the workspace: { name, path (from the root, with /), layer, tags }.
 * The layer is the one tag `layer:…` of its package.json; the law of imports is stated over layers.
 *
 * @param {string} root
 * @returns {{ name: string, path: string, layer: string | undefined, tags: string[] }[]}
 */
export function workspaces(root) {
  const found = [];
  for (const parent of ['apps', 'libs', 'libs/platform']) {
    if (!existsSync(join(root, parent))) continue;
    for (const name of readdirSync(join(root, parent)).sort()) {
      const file = join(root, parent, name, 'package.json');
      if (!existsSync(file)) continue;
      const manifest = JSON.parse(readFileSync(file, 'utf8'));
      const tags = manifest.nx?.tags ?? [];
      const layer = tags.find((tag) => tag.startsWith('layer:'))?.slice('layer:'.length);
      found.push({ name: manifest.name, path: `${parent}/${name}`, layer, tags });
    }
  }
  return found;
}
