import type { Database, Row } from '@courtyard/database';
import type { Tile } from '../merkle/tile.js';
import { TreeStore } from './tree-store.js';

/** An event at its place in the log, as it was recorded. */
export interface LoggedEvent {
  readonly position: bigint;
  /** Canonical JSON. */
  readonly body: Buffer;
}

/** Bodies by place; one that is gone leaves a gap, which the caller sees by counting. */
const BODIES = `select l.position, e.body from audit_leaf l
join audit_event e on e.organisation_id = l.organisation_id and e.id = l.event_id
where l.position >= $1::bigint and l.position < $2::bigint order by l.position`;

const OF_ORGANISATION = `select l.position, e.body from audit_leaf l
join audit_event e on e.organisation_id = l.organisation_id and e.id = l.event_id
where l.organisation_id = $1::uuid and l.position > $2::bigint and l.position < $3::bigint order by l.position limit $4::int`;

const MOST = 1_000;

/** The signed log as it is handed to outsiders, with the rights of role `audit`. */
export class LogReader {
  private readonly store: TreeStore;

  constructor(private readonly database: Pick<Database, 'withoutOrganisation'>) {
    this.store = new TreeStore(database);
  }

  newest(): ReturnType<TreeStore['newest']> {
    return this.store.newest();
  }

  successions(): ReturnType<TreeStore['successions']> {
    return this.store.successions();
  }

  tile(tile: Tile): Promise<Buffer | null> {
    return this.store.tile(tile);
  }

  /** From one place up to, not including, another. */
  async events(from: bigint, to: bigint): Promise<LoggedEvent[]> {
    return (await this.ask(BODIES, String(from), String(to))).map(eventOf);
  }

  /** All events of one organisation below a size, in their order, some hundreds in memory at a time. */
  async *eventsOf(organisationId: string, size: bigint): AsyncGenerator<LoggedEvent> {
    for (let after = -1n; ; ) {
      const rows = await this.ask(OF_ORGANISATION, organisationId, String(after), String(size), MOST);
      const events = rows.map(eventOf);
      yield* events;
      const last = events.at(-1);
      if (!last || events.length < MOST) return;
      after = last.position;
    }
  }

  private async ask(text: string, ...values: unknown[]): Promise<Row[]> {
    const [rows = []] = await this.database.withoutOrganisation([{ text, values }]);
    return rows;
  }
}

function eventOf([position, body]: Row): LoggedEvent {
  return { position: BigInt(position!), body: Buffer.from(body!.slice(2), 'hex') };
}
