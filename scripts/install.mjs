import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Whether this machine could use the package at all; npm leaves the others out. */
function fits(entry) {
  const listed = (list, value) =>
    !list ||
    (list.some((item) => !item.startsWith('!')) ? list.includes(value) : !list.includes(`!${value}`));
  return listed(entry.os, process.platform) && listed(entry.cpu, process.arch);
}

/** True when the packages the lockfile asks for are there; somebody may have run `npm ci` by hand. */
function installedByHand(root, lock) {
  if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) return false; // npm writes it last
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (!path.includes('node_modules/') || wanted.link) return true;
    const found = join(root, path, 'package.json');
    if (existsSync(found)) return readJson(found).version === wanted.version;
    return wanted.optional || wanted.peer || !fits(wanted);
  });
}

/**
 * Installs the packages of package-lock.json when they are missing or older than it.
 * Throws an Error of one sentence when npm fails; npm's own words are printed before.
 */
export function installMissing(root) {
  const lockfile = readFileSync(join(root, 'package-lock.json'));
  const wanted = createHash('sha256')
    .update(`${process.platform} ${process.arch}\n`)
    .update(lockfile)
    .digest('hex');
  const marker = join(root, 'node_modules', '.courtyard-lockfile');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  if (installedByHand(root, JSON.parse(lockfile.toString()))) {
    writeFileSync(marker, wanted);
    return;
  }

  console.log('Installing packages (only needed now; about half a minute) …');
  rmSync(marker, { force: true });
  // Nothing here needs an install script. NODE_ENV=production must not leave out the compiler.
  const options = [
    'ci',
    '--ignore-scripts',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
  ];
  const npm = process.env.npm_execpath;
  const [command, args] = npm?.endsWith('.js') ? [process.execPath, [npm, ...options]] : ['npm', options];
  const run = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (run.error)
    throw new Error(`The packages could not be installed: npm did not start (${run.error.code}).`);
  if (run.status !== 0) {
    throw new Error(
      'The packages could not be installed; npm says above why. It needs its registry once; afterwards nothing is fetched.',
    );
  }
  writeFileSync(marker, wanted);
}
