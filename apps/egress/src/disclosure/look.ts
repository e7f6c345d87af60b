import { type DryRunColumn, fieldKey } from '@courtyard/catalogue';
import type { Database, Row, Transaction } from '@courtyard/database';
import { everythingLeaving, type Leaving, type LeavingField, READING } from '@courtyard/egress';
import type { Departing } from './ledger.js';
import type { ReleasedRow } from './table.js';

/** A row with what it is recognised by at the next look. */
export interface SeenRow extends ReleasedRow {
  /** Of the row and everything released in it, under the grant's secret: whoever reads it learns no word. */
  readonly mark: string;
}

const PAGE = 1_000;
const PERSONS = `select employee_id, entity, field_nos::text, rows from egress.released_person`;
const COUNTS = `select entity, field_no, opened, cells, released, restricted from egress.column_count`;
const HEAD = `select size from egress.log_head`;

/**
 * One look through the views at one disclosure, at one instant however long it takes. What the views give is what was
 * approved and what every person concerned agrees to at that instant; this process cannot ask for more.
 */
export class Look {
  /** @param secret of the grant, without which the views are empty */
  static at<T>(
    database: Database,
    place: { readonly organisationId: string; readonly id: string },
    secret: string,
    work: (look: Look, tx: Transaction) => Promise<T>,
  ): Promise<T> {
    const settings = { 'egress.disclosure': place.id, 'egress.secret': secret, ...READING };
    return database.snapshot(place.organisationId, settings, (tx) => work(new Look(tx), tx));
  }

  private constructor(private readonly tx: Transaction) {}

  /** Whom the released cells concern. No cell is read for it. */
  async persons(): Promise<Departing[]> {
    const rows = await this.tx.query({ text: PERSONS, values: [] });
    return rows.map(([employeeId, entity, fieldNos, count]) => ({
      employeeId: String(employeeId),
      entity: String(entity),
      fieldNos: String(fieldNos),
      rows: String(count),
    }));
  }

  /** Exact counts per requested field, in the order of the file. */
  async columns(): Promise<DryRunColumn[]> {
    const rows = await this.tx.query({ text: COUNTS, values: [] });
    const counts = new Map(rows.map((row) => [`${row[0]} ${row[1]}`, row]));
    return everythingLeaving().flatMap(({ fields }) =>
      fields.flatMap((field) => {
        const row = counts.get(`${field.entity} ${field.number}`);
        return row ? [columnOf(field, row)] : [];
      }),
    );
  }

  /** Entries of the audit log's newest signed tree; null where there is none. */
  async logPosition(): Promise<string | null> {
    return (await this.tx.query({ text: HEAD, values: [] }))[0]?.[0] ?? null;
  }

  /**
   * Every row with a released cell, by resource and by its random id. That order is the recipient's own: another one's file of
   * the same rows is shuffled otherwise.
   */
  async *rows(): AsyncGenerator<readonly SeenRow[]> {
    for (const leaving of everythingLeaving()) {
      const { entity } = leaving;
      const columns = columnsOf(leaving);
      const select = `select ref, ${markOf(columns)}, ${columns.map(({ sql }) => sql).join(', ')} from ${viewOf(leaving)} order by ref`;
      for await (const page of this.pages(`${leaving.table}_rows`, select))
        yield page.map((row) => rowOf(entity, columns, row));
    }
  }

  /** The marks alone: what would be sent now, without reading any of it. */
  async *marks(): AsyncGenerator<readonly string[]> {
    for (const leaving of everythingLeaving()) {
      const select = `select ${markOf(columnsOf(leaving))} from ${viewOf(leaving)}`;
      for await (const page of this.pages(`${leaving.table}_marks`, select))
        yield page.map(([mark]) => String(mark));
    }
  }

  /** A cursor, so that the database judges and sorts once. Names and texts are of our code. */
  private async *pages(name: string, select: string): AsyncGenerator<readonly Row[]> {
    await this.tx.query({ text: `declare ${name} no scroll cursor for ${select}`, values: [] });
    for (;;) {
      const page = await this.tx.query({ text: `fetch ${PAGE} from ${name}`, values: [] });
      if (page.length > 0) yield page;
      if (page.length < PAGE) break;
    }
    await this.tx.query({ text: `close ${name}`, values: [] });
  }
}

interface Column {
  readonly key: string;
  readonly sql: string;
}

function viewOf({ table }: Leaving): string {
  return `egress.${table}_cells`;
}

/** Where a time was requested and not released, the month stands for it (privacy-model.md section 2). */
function columnsOf({ fields, sinceNo }: Leaving): Column[] {
  return fields.map((field) => {
    const name = field.column.name;
    return {
      key: fieldKey(field),
      sql: field.number === sinceNo ? `coalesce(${instant(name)}, month)` : `${name}::text`,
    };
  });
}

/** ISO 8601 in UTC, as everywhere else, and not as the session prints it. */
function instant(name: string): string {
  return `to_char(${name} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

function markOf(columns: readonly Column[]): string {
  const parts = ["current_setting('egress.secret')", 'ref', 'released', ...columns.map(({ sql }) => sql)];
  return `encode(substring(sha256(convert_to(json_build_array(${parts.join(', ')})::text, 'UTF8')) for 16), 'hex')`;
}

function rowOf(entity: string, columns: readonly Column[], [ref, mark, ...values]: Row): SeenRow {
  const cells = columns.flatMap(({ key }, at): [string, string][] => {
    const value = values[at];
    return value === null || value === undefined ? [] : [[key, value]];
  });
  return { entity, ref: String(ref), mark: String(mark), cells: new Map(cells) };
}

function columnOf(field: LeavingField, row: Row): DryRunColumn {
  const [, , opened, ...numbers] = row;
  const [cells = 0, released = 0, restricted = 0] = numbers.map(Number);
  const rest = cells - released - restricted;
  const withheld = opened === 't' ? { restricted, withheld: rest } : { policy: cells };
  return { field: fieldKey(field), cells, released, withheld };
}
