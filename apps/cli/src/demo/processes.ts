import { readdirSync, readFileSync } from 'node:fs';
import { DemoFault } from './demo.errors.js';

/** The process that sends, found below the one that supervises it. (Linux: so is the embedded database.) */
export function egressBelow(pid: number): { hold(): void; release(): void } {
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find((name) => parentOf(name) === pid && commandOf(name).includes('apps/egress/dist/main.js'));
  if (!found) throw new DemoFault('The process that sends does not run.');
  return {
    hold: () => void process.kill(Number(found), 'SIGSTOP'),
    release: () => void process.kill(Number(found), 'SIGCONT'),
  };
}

function parentOf(pid: string): number | undefined {
  const stat = contentOf(`/proc/${pid}/stat`);
  const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(afterName[1]) || undefined;
}

function commandOf(pid: string): string {
  return contentOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
}

/** Empty for a process that ended while we looked. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
