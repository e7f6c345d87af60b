import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Names a running process for good: a process id alone may have been given to somebody else. */
function identity(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    try {
      process.kill(pid, 0);
      return `${pid} running`;
    } catch (error) {
      return error.code === 'EPERM' ? `${pid} running` : undefined;
    }
  }
}

/**
 * Runs `work` while holding the lock file, so that two `npm start` or `npm test` of one clone at once
 * install and build one after the other. A lock whose holder no longer runs is taken over.
 */
export async function withLock(file, work, onWait = () => {}) {
  mkdirSync(dirname(file), { recursive: true });
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, identity(process.pid));
  try {
    let told = false;
    for (;;) {
      try {
        linkSync(mine, file); // atomic, and the holder's name is in it from the first instant
        break;
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      if (!takeOverStale(file)) {
        if (!told) onWait();
        told = true;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }
    try {
      return await work();
    } finally {
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

function takeOverStale(file) {
  let holder;
  try {
    holder = readFileSync(file, 'utf8');
  } catch {
    return true; // gone meanwhile
  }
  if (identity(Number(holder.split(' ')[0])) === holder) return false;
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return true;
  }
  // Between reading and renaming another process may have taken the lock: then it was theirs, give it back.
  if (readFileSync(aside, 'utf8') !== holder) {
    try {
      linkSync(aside, file);
    } catch {}
  }
  rmSync(aside, { force: true });
  return true;
}
