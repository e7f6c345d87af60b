import {
  type Actor,
  allows,
  type EmployeeActor,
  type MappedColumn,
  type Policy,
  rulesFor,
  tableOf,
} from '@courtyard/access';
import type { Database, Row, Statement } from '@courtyard/database';
import { BatchParameters } from './batch-parameters.js';
import { cellsColumn, cellsOfJson } from './cell/cell-columns.js';
import { type Companion, columnOf, keyOf, linkOf, type Met } from './companion.js';
import { InBatches } from './in-batches.js';
import { keyColumns } from './key-columns.js';
import { identifier, policySql } from './policy-sql.js';
import { projectionOf, toEntity } from './row.js';

/** What one statement reads for: few enough to begin to tell the first before the last is judged. */
const MOST_AT_ONCE = 250;
export const STATEMENTS_AT_ONCE = 3;

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

/**
 * Reads a row for many who ask for it at about the same time, in one statement for some hundred of them.
 *
 * 1. The policy is judged for each of them, in SQL over a table of who asks, and again in memory by the same rules. So is that of
 *    each companion. A row that nobody of them may see does not leave the database.
 * 2. What is the same for all comes once and is one frozen object; what is somebody's own comes for each.
 * 3. Rules depend on roles, so only those of whom the same rules speak are in one statement.
 */
export class JudgedForMany {
  private readonly asked: InBatches<AskedFor, Seen | null>;

  constructor(
    private readonly database: Database,
    limits: { readonly most: number; readonly atOnce: number } = {
      most: MOST_AT_ONCE,
      atOnce: STATEMENTS_AT_ONCE,
    },
  ) {
    this.asked = new InBatches((batch) => this.read(batch), limits);
  }

  load(asked: AskedFor): Promise<Seen | null> {
    return this.asked.ask(asked);
  }

  private async read(batch: readonly AskedFor[]): Promise<(Seen | null)[]> {
    const answers = new Map<AskedFor, Seen | null>();
    const together = Map.groupBy(batch, statementOf);
    await Promise.all(
      [...together.values()].map(async (some) => {
        const { statement, read } = judgeForMany(some);
        const [rows = []] = await this.database.flight((some[0] as AskedFor).actor.organisationId, [
          statement,
        ]);
        for (const [asked, seen] of read(rows)) answers.set(asked, seen);
      }),
    );
    return batch.map((asked) => answers.get(asked) ?? null);
  }
}

const rulesets = new WeakMap<Policy, Map<string, Map<string, string>>>();
const names = new WeakMap<object, number>();
let named = 0;

/** A name for whatever must be equal for two to be asked for in one statement. */
function statementOf({ actor, policy, action, companions }: AskedFor): string {
  let number = names.get(companions);
  if (number === undefined) names.set(companions, (number = ++named));
  const judged = [rulesOf(policy, actor, action), ...companions.map((one) => rulesOfAll(one, actor))];
  return `${actor.organisationId} ${policy.resource}:${action} ${number} ${judged.join(' ')}`;
}

function rulesOfAll({ policy, action, companions }: Companion, actor: Actor): string {
  return [rulesOf(policy, actor, action), ...companions.map((one) => rulesOfAll(one, actor))].join(' ');
}

/** Which rules speak of an actor depends on what they are, and not on who: remembered by that. */
function rulesOf(policy: Policy, actor: Actor, action: string): string {
  const what = actor.kind === 'system' ? `errand ${actor.errand}` : whatIs(actor);
  let known = rulesets.get(policy);
  if (!known) rulesets.set(policy, (known = new Map()));
  let byActor = known.get(action);
  if (!byActor) known.set(action, (byActor = new Map()));
  let rules = byActor.get(what);
  if (rules === undefined) byActor.set(what, (rules = rulesFor(policy, actor, action).join()));
  return rules;
}

function whatIs({ roles, offices }: EmployeeActor): string {
  return `${[...roles].sort().join()}/${[...offices].sort().join()}`;
}

interface Judging {
  readonly statement: Statement;
  /** @returns what each of them may see; who is not named may see nothing. */
  read(rows: readonly Row[]): Iterable<[AskedFor, Seen | null]>;
}

const ROW = 't';
const BATCH = 'b';
const SHARED = 'j';

/** Where in a line of the answer something stands, and how it is read. */
type Part =
  | {
      readonly kind: 'one';
      readonly companion: Companion;
      readonly at: number;
      readonly further: readonly Part[];
    }
  | {
      readonly kind: 'each' | 'many';
      readonly companion: Companion;
      readonly at: number;
      readonly own: boolean;
    }
  | { readonly kind: 'cells'; readonly companion: Companion; readonly at: number };

