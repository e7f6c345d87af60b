import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installMissing } from './install.mjs';
import { withLock } from './lock.mjs';
import { packagedNode } from './packaged-node.mjs';

/**
 * Makes a clone ready to run: installs the packages when they are missing or old, builds what is stale.
 * Runs before `npm start` and `npm test`, on any Node from 20 on, with no package installed yet.
 * With --install-only it builds nothing: the quick loop reads sources.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));

try {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Error(`Courtyard needs Node 20 or later to install itself; this is ${process.version}.`);
  }
  await withLock(
    join(root, '.tmp', 'prepare.lock'),
    () => {
      installMissing(root);
      if (process.argv.includes('--install-only')) return;
      const node = packagedNode(root);
      if (!node) {
        throw new Error(
          `Courtyard needs Node 24 here (${process.platform} ${process.arch}); this is ${process.version}.`,
        );
      }
      const built = spawnSync(node, [join(root, 'scripts', 'build.mjs')], {
        cwd: root,
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      if (built.status !== 0) process.exitCode = 1;
    },
    () => console.log('Waiting for another run in this folder to finish installing or building …'),
  );
} catch (error) {
  console.error(
    ['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(error.code)
      ? `This folder cannot be written (${error.code}): ${root}`
      : error.message,
  );
  process.exitCode = 1;
}
