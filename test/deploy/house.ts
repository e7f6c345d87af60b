import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Database, EmbeddedPostgres, FolderSecrets, roleUrls, type TestDatabase } from '@courtyard/database';
import { Client } from 'pg';
import { type FeedHouse, openFeedHouse } from '../../libs/feed/fixtures/house.js';
import { freePort } from '../fixtures/free-port.js';

export const ROOT = join(import.meta.dirname, '..', '..');

/** One process of the product, as `courtyard run` makes it. */
export interface Node {
  readonly url: string;
  readonly child: ChildProcess;
  /** What it printed. */
  said(): string;
  /** As if its machine had gone. */
  kill(): Promise<void>;
  /** As a supervisor ends it. @returns its exit code */
  stop(): Promise<number | null>;
}

export interface NodeOptions {
  /** Where it finds the database, role by role; absent: directly. */
  readonly urls?: TestDatabase['urls'];
  readonly env?: NodeJS.ProcessEnv;
  /** Another copy of the program. */
  readonly root?: string;
  readonly port?: number;
}

/** What several machines share: a PostgreSQL that is not started by the product, and one folder of keys and secrets. */
export class SharedHouse {
  readonly folder = mkdtempSync(join(tmpdir(), 'courtyard-deployed-'));
  /** `COURTYARD_FOLDER` of all of them. */
  readonly home = join(this.folder, 'house');
  readonly secrets = new FolderSecrets(join(this.home, 'secrets'));
  readonly children = new Set<ChildProcess>();
  server!: EmbeddedPostgres;
  urls!: TestDatabase['urls'];
  private readonly opened: Database[] = [];

  static async open(): Promise<SharedHouse> {
    const house = new SharedHouse();
    mkdirSync(house.home, { mode: 0o700 });
    house.server = await EmbeddedPostgres.start({ folder: join(house.folder, 'primary') });
    return house;
  }

  get ownerUrl(): string {
    return this.server.ownerUrl;
  }

  /** As the job that runs before the others. */
  async migrate(root = ROOT): Promise<void> {
    const { code, said } = await this.command(['migrate'], { DATABASE_URL: this.ownerUrl }, root);
    if (code !== 0) throw new Error(said);
    this.urls = await roleUrls({ ownerUrl: this.ownerUrl, secrets: this.secrets });
  }

  /** People to work with, made beside the processes; what they do afterwards goes through these. */
  people(): Promise<FeedHouse> {
    const home: TestDatabase = {
      ownerUrl: this.ownerUrl,
      urls: this.urls,
      open: (role = 'api', max = 4) => {
        const database = Database.open({ url: this.urls[role], max, applicationName: 'test' });
        this.opened.push(database);
        return database;
      },
      close: async () => {
        for (const database of this.opened.splice(0)) await database.close();
      },
    };
    return openFeedHouse({ home });
  }

  async asOwner<T>(work: (client: Client) => Promise<T>, url = this.ownerUrl): Promise<T> {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  rows<Row>(text: string, values: unknown[] = [], url = this.ownerUrl): Promise<Row[]> {
    return this.asOwner(async (client) => (await client.query(text, values)).rows as Row[], url);
  }

  async api(options: NodeOptions = {}): Promise<Node> {
    const port = options.port ?? (await freePort());
    const { api, relay } = options.urls ?? this.urls;
    const node = this.begin('api', options, {
      DATABASE_URL_API: api,
      DATABASE_URL_RELAY: relay,
      PORT: String(port),
      HOST: '127.0.0.1',
    });
    const url = `http://127.0.0.1:${port}`;
    await this.until(node, async () => (await fetch(`${url}/ready`)).status === 200);
    return { ...node, url };
  }

  sequencer(options: NodeOptions = {}): Node {
    return this.begin('sequencer', options, { DATABASE_URL_AUDIT: (options.urls ?? this.urls).audit });
  }

  egress(options: NodeOptions = {}): Node {
    return this.begin('egress', options, { DATABASE_URL_EGRESS: (options.urls ?? this.urls).egress });
  }

  /** The command line, until it ends. */
  async command(
    args: string[],
    env: NodeJS.ProcessEnv = {},
    root = ROOT,
  ): Promise<{ code: number | null; said: string }> {
    const { child, said } = this.run(args, env, root);
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, said: said() };
  }

  async close(): Promise<void> {
    for (const child of this.children) child.kill('SIGKILL');
    await this.server?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private begin(name: string, { env = {}, root = ROOT }: NodeOptions, addresses: NodeJS.ProcessEnv): Node {
    const { child, said } = this.run(['run', name], { NODE_ENV: 'test', ...addresses, ...env }, root);
    const gone = once(child, 'exit').then(([code]) => code as number | null);
    const end = (signal: NodeJS.Signals) => {
      child.kill(signal);
      return gone;
    };
    return {
      url: '',
      child,
      said,
      kill: async () => void (await end('SIGKILL')),
      stop: () => end('SIGTERM'),
    };
  }

  private run(args: string[], env: NodeJS.ProcessEnv, root: string) {
    const { PATH, HOME } = process.env;
    const command = join(root, 'apps', 'cli', 'bin', 'courtyard.mjs');
    const child = spawn(process.execPath, [command, ...args], {
      env: { PATH, HOME, COURTYARD_FOLDER: this.home, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.children.add(child);
    child.once('close', () => this.children.delete(child));
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (more: string) => {
        text += more;
      });
    return { child, said: () => text };
  }

  private async until({ child, said }: Node, works: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 600; tries++) {
      if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${said()}`);
      if (await works().catch(() => false)) return;
      await pause(100);
    }
    throw new Error(`It is not ready: ${said()}`);
  }
}

/** Runs where a program of the system is there (`apt-get install …`); elsewhere it says that it did not, and why. */
export function describeWith(program: string, name: string, work: () => void): void {
  const there = existsSync(program);
  const run = there ? describe : describe.skip;
  run(there ? name : `not run, no ${basename(program)} here: ${name}`, work);
}

export const pause = (millis: number) => new Promise<void>((done) => setTimeout(done, millis));
