import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Row, Statement } from '@courtyard/database';
import { outboxLag } from '@courtyard/observe';
import type { Position } from './position.js';

/** Something that happened, as its writer told it: ids, never contents. */
export interface OutboxEvent {
  readonly organisationId: string;
  readonly topic: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly position: Position;
}

export type Listener = (event: OutboxEvent) => void;

export interface RelayOptions {
  /** How long to wait before looking again when nobody called, in milliseconds; other processes write too. */
  readonly idleMillis?: number;
  /** Told when the database does not answer or a listener throws; the relay goes on. */
  readonly onFault?: (failure: unknown) => void;
}

/** Events that are read by one statement. */
export const MOST_AT_ONCE = 1_000;
/** After a call the commit may still hide behind an older transaction for a moment; look again this soon. */
const EAGER_MILLIS = [0, 2, 5, 10, 20] as const;
const KEPT_HOURS = 48;
/** Tokens older than this start anew; rows are kept longer, so that none is missing while a reader catches up. */
export const RESUMABLE_HOURS = 24;

const COLUMNS =
  'organisation_id, xid::text, position, topic, payload, extract(epoch from created_at)::bigint';
// `order by xid` would mean the text in the list above, in which 999 comes after 1000.
/** Only below the oldest running transaction: whatever commits later has a higher number (gate.md section 6). */
const SETTLED = 'xid < pg_snapshot_xmin(pg_current_snapshot())';

/** The last that is settled, or nothing, and the time. */
const LAST = `select extract(epoch from now())::bigint, o.* from (select) one left join lateral (
  select outbox.xid::text, position from outbox where ${SETTLED} order by outbox.xid desc, outbox.position desc limit 1) o on true`;

/** What is settled after a place, and the time at which that is all: both as one snapshot sees them. */
const DRAIN = `select extract(epoch from now())::bigint, o.*
from (select) one left join lateral (
  select ${COLUMNS} from outbox where (xid, position) > ($1::text::xid8, $2::bigint) and ${SETTLED}
  order by outbox.xid, outbox.position limit ${MOST_AT_ONCE}) o on true`;

/** What is committed already but hides behind an older transaction. */
const UNSETTLED = `select ${COLUMNS} from outbox
where xid >= pg_snapshot_xmin(pg_current_snapshot()) and topic = any ($1::text[]) order by outbox.xid, outbox.position limit ${MOST_AT_ONCE}`;

/** Since when the oldest change waits that nobody was told of. */
const LAG = `select extract(epoch from now() - created_at) from outbox where (xid, position) > ($1::text::xid8, $2::bigint)
order by outbox.xid, outbox.position limit 1`;

/** In portions, so that the first pruning after a long silence holds no lock for long. */
const PRUNED_AT_ONCE = 10_000;
const PRUNE = `with gone as (
  delete from outbox where (organisation_id, position) in (
    select organisation_id, position from outbox where created_at < now() - interval '${KEPT_HOURS} hours' limit ${PRUNED_AT_ONCE})
  returning 1)
select count(*) from gone`;

/**
 * Reads what was committed, in one order, without gap or duplicate, and hands it to its listeners.
 *
 * 1. `head` only moves forward, and every event at or before it was handed to every listener subscribed at that time. Its place
 *    is always that of an event: numbers of transactions that left nothing behind are given again after a crash or at a
 *    promoted standby, and an event under such a number would lie behind a head that had counted them.
 * 2. An event is handed over at most once per listener.
 * 3. Nothing is read before it is settled, so an event never appears behind the head.
 * 4. What ends access does not wait for that: an urgent listener hears it as soon as it is committed, in any order and more
 *    than once. A transaction that runs for minutes holds back news, but no sign-out.
 */
