import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const SKIPPED = new Set(['node_modules', 'dist', 'dist.next', 'dist.old', '.nx']);

/** Paths of all files below `folder`, relative to it and sorted; build results and packages left out. */
export function filesBelow(folder, prefix = '') {
  if (!existsSync(folder)) return [];
  const found = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (SKIPPED.has(entry.name)) continue;
    const path = prefix ? `${prefix}/${entry.name}` : entry.name;
    if (entry.isDirectory()) found.push(...filesBelow(join(folder, entry.name), path));
    else if (entry.isFile()) found.push(path);
  }
  return prefix ? found : found.sort();
}