/** The statement that judges for some of whom the same rules speak, and how its answer is read. */
function judgeForMany(asked: readonly AskedFor[]): Judging {
  const [{ actor, policy, action, companions }] = asked as [AskedFor];
  const [key] = keyColumns(policy);
  if (!key) throw new Error(`${policy.resource} has no key.`);
  const columns = projectionOf(policy, action);
  const parts = new Parts(actor, columns);
  const { parameters } = parts;
  const may = policySql(policy, actor, action, ROW, parameters);
  const read = parts.along(policy, companions, ROW);
  // Those who see the same people beside the row see the same row: it comes with the first of them only.
  const alike = [`${BATCH}.id`, ...parts.keys.map((one) => `${one} is null`)].join(', ');
  const inner = [`${BATCH}.n`, `min(${BATCH}.n) over (partition by ${alike}) as first`, ...parts.inner].join(
    ', ',
  );
  const batch = parameters.table(asked, key.type);
  const text = `with ${batch}
select ${[`${SHARED}.n`, `${SHARED}.first`, ...parts.outer].join(', ')} from (
  select ${inner} from ${BATCH}
  join ${identifier(tableOf(policy.entity))} ${ROW} on ${ROW}.organisation_id = ${parameters.organisation} and ${ROW}.${identifier(key.name)} = ${BATCH}.id${parts.joins}
  where ${may}) ${SHARED}
order by ${SHARED}.n`;
  return {
    statement: { text, values: parameters.values },
    read: function* (rows) {
      const shared = new Map<string, Shared>();
      for (const cells of rows) {
        const [n, first] = cells as [string, string];
        let one = shared.get(first);
        if (!one) shared.set(first, (one = new Shared(policy, columns, read, cells)));
        const who = asked[Number(n) - 1] as AskedFor;
        yield [who, one.seenBy(who, cells)];
      }
    },
  };
}

/** Collects what a statement selects: what is the same for those who see alike, and what is each one's own. */
class Parts {
  readonly parameters: BatchParameters;
  readonly inner: string[] = [];
  readonly outer: string[] = [];
  /** The keys of companions that are joined: null where the companion is not there to be seen. */
  readonly keys: string[] = [];
  joins = '';

  constructor(
    private readonly actor: Actor,
    columns: readonly MappedColumn[],
  ) {
    this.parameters = new BatchParameters(actor, BATCH);
    this.sharedColumns(ROW, columns);
  }

  along(policy: Policy, companions: readonly Companion[], row: string): Part[] {
    return companions.map((companion, at) => {
      const { kind } = companion;
      if (kind === 'cells') return { kind, companion, at: this.cells(companion, row) };
      const alias = `${row}${at}`;
      if (kind === 'one') return this.one(policy, companion, row, alias);
      return { kind, companion, ...this.list(policy, companion, row, alias) };
    });
  }

  private one(policy: Policy, companion: Companion, row: string, alias: string): Part {
    this.joins += `\n  left join ${this.table(companion, alias)} on ${this.seen(policy, companion, row, alias)}`;
    this.keys.push(`${alias}.${identifier(keyOf(companion.policy).name)}`);
    const at = this.sharedColumns(alias, projectionOf(companion.policy, companion.action));
    const further = this.along(companion.policy, companion.companions, alias);
    return { kind: 'one', companion, at, further };
  }

  /** Rows as JSON of text: once where they do not depend on who asks, else for each. */
  private list(
    policy: Policy,
    companion: Companion,
    row: string,
    alias: string,
  ): { at: number; own: boolean } {
    const cells = projectionOf(companion.policy, companion.action)
      .map(({ name }) => `${alias}.${identifier(name)}::text`)
      .join(', ');
    const from = (parent: string) =>
      `(select json_agg(json_build_array(${cells})) from ${this.table(companion, alias)} where ${this.seen(policy, companion, parent, alias)})`;
    const text = from(row);
    const own = companion.kind === 'many' || this.parameters.dependsOnActor(text);
    if (own) return { at: this.own(text), own };
    const by = identifier(columnOf(policy, companion.by, true).name);
    // Read once a shape, above the lines of the batch.
    const once = text.replace(`${row}.${by}`, `${SHARED}.${nameIn(row, by)}`);
    return { at: this.outer.push(`case when ${SHARED}.n = ${SHARED}.first then ${once} end`) + 1, own };
  }

  private cells({ policy, action }: Companion, row: string): number {
    const may = policySql(policy, this.actor, action, row, this.parameters);
    return this.own(`case when ${may} then ${cellsColumn(policy, row, this.parameters)} end`);
  }

  private seen(policy: Policy, one: Companion, row: string, alias: string): string {
    return `${alias}.organisation_id = ${this.parameters.organisation} and ${linkOf(policy, one, row, alias)} and ${policySql(one.policy, this.actor, one.action, alias, this.parameters)}`;
  }

  private table(companion: Companion, alias: string): string {
    return `${identifier(tableOf(companion.policy.entity))} ${alias}`;
  }

