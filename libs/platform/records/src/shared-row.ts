import { type Actor, allows, type MappedColumn, type Policy } from '@courtyard/access';
import type { Row } from '@courtyard/database';
import { cellsOfJson } from './cell/cell-columns.js';
import { type Companion, keyOf, type Met } from './companion.js';
import { projectionOf, toEntity } from './row.js';

/** One actor who asks for one row, with what comes along. */
export interface AskedFor {
  readonly actor: Actor;
  readonly policy: Policy;
  readonly action: string;
  readonly id: string;
  readonly companions: readonly Companion[];
}

/** The row as this actor may see it, and what came along for them. */
export interface Seen {
  readonly row: object;
  readonly met: readonly Met[];
}

type Entity = Readonly<Record<string, unknown>>;

/** A companion, where in a line of the answer it stands, and whether it is each one's own. */
export type Part =
  | {
      readonly kind: 'one';
      readonly companion: Companion;
      readonly at: number;
      /** Where it says whether this one may see it, if that depends on who asks. */
      readonly own: number | null;
      readonly further: readonly Part[];
    }
  | {
      readonly kind: 'each' | 'many';
      readonly companion: Companion;
      readonly at: number;
      readonly own: boolean;
    }
  | { readonly kind: 'cells'; readonly companion: Companion; readonly at: number };

/** A row and what comes along with it, read once for all who may see it, and judged for each of them. */
export class SharedRow {
  private readonly row: Entity;
  private readonly rows = new Map<Part, readonly Entity[]>();

  constructor(
    private readonly policy: Policy,
    columns: readonly MappedColumn[],
    private readonly parts: readonly Part[],
    /** The line of the first of them. */
    first: Row,
    offset: number,
  ) {
    this.row = frozen(policy, columns, first, offset);
    this.keep(parts, first);
  }

  /** @param cells their line */
  seenBy({ actor, action, id }: AskedFor, cells: Row): Seen | null {
    // The second judgement: a slip in the SQL, or a neighbour taken for somebody, must not become a leak.
    const isAsked = this.row[keyOf(this.policy).property] === id;
    if (!isAsked || !allows(this.policy, actor, action, this.row)) return null;
    const met: Met[] = [];
    this.meet(actor, this.parts, this.row, cells, met);
    return { row: this.row, met };
  }

  private keep(parts: readonly Part[], cells: Row): void {
    for (const part of parts) {
      const { companion, at } = part;
      if (part.kind === 'one') {
        const one = frozen(companion.policy, projectionOf(companion.policy, companion.action), cells, at);
        this.rows.set(part, one[keyOf(companion.policy).property] === null ? [] : [one]);
        this.keep(part.further, cells);
      } else if (part.kind !== 'cells' && !part.own) this.rows.set(part, listed(companion, cells[at]));
    }
  }

  private meet(actor: Actor, parts: readonly Part[], parent: Entity | null, cells: Row, met: Met[]): void {
    for (const part of parts) {
      const { companion } = part;
      const seen = (one: object) => allows(companion.policy, actor, companion.action, one);
      if (part.kind === 'cells') {
        if (!parent) continue;
        const json = cells[part.at];
        const mine = json && seen(parent);
        met.push({ companion, id: String(parent['id']), cells: mine ? cellsOfJson(json) : null });
      } else if (part.kind === 'one') {
        const may = part.own === null || cells[part.own] !== null;
        const row = (may && this.rows.get(part)?.find(seen)) || null;
        const named = parent?.[companion.by];
        if (typeof named === 'string') met.push({ companion, id: named, row });
        this.meet(actor, part.further, row, cells, met);
      } else {
        // Of what they may not see they are told nothing that hangs on it.
        if (!parent) continue;
        const all = part.own ? listed(companion, cells[part.at]) : (this.rows.get(part) ?? []);
        const rows = all.filter(seen);
        if (part.kind === 'many') met.push({ companion, id: String(parent['id']), rows });
        else {
          const key = keyOf(companion.policy).property;
          for (const one of parent[companion.by] as string[])
            met.push({ companion, id: one, row: rows.find((row) => row[key] === one) ?? null });
        }
      }
    }
  }
}

/** Rows that one statement's neighbours may have read as well. */
const MOST_KNOWN = 8;

/** Rows that were read by statements of one text. */
export class KnownRows {
  private readonly known: { readonly cells: readonly (string | null)[]; readonly row: SharedRow }[] = [];

  /**
   * The row that was read before where every cell of it is the same, else one that is made now.
   * @param line where a row comes first
   * @param shared where in it stands what is the same for all
   */
  same(line: Row, shared: readonly number[], make: () => SharedRow): SharedRow {
    const cells = shared.map((at) => line[at] ?? null);
    const before = this.known.find((one) => one.cells.every((cell, at) => cell === cells[at]));
    if (before) return before.row;
    const row = make();
    this.known.unshift({ cells, row });
    this.known.splice(MOST_KNOWN);
    return row;
  }
}

/** The same by the names of statements. */
export class SharedRows {
  private readonly byName = new Map<string, KnownRows>();

  of(name: string): KnownRows {
    let known = this.byName.get(name);
    if (!known) {
      known = new KnownRows();
      this.byName.set(name, known);
    }
    return known;
  }

  clear(): void {
    this.byName.clear();
  }
}

function listed({ policy, action }: Companion, json: string | null | undefined): Entity[] {
  const columns = projectionOf(policy, action);
  return (JSON.parse(json ?? '[]') as Row[]).map((cells) => frozen(policy, columns, cells, 0));
}

/** Many are handed the same object: nobody may write on it. */
function frozen(policy: Policy, columns: readonly MappedColumn[], cells: Row, offset: number): Entity {
  const row = toEntity(policy, columns, cells, offset) as Record<string, unknown>;
  for (const value of Object.values(row)) if (Array.isArray(value)) Object.freeze(value);
  return Object.freeze(row);
}
