import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { permissionMatrix } from '@courtyard/access';
import {
  Appender,
  AuditLog,
  LogMark,
  obtainSigner,
  policyVersionOf,
  readSigner,
  Sequencer,
  SqliteKeyStore,
  SqliteLedger,
  TreeStore,
} from '@courtyard/audit';
import {
  Database,
  EmbeddedPostgres,
  FolderSecrets,
  migrate,
  roleUrls,
  type TestDatabase,
} from '@courtyard/database';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { Client } from 'pg';
import { type ConsentHouse, openConsentHouse, StandingClock } from '../consent/house.js';

const ROOT = join(import.meta.dirname, '..', '..');
const COMMAND = join(ROOT, 'apps', 'cli', 'bin', 'courtyard.mjs');
const DAY = 24 * 3_600_000;

export interface Said {
  readonly code: number | null;
  readonly text: string;
}

/** An installation in a folder of its own, with a real database, log, key store and ledger, that is killed, copied and put back. */
export class Restorable {
  readonly folder = mkdtempSync(join(tmpdir(), 'courtyard-restorable-'));
  readonly home = join(this.folder, 'house');
  readonly secrets = new FolderSecrets(join(this.home, 'secrets'));
  /** An age key of the operator, and what it opens. */
  readonly identity = join(this.folder, 'identity');
  recipient!: string;
  /** Absent while it is stopped. */
  running: Running | undefined;
  readonly children = new Set<ChildProcess>();

  async prepare(): Promise<this> {
    const identity = await generateX25519Identity();
    writeFileSync(this.identity, `# made for a test\n${identity}\n`, { mode: 0o600 });
    this.recipient = await identityToRecipient(identity);
    return this;
  }

  /** The database with the services of the product on it. */
  async start(): Promise<Running> {
    this.running = await Running.open(this);
    return this.running;
  }

  async stop(): Promise<void> {
    await this.running?.close();
    this.running = undefined;
  }

  /** Keeps a copy of the folder of the database, as it lies on the disk while it is stopped. */
  copyDatabase(name: string): void {
    // With its owner, who is another than us where we are root.
    execFileSync('cp', ['-a', join(this.home, 'postgres'), join(this.folder, name)]);
  }

  /** Puts a copy in the place of the database, or nothing. */
  putDatabase(name?: string): void {
    rmSync(join(this.home, 'postgres'), { recursive: true, force: true });
    if (name) renameSync(join(this.folder, name), join(this.home, 'postgres'));
  }

  /** The command line, as an operator runs it. */
  async courtyard(...args: string[]): Promise<Said> {
    const child = this.begin(...args);
    return child.ended;
  }

  /** The same, to be killed. */
  begin(...args: string[]): { child: ChildProcess; said(): string; ended: Promise<Said> } {
    return this.run([COMMAND, ...args], {});
  }

  /** One process of the product, until it says that it works or why it does not. */
  async process(name: 'api' | 'egress' | 'sequencer', urls: Record<string, string>): Promise<string> {
    const entry = join(ROOT, 'apps', name, 'dist', 'main.js');
    const env = {
      API_DATABASE_URL: urls['api'],
      RELAY_DATABASE_URL: urls['relay'],
      EGRESS_DATABASE_URL: urls['egress'],
      AUDIT_DATABASE_URL: urls['audit'],
      PORT: '0',
      HOST: '127.0.0.1',
    };
    const { child, ended } = this.run([entry], env, true);
    const heard = once(child, 'message').then(([message]) => message as { fault?: string; ready?: true });
    const first = await Promise.race([heard, ended]);
    // The sequencer says that it works before it has looked.
    const message =
      'ready' in first && name === 'sequencer'
        ? await Promise.race([
            once(child, 'message').then(([next]) => next as { fault?: string }),
            new Promise<{ fault?: string }>((done) => setTimeout(done, 2_000, first)),
          ])
        : first;
    const said = 'fault' in message && message.fault ? message.fault : 'ready';
    if (said === 'ready') child.kill('SIGTERM');
    const { code } = await ended;
    return said === 'ready' ? 'ready' : `${code} ${said}`;
  }

