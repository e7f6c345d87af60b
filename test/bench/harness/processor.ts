import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ of Linux, in which /proc counts: 100 on every architecture that we run on (man 5 proc). */
const TICKS_PER_SECOND = 100;

interface Stat {
  readonly pid: number;
  readonly parent: number;
  /** Ticks of the process itself, and of its children that have ended. */
  readonly own: number;
  readonly ended: number;
}

/** Microseconds of processor time that a process used since it began. */
export function usedBy(pid: number): number {
  const stat = statOf(String(pid));
  if (!stat) throw new Error(`The process ${pid} has ended.`);
  return micros(stat.own);
}

/** The same for a process and everything below it, those that have ended included. */
export function usedByFamily(pid: number): number {
  return micros(familyOf(pid).reduce((sum, { own, ended }) => sum + own + ended, 0));
}

/** The same for those that this process started and that have ended. */
export function usedByEndedChildren(): number {
  return micros(statOf(String(process.pid))?.ended ?? 0);
}

/** Bytes of memory of a process and everything below it; what they share is counted once (Pss). */
export function memoryOf(pid: number, family: 'alone' | 'family'): number {
  const pids = family === 'alone' ? [pid] : familyOf(pid).map((one) => one.pid);
  return pids.reduce((sum, one) => sum + proportionalBytes(one), 0);
}

/** The processes below one whose command line has these words. */
export function below(pid: number, words: string): number[] {
  return familyOf(pid)
    .map((one) => one.pid)
    .filter((one) => one !== pid && contentOf(`/proc/${one}/cmdline`).includes(words));
}

function familyOf(pid: number): Stat[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statOf(name) ?? []);
  const family = all.filter((one) => one.pid === pid);
  for (let at = 0; at < family.length; at++)
    family.push(...all.filter(({ parent }) => parent === family[at]?.pid));
  return family;
}

function statOf(pid: string): Stat | undefined {
  const stat = contentOf(`/proc/${pid}/stat`);
  if (stat === '') return undefined;
  // The name may hold anything; numbers begin after it. See man 5 proc_pid_stat: 14 utime, 15 stime, 16 cutime, 17 cstime.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [own, ended] = [Number(fields[11]) + Number(fields[12]), Number(fields[13]) + Number(fields[14])];
  return { pid: Number(pid), parent: Number(fields[1]), own, ended };
}

function proportionalBytes(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(contentOf(`/proc/${pid}/smaps_rollup`))?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

function micros(ticks: number): number {
  return (ticks * 1_000_000) / TICKS_PER_SECOND;
}

/** Empty for a process that ended while we looked. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
