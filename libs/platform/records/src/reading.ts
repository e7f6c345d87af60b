import './reading.errors.js';
import type { Actor, EmployeeActor, Policy } from '@courtyard/access';
import type { Database, Row, Statement } from '@courtyard/database';
import { CourtyardError } from '@courtyard/errors';
import { bucketOf, foldReading, openPortion, type Portions, readingOf, STEP_MILLIS } from './reading-rows.js';

export type ReadingKind = 'posts' | 'profiles';

/** In an hour; privacy-model.md section 6. */
export const READING_LIMITS: Readonly<Record<ReadingKind, number>> = { posts: 3_000, profiles: 300 };

const HOUR_MILLIS = 3_600_000;
const FOLD_MILLIS = 5_000;
const KINDS: readonly ReadingKind[] = ['posts', 'profiles'];

const counted = new WeakMap<Policy, ReadingKind>();

/** Declares that rows of a policy are counted against the reader's hour. */
export function countedReading<Row extends object>(policy: Policy<Row, string>, kind: ReadingKind): void {
  counted.set(policy, kind);
}

export function readingKindOf(policy: Policy): ReadingKind | undefined {
  return counted.get(policy);
}

interface Reader {
  readonly organisationId: string;
  readonly employeeId: string;
  /** What the database said, by the beginning of each ten minutes. */
  told: ReadonlyMap<number, Portions>;
  /** Read here since the database was told. */
  posts: number;
  profiles: number;
  /** Ask the database again, though nothing was read. */
  ask: boolean;
  at: number;
}

/**
 * How much each person read within an hour: numbers, never what, and gone after it (docs/decisions/0028).
 *
 * 1. A page costs no statement for it: this process counts in memory, and every few seconds adds to the database what was
 *    read since, and learns what other processes added.
 * 2. Beyond a portion nothing more is listed until the reader confirms, and the confirmation is an event of the audit log.
 * 3. Whether something is hidden or not there makes no difference: the question is answered before anything is read.
 */
export class ReadingLimit {
  private readonly readers = new Map<string, Reader>();
  private readonly timer: NodeJS.Timeout;
  private folding: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Pick<Database, 'flight'>,
    private readonly options: {
      readonly limits?: Readonly<Record<ReadingKind, number>>;
      readonly now?: () => number;
      readonly foldMillis?: number;
      readonly onFault?: () => void;
    } = {},
  ) {
    this.timer = setInterval(() => void this.fold(), options.foldMillis ?? FOLD_MILLIS).unref();
  }

  /** @throws reading.too_much */
  assert(actor: Actor, kind: ReadingKind): void {
    if (actor.kind !== 'employee') return;
    const reader = this.readers.get(keyOf(actor));
    if (!reader || !this.isExhausted(reader, kind)) return;
    // It may have been confirmed at another process.
    reader.ask = true;
    const limit = this.limit(kind);
    throw new CourtyardError('reading.too_much', { confirmBy: 'confirmBulkReading', what: kind, limit });
  }

  count(actor: Actor, kind: ReadingKind, rows: number): void {
    if (actor.kind !== 'employee' || rows === 0) return;
    const reader = this.readerOf(actor);
    reader[kind] += rows;
    reader.at = this.now();
  }

  /** Of which kinds a whole portion was read, as all processes know it. */
  async exhausted(actor: EmployeeActor): Promise<readonly ReadingKind[]> {
    const reader = this.readerOf(actor);
    reader.ask = true;
    await this.fold();
    return KINDS.filter((kind) => this.isExhausted(reader, kind));
  }

  /** Opens the next portion. Record it first. */
  async open(actor: EmployeeActor, kinds: readonly ReadingKind[]): Promise<void> {
    const { organisationId, employeeId } = actor;
    await this.database.flight(organisationId, [
      openPortion(organisationId, employeeId, kinds.includes('posts'), kinds.includes('profiles')),
    ]);
    this.readerOf(actor).ask = true;
    await this.fold();
  }

  /** Tells the database what was read here, and learns what was read elsewhere. Never rejects. */
  fold(): Promise<void> {
    this.folding = this.folding.then(() => this.foldAll());
    return this.folding;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.fold();
  }

  private async foldAll(): Promise<void> {
    const due = [...this.readers.values()].filter(({ ask, posts, profiles }) => ask || posts + profiles > 0);
    const byOrganisation = Map.groupBy(due, ({ organisationId }) => organisationId);
    for (const [organisationId, readers] of byOrganisation) {
      try {
        await this.foldOne(organisationId, readers);
      } catch {
        // What was read stays in memory, and is told the next time.
        this.options.onFault?.();
      }
    }
    const since = this.now() - HOUR_MILLIS;
    for (const [key, { at, ask }] of this.readers) if (at < since && !ask) this.readers.delete(key);
  }

  private async foldOne(organisationId: string, readers: readonly Reader[]): Promise<void> {
    const told = readers.map(({ employeeId, posts, profiles }) => ({ employeeId, posts, profiles }));
    const statements: Statement[] = [foldReading(organisationId, told), readingOf(organisationId, told)];
    const [, rows = []] = await this.database.flight(organisationId, statements);
    const byReader = Map.groupBy(rows, ([employeeId]: Row) => String(employeeId));
    readers.forEach((reader, at) => {
      reader.told = new Map((byReader.get(reader.employeeId) ?? []).map(bucketOf));
      reader.posts -= told[at]?.posts ?? 0;
      reader.profiles -= told[at]?.profiles ?? 0;
      reader.ask = false;
    });
  }

  private isExhausted(reader: Reader, kind: ReadingKind): boolean {
    const since = this.now() - HOUR_MILLIS;
    let read = reader[kind];
    let portions = 1;
    for (const [begin, bucket] of reader.told) {
      // Whole steps only: what was read in a step counts until the last minute of it is an hour old.
      if (begin + STEP_MILLIS <= since) continue;
      read += bucket[kind];
      portions += bucket[`${kind}Confirmed`];
    }
    return read >= this.limit(kind) * portions;
  }

  private readerOf(actor: EmployeeActor): Reader {
    const key = keyOf(actor);
    let reader = this.readers.get(key);
    if (!reader) {
      const { organisationId, employeeId } = actor;
      reader = {
        organisationId,
        employeeId,
        told: new Map(),
        posts: 0,
        profiles: 0,
        ask: false,
        at: this.now(),
      };
      this.readers.set(key, reader);
    }
    return reader;
  }

  private limit(kind: ReadingKind): number {
    return (this.options.limits ?? READING_LIMITS)[kind];
  }

  private now(): number {
    return (this.options.now ?? Date.now)();
  }
}

function keyOf({ organisationId, employeeId }: EmployeeActor): string {
  return `${organisationId}/${employeeId}`;
}