  remove(): void {
    for (const child of this.children) child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(args: string[], env: NodeJS.ProcessEnv, ipc = false) {
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, args, {
      env: { PATH, HOME, COURTYARD_FOLDER: this.home, ...env },
      stdio: ipc ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
    });
    this.children.add(child);
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (more: string) => {
        text += more;
      });
    const ended = once(child, 'close').then(([code]): Said => {
      this.children.delete(child);
      return { code: code as number | null, text };
    });
    return { child, said: () => text, ended };
  }
}

/** What is open while it runs. */
export class Running {
  static async open({ home, secrets }: Restorable): Promise<Running> {
    const server = await EmbeddedPostgres.start({ folder: home });
    const ownerUrl = server.ownerSocketUrl;
    await migrate({ ownerUrl, secrets });
    const urls = await roleUrls({ ownerUrl, secrets });
    const owner = new Client({ connectionString: ownerUrl });
    owner.on('error', () => undefined);
    await owner.connect();
    const ledger = await SqliteLedger.open(home, secrets);
    return new Running(server, urls, owner, ledger, home, secrets);
  }

  readonly keys: SqliteKeyStore;
  readonly audit: AuditLog;
  private readonly databases: Database[] = [];
  private readonly appender: Appender;
  private consent: ConsentHouse | undefined;
  /** One, for it holds the lock as long as its connection. */
  private sequencer: Sequencer | undefined;

  private constructor(
    private readonly server: EmbeddedPostgres,
    readonly urls: Awaited<ReturnType<typeof roleUrls>>,
    readonly owner: Client,
    readonly ledger: SqliteLedger,
    private readonly folder: string,
    private readonly secrets: FolderSecrets,
  ) {
    this.keys = SqliteKeyStore.open(folder, { ledger });
    this.appender = new Appender({ database: this.database('api') });
    this.audit = new AuditLog({
      keys: this.keys,
      appender: this.appender,
      policyVersion: policyVersionOf(permissionMatrix()),
    });
  }

  /** The services of consent and feed, in a company that is founded with it; its clock stands some days ago. */
  async company(): Promise<ConsentHouse> {
    const { ownerUrl } = this.server;
    const home: TestDatabase = {
      ownerUrl,
      urls: this.urls,
      open: (role = 'api') => this.database(role),
      close: async () => undefined,
    };
    this.consent = await openConsentHouse({
      home,
      trail: this.audit,
      ledger: this.ledger,
      clock: new StandingClock(Date.now() - 5 * DAY),
    });
    return this.consent;
  }

  async query<Row = Record<string, unknown>>(text: string, ...values: unknown[]): Promise<Row[]> {
    return (await this.owner.query(text, values)).rows as Row[];
  }

  /** Until all that was recorded is signed. @returns the newest checkpoint */
  async sign(): Promise<string> {
    await this.appender.idle();
    this.sequencer ??= new Sequencer({
      store: new TreeStore(this.database('audit')),
      signer: { read: () => readSigner(this.secrets), obtain: () => obtainSigner(this.secrets) },
      mark: new LogMark(join(this.folder, 'secrets')),
      build: 'b'.repeat(64),
      pin: (text) => this.ledger.pin(text),
      now: (() => {
        let at = 0;
        return () => {
          at += 20_000;
          return at;
        };
      })(),
    });
    for (let tries = 0; tries < 200; tries++) {
      await this.sequencer.turn();
      const [row] = await this.query<{ done: boolean; note: string }>(
        `select (select count(*) from audit_event) = h.size and c.size = h.size as done, c.note
         from audit_head h, lateral (select size, note from audit_checkpoint order by size desc limit 1) c`,
      );
      if (row?.done) return row.note;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error('The log was not signed.');
  }

  async close(): Promise<void> {
    await this.consent?.owner.end();
    await this.appender.close();
    for (const database of this.databases) await database.close();
    await this.owner.end();
    this.keys.close();
    this.ledger.close();
    await this.server.stop();
  }

  private database(role: 'api' | 'audit' | 'egress' | 'search' | 'relay'): Database {
    const database = Database.open({
      url: this.urls[role],
      max: role === 'audit' ? 1 : 8,
      applicationName: 'test',
    });
    this.databases.push(database);
    return database;
  }
}
