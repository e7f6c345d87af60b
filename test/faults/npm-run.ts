import { type ChildProcess, spawn } from 'node:child_process';
import { familyOf, type Process } from './processes.js';

/** The parts of a run, by their command lines; those of the fixture and those of the product. */
const PARTS = {
  npm: /^npm (run|start)/,
  shell: /^\S*sh -c/,
  supervisor: /fixtures\/product\.mjs|courtyard\.mjs start/,
  api: /fixtures\/api\.mjs|apps\/api\/dist\/main\.js/,
  egress: /fixtures\/egress\.mjs|apps\/egress\/dist\/main\.js/,
  sequencer: /fixtures\/sequencer\.mjs|apps\/sequencer\/dist\/main\.js/,
  postgres: /postgres -D/,
};

export interface Run {
  npm: ChildProcess;
  /** npm and all it had started when it was ready. */
  family: Process[];
  part(name: keyof typeof PARTS): Process[];
  /** Output and errors together. */
  printed(): string;
  /** npm's exit code, null when a signal ended it. */
  ended: Promise<number | null>;
}

export interface NpmRunOptions {
  cwd: string;
  script: string;
  env: NodeJS.ProcessEnv;
  /** Words to wait for; rejects if it ends before it says them. */
  readyWhen?: string;
}

/** Runs a script of npm in a process group of its own, like that of a terminal. */
export async function npmRun({ cwd, script, env, readyWhen }: NpmRunOptions): Promise<Run> {
  const npm = spawn('npm', ['run', script, '--silent'], {
    cwd,
    detached: true,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const ended = new Promise<number | null>((done) => npm.once('close', done));
  const ready = new Promise<void>((done) => {
    for (const stream of [npm.stdout, npm.stderr]) {
      stream.setEncoding('utf8').on('data', (more: string) => {
        text += more;
        if (readyWhen && text.includes(readyWhen)) done();
      });
    }
  });
  if (readyWhen) {
    await Promise.race([
      ready,
      ended.then(() => Promise.reject(new Error(`It ended before ${readyWhen}: ${text}`))),
    ]);
  }
  const family = familyOf(npm.pid ?? 0);
  const part = (name: keyof typeof PARTS) => family.filter(({ command }) => PARTS[name].test(command));
  return { npm, family, part, printed: () => text, ended };
}

/** What a terminal does: SIGINT to the whole group, npm included, which passes it on once more. */
export function ctrlC({ npm }: Run): void {
  process.kill(-(npm.pid ?? 0), 'SIGINT');
}
