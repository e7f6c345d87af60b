import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres, FolderSecrets, migrate, roleUrls } from '@courtyard/database';
import { Client } from 'pg';

const ROOT = join(import.meta.dirname, '..', '..');
const ENTRIES = {
  sequencer: join(ROOT, 'apps', 'sequencer', 'dist', 'main.js'),
  recorder: join(ROOT, 'test', 'faults', 'fixtures', 'recorder.mjs'),
};
export const ORGANISATION = '0190c1d0-0000-7000-8000-00000000000a';

/** A durable PostgreSQL with the processes that write and build the log, each of which may be killed and begun again. */
export class LogHouse {
  readonly folder = mkdtempSync(join(tmpdir(), 'courtyard-log-house-'));
  readonly secrets = new FolderSecrets(join(this.folder, 'secrets'));
  /** Operations whose events were acknowledged, whatever happened afterwards. */
  readonly acknowledged: string[] = [];
  /** What sequencers said to be wrong. */
  readonly faults: string[] = [];
  readonly children = new Map<string, ChildProcess>();
  owner!: Client;
  urls!: Awaited<ReturnType<typeof roleUrls>>;
  private server!: EmbeddedPostgres;
  private born = 0;

  async start(): Promise<void> {
    this.server = await EmbeddedPostgres.start({ folder: this.folder });
    const ownerUrl = this.server.ownerSocketUrl;
    await migrate({ ownerUrl, secrets: this.secrets });
    this.urls = await roleUrls({ ownerUrl, secrets: this.secrets });
    this.owner = new Client({ connectionString: ownerUrl });
    this.owner.on('error', () => undefined);
    await this.owner.connect();
  }

  sequencer(name: string): void {
    const child = this.spawn(name, ENTRIES.sequencer, [], { AUDIT_DATABASE_URL: this.urls.audit });
    child.on('message', (message) => {
      const { fault } = message as { fault?: string };
      if (fault) this.faults.push(fault);
    });
  }

  recorder(name: string, perSecond: number, slowEvery = 10): void {
    const args = [ORGANISATION, this.folder, String(perSecond), `${name}${this.born++}`, String(slowEvery)];
    const child = this.spawn(name, ENTRIES.recorder, args, { API_DATABASE_URL: this.urls.api });
    let rest = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      this.acknowledged.push(...lines);
    });
  }

  /** SIGKILL, and waits until it is gone. */
  async kill(name: string): Promise<void> {
    const child = this.children.get(name);
    this.children.delete(name);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** SIGKILL to the postmaster; its own processes find out by themselves. */
  async killDatabase(): Promise<void> {
    const [pid] = readFileSync(join(this.folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
    const lost = this.server.lost;
    process.kill(Number(pid), 'SIGKILL');
    await lost;
    await this.server.stop();
    await this.owner.end().catch(() => undefined);
  }

  async stop(): Promise<void> {
    for (const name of [...this.children.keys()]) await this.kill(name);
    await this.owner.end().catch(() => undefined);
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private spawn(name: string, entry: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, [entry, ...args], {
      env: { PATH, HOME, COURTYARD_FOLDER: this.folder, ...env },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    this.children.set(name, child);
    return child;
  }
}