export class Relay {
  private readonly listeners = new Set<Listener>();
  private readonly urgent = new Map<Listener, readonly string[]>();
  private readonly stopping = new AbortController();
  private at: Position | null = null;
  private heard: { readonly seconds: number; readonly at: number } | undefined;
  private called = 0;
  private wake: () => void = () => {};
  private unwatch: () => void = () => {};
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly options: RelayOptions = {},
  ) {}

  /** Starts at what is committed now; earlier events are for those who resume. */
  async start(): Promise<void> {
    const [[row] = []] = await this.database.withoutOrganisation([{ text: LAST, values: [] }]);
    this.at = { xid: BigInt(row?.[1] ?? 0), row: BigInt(row?.[2] ?? 0), at: Number(row?.[0] ?? 0) };
    this.hearTime(row?.[0]);
    this.loop = this.run();
    this.unwatch = outboxLag.watch({}, () => this.lag());
  }

  async stop(): Promise<void> {
    this.unwatch();
    this.stopping.abort();
    this.wake();
    await this.loop;
  }

  /** Somebody committed: look at once. */
  nudge(): void {
    this.called++;
    this.wake();
  }

  /** How far everybody has been told. Take it before reading rows: whatever the rows lack comes after it. */
  get head(): Position {
    if (!this.at) throw new Error('The relay was not started.');
    return this.at;
  }

  /**
   * What time it is by the database, in milliseconds: what it said last, to the second, and what passed since. Nobody who sets this
   * machine's clock changes it.
   */
  get time(): number | undefined {
    return this.heard && this.heard.seconds * 1_000 + performance.now() - this.heard.at;
  }

  /** @returns the way to unsubscribe. */
  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * For topics after which something must end at once. The listener may hear an event again, so hearing must be harmless.
   * @returns the way to unsubscribe.
   */
  subscribeUrgently(topics: readonly string[], listener: Listener): () => void {
    const own: Listener = (event) => {
      if (topics.includes(event.topic)) listener(event);
    };
    this.urgent.set(own, topics);
    return () => this.urgent.delete(own);
  }

  /** How many listen, for tests that look for what was forgotten. */
  get listening(): number {
    return this.listeners.size;
  }

  /** The settled events of one organisation after a position, oldest first; at most 1,000 at a time. */
  async since(organisationId: string, after: Position, topics: readonly string[]): Promise<OutboxEvent[]> {
    const [rows = []] = await this.database.withoutOrganisation([
      {
        text: `select ${COLUMNS} from outbox where organisation_id = $1::uuid and topic = any ($4::text[])
and (xid, position) > ($2::text::xid8, $3::bigint) and ${SETTLED} order by outbox.xid, outbox.position limit ${MOST_AT_ONCE}`,
        values: [organisationId, String(after.xid), String(after.row), topics],
      },
    ]);
    return rows.map(toEvent);
  }

  /** Deletes what nobody may resume from any more. @returns how many rows */
  async prune(): Promise<number> {
    for (let gone = 0; ; ) {
      const [[row] = []] = await this.database.withoutOrganisation([{ text: PRUNE, values: [] }]);
      const count = Number(row?.[0] ?? 0);
      gone += count;
      if (count < PRUNED_AT_ONCE || this.stopping.signal.aborted) return gone;
    }
  }

  private async run(): Promise<void> {
    let answered = -1;
    while (!this.stopping.signal.aborted) {
      const eager = this.called !== answered;
      answered = this.called;
      try {
        for (const millis of eager ? EAGER_MILLIS : [0]) {
          if (millis > 0) await this.pause(millis);
          if ((await this.drain()) > 0) break;
        }
      } catch (failure) {
        this.options.onFault?.(failure);
      }
      if (answered === this.called) await this.rest(this.options.idleMillis ?? 100);
    }
  }

  private async drain(): Promise<number> {
    for (let count = 0; ; ) {
      const [rows = [], early = []] = await this.database.withoutOrganisation(this.questions());
      this.hearTime(rows[0]?.[0]);
      for (const event of early.map(toEvent)) this.tell(this.urgent.keys(), event);
      const events = rows.filter(([, organisationId]) => organisationId !== null).map(toSettled);
      for (const event of events) {
        this.tell(this.urgent.keys(), event);
        this.tell(this.listeners, event);
        this.at = event.position;
      }
      count += events.length;
      if (this.stopping.signal.aborted) return count;
      if (events.length < MOST_AT_ONCE) {
        this.arrive(rows[0]);
        return count;
      }
    }
  }

  private hearTime(seconds: string | null | undefined): void {
    if (seconds) this.heard = { seconds: Number(seconds), at: performance.now() };
  }

  /** Seconds. */
  private async lag(): Promise<number> {
    const { xid, row } = this.head;
    const [[waits] = []] = await this.database.withoutOrganisation([
      { text: LAG, values: [String(xid), String(row)] },
    ]);
    return Math.max(0, Number(waits?.[0] ?? 0));
  }

  private questions(): Statement[] {
    const { xid, row } = this.head;
    const drain = { text: DRAIN, values: [String(xid), String(row)] };
    const topics = [...new Set([...this.urgent.values()].flat())];
    return topics.length === 0 ? [drain] : [drain, { text: UNSETTLED, values: [topics] }];
  }

  /**
   * Nothing more was settled, so everybody was told. The head goes with the time even where nothing happens: else what is handed out as
   * "now" would be too old to resume from after a weekend.
   */
  private arrive(row: Row | undefined): void {
    this.at = { ...this.head, at: Math.max(this.head.at, Number(row?.[0] ?? 0)) };
  }

  private tell(listeners: Iterable<Listener>, event: OutboxEvent): void {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (failure) {
        // One listener's fault must not make the others hear the event twice, or never another.
        this.options.onFault?.(failure);
      }
    }
  }

  private async rest(millis: number): Promise<void> {
    if (this.stopping.signal.aborted) return;
    // Not by a signal: each commit would make an error with its stack, of which nobody hears.
    await new Promise<void>((done) => {
      const timer = setTimeout(done, millis);
      this.wake = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  private async pause(millis: number): Promise<void> {
    await sleep(millis, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

function toSettled(row: Row): OutboxEvent {
  return toEvent(row.slice(1));
}

function toEvent([organisationId, xid, row, topic, payload, at]: Row): OutboxEvent {
  return {
    organisationId: String(organisationId),
    topic: String(topic),
    payload: JSON.parse(String(payload)),
    position: { xid: BigInt(xid ?? 0), row: BigInt(row ?? 0), at: Number(at) },
  };
}
