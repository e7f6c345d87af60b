import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Row } from '@courtyard/database';
import type { Position } from './position.js';

/** Something that happened, as its writer told it: ids, never contents. */
export interface OutboxEvent {
  readonly organisationId: string;
  readonly topic: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly position: Position;
}

export interface RelayOptions {
  /** How long to wait before looking again when nobody called, in milliseconds; other processes write too. */
  readonly idleMillis?: number;
  /** Told when the database does not answer; the relay goes on trying. */
  readonly onFault?: (failure: unknown) => void;
}

const BATCH = 1_000;
/** After a call the commit may still hide behind an older transaction for a moment; look again this soon. */
const EAGER_MILLIS = [0, 2, 5, 10, 20] as const;
const KEPT_HOURS = 48;
/** Tokens older than this start anew; rows are kept longer, so that none is missing while a reader catches up. */
export const RESUMABLE_HOURS = 24;

const SELECT =
  'select organisation_id, xid::text, position, topic, payload, extract(epoch from created_at)::bigint from outbox';
// `order by xid` would mean the text in the list above, in which 999 comes after 1000.
/** Only below the oldest running transaction: whatever commits later has a higher number (gate.md section 6). */
const SETTLED = 'xid < pg_snapshot_xmin(pg_current_snapshot())';

/**
 * Reads what was committed, in one order, without gap or duplicate, and hands it to its listeners.
 *
 * 1. `head` only moves forward, and every event at or before it was handed to every listener subscribed at that time.
 * 2. An event is handed over at most once per listener.
 * 3. Nothing is read before it is settled, so an event never appears behind the head.
 */
export class Relay {
  private readonly listeners = new Set<(event: OutboxEvent) => void>();
  private readonly stopping = new AbortController();
  private at: Position | null = null;
  private called = 0;
  private wake: () => void = () => {};
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly options: RelayOptions = {},
  ) {}

  /** Starts at what is committed now; earlier events are for those who resume. */
  async start(): Promise<void> {
    const [[row] = []] = await this.database.withoutOrganisation([
      {
        text: 'select pg_snapshot_xmin(pg_current_snapshot())::text, extract(epoch from now())::bigint',
        values: [],
      },
    ]);
    this.at = { xid: BigInt(row?.[0] ?? 0), row: 0n, at: Number(row?.[1] ?? 0) };
    this.loop = this.run();
  }

  async stop(): Promise<void> {
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

  /** @returns the way to unsubscribe. */
  subscribe(listener: (event: OutboxEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The settled events of one organisation after a position, oldest first; at most 1,000 at a time. */
  async since(organisationId: string, after: Position, topics: readonly string[]): Promise<OutboxEvent[]> {
    const [rows = []] = await this.database.withoutOrganisation([
      {
        text: `${SELECT} where organisation_id = $1::uuid and topic = any ($4::text[]) and (xid, position) > ($2::text::xid8, $3::bigint)
and ${SETTLED} order by outbox.xid, position limit ${BATCH}`,
        values: [organisationId, String(after.xid), String(after.row), topics],
      },
    ]);
    return rows.map(toEvent);
  }

  /** Deletes what nobody may resume from any more. @returns how many rows */
  async prune(): Promise<number> {
    const [rows = []] = await this.database.withoutOrganisation([
      {
        text: `delete from outbox where created_at < now() - interval '${KEPT_HOURS} hours' returning 1`,
        values: [],
      },
    ]);
    return rows.length;
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
    let count = 0;
    for (;;) {
      const { xid, row } = this.head;
      const [rows = []] = await this.database.withoutOrganisation([
        {
          text: `${SELECT} where (xid, position) > ($1::text::xid8, $2::bigint) and ${SETTLED} order by outbox.xid, position limit ${BATCH}`,
          values: [String(xid), String(row)],
        },
      ]);
      for (const event of rows.map(toEvent)) {
        for (const listener of this.listeners) listener(event);
        this.at = event.position;
      }
      count += rows.length;
      if (rows.length < BATCH || this.stopping.signal.aborted) return count;
    }
  }

  private async rest(millis: number): Promise<void> {
    await Promise.race([this.pause(millis), new Promise<void>((resolve) => (this.wake = resolve))]);
  }

  private async pause(millis: number): Promise<void> {
    await sleep(millis, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

function toEvent([organisationId, xid, row, topic, payload, at]: Row): OutboxEvent {
  return {
    organisationId: String(organisationId),
    topic: String(topic),
    payload: JSON.parse(String(payload)),
    position: { xid: BigInt(xid ?? 0), row: BigInt(row ?? 0), at: Number(at) },
  };
}
