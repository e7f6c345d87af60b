import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process, named so that another one that is given its number later is not mistaken for it. */
export interface Process {
  pid: number;
  parent: number;
  startedAt: string;
  command: string;
}

/** All processes that run now; a zombie runs no more. */
function running(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        if (fields[0] === 'Z') return [];
        return [{ pid: Number(name), parent: Number(fields[1]), startedAt: fields[19] ?? '', command }];
      } catch {
        return []; // ended while we looked
      }
    });
}

/** The process itself and everything it started, directly or not. */
export function familyOf(pid: number): Process[] {
  const all = running();
  const family = all.filter((process) => process.pid === pid);
  for (let i = 0; i < family.length; i++) {
    family.push(...all.filter(({ parent }) => parent === family[i]?.pid));
  }
  return family;
}

/** Those of them that still run after `millis`, or none as soon as none does. */
export async function survivors(family: readonly Process[], millis: number): Promise<Process[]> {
  const until = Date.now() + millis;
  for (;;) {
    const now = running();
    const left = family.filter((one) =>
      now.some(({ pid, startedAt }) => pid === one.pid && startedAt === one.startedAt),
    );
    if (left.length === 0 || Date.now() > until) return left;
    await sleep(20);
  }
}

export function kill(processes: readonly Process[], signal: NodeJS.Signals): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, signal);
    } catch {} // it was quicker
  }
}
