import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EmployeeActor } from '@courtyard/access';
import {
  Database,
  EmbeddedPostgres,
  FolderSecrets,
  migrate,
  roleUrls,
  type SignInRole,
} from '@courtyard/database';
import { type FeedHouse, openFeedHouse } from '../../libs/feed/fixtures/house.js';
import { freePort } from '../fixtures/free-port.js';

const APPS = join(import.meta.dirname, '..', '..', 'apps');
const PARTS = ['api', 'egress', 'sequencer'] as const;
type Part = (typeof PARTS)[number];

export interface HurtHouseOptions {
  /** Where the database lies; keys, secrets and what is written beside them have a folder of their own. */
  readonly databaseFolder?: string;
  readonly folder?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * The processes of the product as `courtyard start` runs them, on a durable PostgreSQL that is not theirs: it is stopped, killed and
 * started again at the same place, and they are not.
 */
export class HurtHouse {
  readonly said: string[] = [];
  url = '';
  isClosed = false;
  feed!: FeedHouse;
  people: EmployeeActor[] = [];
  private readonly children = new Map<Part, ChildProcess>();
  private readonly ports = new Map<Part, number>();
  private readonly made: string[] = [];
  private server!: EmbeddedPostgres;
  private port = 0;

  private constructor(
    readonly databaseFolder: string,
    readonly folder: string,
  ) {}

  static async open(options: HurtHouseOptions = {}): Promise<HurtHouse> {
    const made: string[] = [];
    const own = (name: string) => {
      const folder = mkdtempSync(join(tmpdir(), `courtyard-hurt-${name}-`));
      made.push(folder);
      return folder;
    };
    const house = new HurtHouse(options.databaseFolder ?? own('database'), options.folder ?? own('folder'));
    house.made.push(...made);
    try {
      await house.begin(options.env ?? {});
      return house;
    } catch (failure) {
      await house.close();
      throw failure;
    }
  }

  private async begin(env: NodeJS.ProcessEnv): Promise<void> {
    this.port = await freePort();
    await this.startDatabase();
    const ownerUrl = this.server.ownerSocketUrl;
    const secrets = new FolderSecrets(join(this.folder, 'secrets'));
    await migrate({ ownerUrl, secrets });
    const urls = await roleUrls({ ownerUrl, secrets });
    const opened: Database[] = [];
    this.feed = await openFeedHouse({
      home: {
        ownerUrl,
        urls,
        open: (role: SignInRole = 'api', max = 4) => {
          const database = Database.open({ url: urls[role], max });
          opened.push(database);
          return database;
        },
        close: async () => void (await Promise.all(opened.map((database) => database.close()))),
      },
    });
    const founded = await this.feed.found();
    const administrator = await this.feed.signedIn(founded.organisationId, founded.administratorId);
    for (let at = 0; at < 6; at++)
      this.people.push(
        await this.feed.signedIn(
          founded.organisationId,
          await this.feed.hire(administrator, { name: `Person ${at}` }),
        ),
      );
    await Promise.all([
      this.start('api', { API_DATABASE_URL: urls.api, RELAY_DATABASE_URL: urls.relay, ...env }),
      this.start('egress', { EGRESS_DATABASE_URL: urls.egress, ...env }),
      this.start('sequencer', { AUDIT_DATABASE_URL: urls.audit, ...env }),
    ]);
  }

  private async start(part: Part, env: NodeJS.ProcessEnv): Promise<void> {
    const port = await freePort();
    this.ports.set(part, port);
    const { PATH, HOME } = process.env;
    const child = fork(join(APPS, part, 'dist', 'main.js'), {
      env: {
        ...{ PATH, HOME, NODE_ENV: 'test', HOST: '127.0.0.1', PORT: '0' },
        ...{ COURTYARD_FOLDER: this.folder, METRICS_PORT: String(port) },
        ...env,
      },
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.children.set(part, child);
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => this.said.push(`${part}: ${text}`));
    const [message] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => {
        throw new Error(`The ${part} ended with ${code}: ${this.said.join('')}`);
      }),
    ])) as [{ urls?: string[]; fault?: string }];
    if (message.fault) throw new Error(message.fault);
    if (message.urls) this.url = message.urls[0] ?? '';
  }

  /** Those of the processes that still run, as they were started. */
  get alive(): Part[] {
    return PARTS.filter((part) => {
      const child = this.children.get(part);
      return child?.exitCode === null && child.signalCode === null;
    });
  }

  async startDatabase(): Promise<void> {
    this.server = await EmbeddedPostgres.start({ folder: this.databaseFolder, port: this.port });
  }

  /** How PostgreSQL ends: with its sessions (`fast`), without cleaning up (`immediate`), by SIGKILL of its first process. */
  async stopDatabase(how: 'fast' | 'immediate' | 'killed'): Promise<void> {
    const signals = { fast: 'SIGINT', immediate: 'SIGQUIT', killed: 'SIGKILL' } as const;
    const { lost } = this.server;
    process.kill(this.postmaster, signals[how]);
    await lost;
    await this.server.stop();
  }

  /** One process that serves a session of the api, by SIGKILL: all sessions end, and PostgreSQL recovers by itself. */
  async killBackend(): Promise<void> {
    const { rows } = await this.feed.owner.query<{ pid: number }>(
      "select pid from pg_stat_activity where application_name = 'courtyard-api' limit 1",
    );
    process.kill(Number(rows[0]?.pid), 'SIGKILL');
  }

  /** Waits until PostgreSQL works again; one that ended is started anew, as whoever looks after it does. */
  async reviveDatabase(postmaster: number): Promise<void> {
    await until('PostgreSQL works again', async () => {
      if (!isRunning(postmaster)) {
        await this.server.stop();
        await this.startDatabase();
      }
      await this.feed.owner.query('select');
      return true;
    });
  }

  get postmaster(): number {
    return Number(
      readFileSync(join(this.databaseFolder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0],
    );
  }

  /** The word of a process about itself, on the port of its metrics; `gone` where it does not answer. */
  async word(part: Part): Promise<string> {
    return fetch(`http://127.0.0.1:${this.ports.get(part)}/ready`).then(
      async (answer) => (await answer.text()).trim(),
      () => 'gone',
    );
  }

  async metric(part: Part, name: string): Promise<number> {
    const text = await (await fetch(`http://127.0.0.1:${this.ports.get(part)}/metrics`)).text();
    const line = text.split('\n').find((one) => one.startsWith(`${name} `));
    return Number(line?.split(' ').at(-1) ?? 0);
  }

  /** Every part works, by itself, and everything recorded has its place in the tree. */
  async recovered(): Promise<void> {
    await until('every process is ready', async () => {
      const words = await Promise.all(PARTS.map((part) => this.word(part)));
      return words.every((word) => word === 'ok');
    });
    await until('everything recorded is in the tree', async () => {
      const { rows } = await this.feed.owner.query<{ recorded: string; placed: string }>(
        'select (select count(*) from audit_event) as recorded, (select size from audit_head) as placed',
      );
      return rows[0]?.recorded === rows[0]?.placed;
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const child of this.children.values()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    }
    await this.feed?.close().catch(() => undefined);
    await this.server?.stop();
    for (const folder of this.made) rmSync(folder, { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export async function until(what: string, holds: () => Promise<boolean>, tries = 800): Promise<void> {
  for (let at = 0; at < tries; at++) {
    if (await holds().catch(() => false)) return;
    await sleep(50);
  }
  throw new Error(`It did not come to this: ${what}.`);
}
