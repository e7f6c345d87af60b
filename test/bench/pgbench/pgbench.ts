import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { usedByEndedChildren } from '../harness/processor.js';

/** Debian keeps it beside the server, and not where commands are looked for. */
const DEBIAN = '/usr/lib/postgresql';

/** Where pgbench is; undefined on a machine without it. */
export function findPgbench(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter),
    ...versions.map((version) => join(DEBIAN, version, 'bin')),
  ];
  return folders.map((folder) => join(folder, 'pgbench')).find((path) => existsSync(path));
}

export interface Transactions {
  readonly count: number;
  readonly perSecond: number;
  /** Microseconds of processor time of pgbench itself. */
  readonly cpu: number;
}

/**
 * Runs a script of pgbench over and over with prepared statements.
 * @param url of a Unix socket
 * @throws Error when it is not there, or a transaction failed
 */
export async function pgbench(
  url: string,
  script: string,
  { clients, seconds }: { readonly clients: number; readonly seconds: number },
): Promise<Transactions> {
  const program = findPgbench();
  if (!program) throw new Error('pgbench is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'courtyard-pgbench-'));
  const file = join(folder, 'script.sql');
  writeFileSync(file, script);
  const before = usedByEndedChildren();
  try {
    const printed = await run(
      program,
      [
        '-n',
        '-M',
        'prepared',
        '-c',
        String(clients),
        '-j',
        '1',
        '-T',
        String(Math.max(1, Math.round(seconds))),
        '-f',
        file,
      ],
      environmentOf(url),
    );
    const perSecond = Number(/tps = ([\d.]+)/.exec(printed)?.[1]);
    const count = Number(/number of transactions actually processed: (\d+)/.exec(printed)?.[1]);
    const failed = Number(/number of failed transactions: (\d+)/.exec(printed)?.[1] ?? 0);
    if (!(perSecond > 0) || failed > 0 || /aborted|ERROR/.test(printed)) throw new Error(printed.slice(-500));
    return { count, perSecond, cpu: usedByEndedChildren() - before };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function environmentOf(url: string): NodeJS.ProcessEnv {
  const { username, password, pathname, searchParams } = new URL(url);
  return {
    ...process.env,
    PGHOST: searchParams.get('host') ?? '',
    PGPORT: searchParams.get('port') ?? '',
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    // Each client plans each statement of a script five times before PostgreSQL settles on one plan: in a short turn that would be
    // half of what is measured, and whoever serves pages has settled long ago.
    PGOPTIONS: '-c plan_cache_mode=force_generic_plan',
  };
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(printed) : reject(new Error(printed.slice(-500)))));
  });
}