  private own(text: string): number {
    const name = `"own_${this.inner.length}"`;
    this.inner.push(`${text} as ${name}`);
    return this.outer.push(`${SHARED}.${name}`) + 1;
  }

  /** @returns where the first of them stands in a line; before all stand the number and that of the first who sees alike. */
  private sharedColumns(alias: string, columns: readonly MappedColumn[]): number {
    const at = this.outer.length + 2;
    for (const { name } of columns) {
      const known = nameIn(alias, identifier(name));
      this.inner.push(`${alias}.${identifier(name)} as ${known}`);
      this.outer.push(`case when ${SHARED}.n = ${SHARED}.first then ${SHARED}.${known} end`);
    }
    return at;
  }
}

function nameIn(alias: string, name: string): string {
  return `"${alias}_${name.slice(1, -1)}"`;
}

/** The row, and what comes along with it, of those who see alike; judged for each of them. */
class Shared {
  private readonly row: Readonly<Record<string, unknown>>;
  private readonly rows = new Map<Part, readonly Readonly<Record<string, unknown>>[]>();

  constructor(
    private readonly policy: Policy,
    columns: readonly MappedColumn[],
    private readonly parts: readonly Part[],
    /** The line of the first of them. */
    first: Row,
  ) {
    this.row = frozen(policy, columns, first, 2);
    this.keep(parts, first);
  }

  seenBy({ actor, action }: AskedFor, cells: Row): Seen | null {
    // The second judgement: a slip in the SQL, or a neighbour taken for somebody, must not become a leak.
    if (!allows(this.policy, actor, action, this.row)) return null;
    const met: Met[] = [];
    this.meet(actor, this.parts, this.row, cells, met);
    return { row: this.row, met };
  }

  private keep(parts: readonly Part[], cells: Row): void {
    for (const part of parts) {
      if (part.kind === 'cells' || (part.kind !== 'one' && part.own)) continue;
      const { policy, action } = part.companion;
      const columns = projectionOf(policy, action);
      if (part.kind !== 'one') {
        const listed = JSON.parse(cells[part.at] ?? '[]') as Row[];
        this.rows.set(
          part,
          listed.map((one) => frozen(policy, columns, one, 0)),
        );
        continue;
      }
      const one = frozen(policy, columns, cells, part.at);
      this.rows.set(part, one[keyOf(policy).property] === null ? [] : [one]);
      this.keep(part.further, cells);
    }
  }

  private meet(
    actor: Actor,
    parts: readonly Part[],
    parent: Readonly<Record<string, unknown>> | null,
    cells: Row,
    met: Met[],
  ): void {
    for (const part of parts) {
      const { companion } = part;
      const { policy, action, by } = companion;
      const seen = (one: object) => allows(policy, actor, action, one);
      if (part.kind === 'cells') {
        const json = cells[part.at];
        met.push({
          companion,
          id: String(this.row['id']),
          cells: json && seen(this.row) ? cellsOfJson(json) : null,
        });
      } else if (part.kind === 'one') {
        const row = this.rows.get(part)?.find(seen) ?? null;
        const id = parent?.[by];
        if (typeof id === 'string') met.push({ companion, id, row });
        this.meet(actor, part.further, row, cells, met);
      } else {
        const rows = (part.own ? ownRows(companion, cells[part.at]) : (this.rows.get(part) ?? [])).filter(
          seen,
        );
        if (part.kind === 'many') met.push({ companion, id: String(this.row['id']), rows });
        else {
          const key = keyOf(policy).property;
          for (const id of this.row[by] as string[])
            met.push({ companion, id, row: rows.find((one) => one[key] === id) ?? null });
        }
      }
    }
  }
}

function ownRows({ policy, action }: Companion, json: string | null | undefined) {
  const listed = JSON.parse(json ?? '[]') as Row[];
  return listed.map((one) => frozen(policy, projectionOf(policy, action), one, 0));
}

/** Many are handed the same object: nobody may write on it. */
function frozen(policy: Policy, columns: readonly MappedColumn[], cells: Row, offset: number) {
  const row = toEntity(policy, columns, cells, offset) as Record<string, unknown>;
  for (const value of Object.values(row)) if (Array.isArray(value)) Object.freeze(value);
  return Object.freeze(row);
}

/** Whether what came along for two of them is the same, thing by thing. */
export function sameMet(mine: readonly Met[], theirs: readonly Met[]): boolean {
  return mine.length === theirs.length && mine.every((one, at) => same(one, theirs[at] as Met));
}

function same(one: Met, other: Met): boolean {
  if (one.companion !== other.companion || one.id !== other.id) return false;
  if ('row' in one) return 'row' in other && one.row === other.row;
  // Of what is somebody's own only nothing is the same as another's nothing.
  if ('rows' in one) return 'rows' in other && one.rows.length === 0 && other.rows.length === 0;
  return 'cells' in other && one.cells === null && other.cells === null;
}
