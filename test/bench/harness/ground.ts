import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres, FolderSecrets, inDatabase, roleUrls } from '@courtyard/database';
import { Driver } from '../driver/driver.js';
import type { Done, Job } from '../driver/job.js';
import { digestOfLoad } from '../load/digest.js';
import { type Filled, fill, MAIN_DATABASE } from '../load/fill.js';
import type { Options } from './options.js';
import { usedBy, usedByFamily } from './processor.js';
import { type Product, startProduct } from './product.js';
import { type Reader, readersOf, type Width } from './readers.js';
import type { Sample } from './sample.js';
import { FULL, QUICK, type Scale } from './scale.js';

/** Below what a run needs: a filled folder, the product running on it, and somebody who asks. */
export class Ground {
  readonly tell: (line: string) => void;
  private readonly closing: (() => Promise<void> | void)[] = [];
  private readonly kept = new Map<string, unknown>();
  private readonly attached = new Map<string, { readonly made: Promise<unknown>; close(): Promise<void> }>();
  private product: Product | undefined;
  private http: Promise<Driver<Job, Done>> | undefined;

  private constructor(
    readonly options: Options,
    readonly folder: string,
    readonly filled: Filled,
  ) {
    this.tell = (line) => console.error(line);
  }

  static async open(options: Options): Promise<Ground> {
    const scale = options.quick ? QUICK : FULL;
    const folder = options.keep ?? mkdtempSync(join(tmpdir(), 'courtyard-bench-'));
    const filled = await filledFolder(folder, scale);
    return new Ground(options, folder, filled);
  }

  get scale(): Scale {
    return this.filled.scale;
  }

  get organisation(): string {
    return this.filled.organisation;
  }

  /** The product as it runs; started when it is first asked for. */
  async running(): Promise<Product> {
    const { profile } = this.options;
    this.product ??= await startProduct(this.folder, {
      ...(profile === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profile}` }),
    });
    return this.product;
  }

  /** Stops the product with its server and all that stands on it; the next who asks starts it again. */
  async rest(): Promise<void> {
    for (const { close } of this.attached.values()) await close();
    this.attached.clear();
    await this.product?.stop();
    this.product = undefined;
  }

  /** The address of whoever is above all walls. @param database the organisation's by default */
  async ownerUrl(database: string = MAIN_DATABASE): Promise<string> {
    const server = await this.server();
    return inDatabase(server.ownerSocketUrl, database);
  }

  async roleUrls(database: string = MAIN_DATABASE): ReturnType<typeof roleUrls> {
    const secrets = new FolderSecrets(join(this.folder, 'secrets'));
    return roleUrls({ ownerUrl: await this.ownerUrl(database), secrets });
  }

  readers(width: Width = 11): Reader[] {
    return this.once(`readers ${width}`, () => readersOf(this.organisation, this.scale, width));
  }

  /** What is made once in a run, however many ask for it. */
  once<Made>(name: string, make: () => Made): Made {
    if (!this.kept.has(name)) this.kept.set(name, make());
    return this.kept.get(name) as Made;
  }

  /** The same for what stands on the running product or its server, and ends before they do. */
  attach<Made>(
    name: string,
    make: () => Promise<Made>,
    end: (made: Made) => Promise<void> | void,
  ): Promise<Made> {
    let one = this.attached.get(name);
    if (!one) {
      const made = make();
      one = { made, close: () => made.then(end, () => undefined) };
      this.attached.set(name, one);
    }
    return one.made as Promise<Made>;
  }

  /** Microseconds that PostgreSQL used so far, all processes together. */
  async usedByPostgres(): Promise<number> {
    await this.running();
    const [pid] = readFileSync(join(this.folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
    return usedByFamily(Number(pid));
  }

  /** Asks over HTTP. @throws Error when an answer was wrong */
  async ask(job: Omit<Job, 'url'>, product?: Pick<Product, 'url' | 'api'>): Promise<Sample & Done> {
    const { url, api } = product ?? (await this.running());
    this.http ??= Driver.start<Job, Done>('http.ts').then((driver) => {
      this.closing.push(() => driver.stop());
      return driver;
    });
    const driver = await this.http;
    const [node, postgres] = [usedBy(api), await this.usedByPostgres()];
    const done = await driver.do({ ...job, url });
    const cost = {
      node: (usedBy(api) - node) / done.count,
      postgres: ((await this.usedByPostgres()) - postgres) / done.count,
      driver: done.cpu / done.count,
    };
    const wrong = Object.entries(done.wrong).map(([what, times]) => `${what} ${times} times`);
    if (wrong.length > 0) throw new Error(`of ${done.count} answers were wrong: ${wrong.join(', ')}`);
    return { ...done, perSecond: done.count / done.seconds, cost };
  }

  defer(work: () => Promise<void> | void): void {
    this.closing.push(work);
  }

  async close(): Promise<void> {
    for (const work of this.closing.reverse()) await work();
    await this.rest();
    if (!this.options.keep) rmSync(this.folder, { recursive: true, force: true });
  }

  private async server(): Promise<EmbeddedPostgres> {
    await this.running();
    const server = await EmbeddedPostgres.attach({ folder: this.folder });
    if (!server) throw new Error('The database does not run.');
    return server;
  }
}

const MARK = 'filled.json';

/** Filled now, or by an earlier run by the same files. */
async function filledFolder(folder: string, scale: Scale): Promise<Filled> {
  mkdirSync(folder, { recursive: true });
  const mark = join(folder, MARK);
  const digest = digestOfLoad(scale);
  if (existsSync(mark)) {
    const before = JSON.parse(readFileSync(mark, 'utf8')) as { digest: string; filled: Filled };
    if (before.digest === digest) return before.filled;
    throw new Error(`${folder} was filled by other files or at another size; remove it.`);
  }
  if (readdirSync(folder).length > 0) throw new Error(`${folder} holds something else.`);
  const filled = await fill(folder, scale, (line) => console.error(line));
  writeFileSync(mark, JSON.stringify({ digest, filled }));
  return filled;
}
