import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Path of a Node of at least version 24: the one npm installed with the packages, else the running one.
 * `npm start` must work where the system's Node is 20, but the product needs 24 (ES2024, `node:sqlite`-free ESM, argon2).
 * Returns undefined when neither is there: the packaged one exists for Linux on x64 and arm64 only.
 */
export function packagedNode(root) {
  const packaged = join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
  if (process.platform === 'linux' && existsSync(packaged)) return packaged;
  return Number(process.versions.node.split('.')[0]) >= 24 ? process.execPath : undefined;
}
