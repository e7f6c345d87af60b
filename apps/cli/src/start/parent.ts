import { readFileSync } from 'node:fs';

const LOOK_EVERY_MILLIS = 500;
const SHELLS = new Set(['sh', 'ash', 'bash', 'busybox', 'dash', 'zsh']);

/**
 * Calls `gone` once when the process that started this one has died, even by SIGKILL; returns how to stop watching.
 * Watched are a channel to our starter and, under npm, npm itself together with the shell it may put in between.
 * Started straight from a terminal or by systemd nobody is watched: a shell may end before what it left running.
 */
export function watchParent(gone: () => void): () => void {
  if (process.channel) {
    process.once('disconnect', gone);
    return () => process.off('disconnect', gone);
  }
  if (!process.env['npm_command'] && !process.env['npm_lifecycle_event']) return () => undefined;

  const starters = startersOf(process.ppid);
  const timer = setInterval(() => {
    const changed = startersOf(process.ppid).join() !== starters.join();
    if (changed) {
      clearInterval(timer);
      gone();
    }
  }, LOOK_EVERY_MILLIS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Our parent, and its parent too where ours is only npm's shell. */
function startersOf(parent: number): number[] {
  try {
    const stat = readFileSync(`/proc/${parent}/stat`, 'utf8');
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    const above = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    return SHELLS.has(name) ? [parent, above] : [parent];
  } catch {
    return [parent];
  }
}
