import { type Actor, type MappedColumn, type Policy, rulesFor, tableOf } from '@courtyard/access';
import type { Row, Statement } from '@courtyard/database';
import { BatchParameters } from './batch-parameters.js';
import { cellsColumn } from './cell/cell-columns.js';
import { type Companion, linkOf } from './companion.js';
import { keyColumns } from './key-columns.js';
import { identifier, policySql } from './policy-sql.js';
import { projectionOf } from './row.js';
import { type AskedFor, type KnownRows, type Part, type Seen, SharedRow } from './shared-row.js';

export interface Judging {
  readonly statement: Statement;
  /** @returns what each of them may see; who is not named may see nothing. */
  read(rows: readonly Row[]): Iterable<[AskedFor, Seen | null]>;
}

/**
 * Who asks; for which rows; the row itself; what is read of it once; who may see it. The rows asked for stand first: beyond
 * `join_collapse_limit` PostgreSQL joins in the order that is written, and would read the whole table before it looks at them.
 */
const [BATCH, ASKED, ROW, ONCE, MAY] = ['b', 'a', 't', 'r', 'm'] as const;
/** Before the columns stand the number of who asks, and that of the first who may see the same row. */
const FIRST_COLUMN = 2;

/**
 * The statement that judges for some of whom the same rules speak, and how its answer is read.
 * @param known the rows that statements of the same text read before it
 */
export function judgeForMany(asked: readonly AskedFor[], known: KnownRows): Judging {
  const [{ actor, policy, action, companions }] = asked as [AskedFor];
  const [key] = keyColumns(policy);
  if (!key) throw new Error(`${policy.resource} has no key.`);
  const columns = projectionOf(policy, action);
  const selection = new Selection(actor, columns);
  const { parameters } = selection;
  const may = policySql(policy, actor, action, ONCE, parameters);
  const parts = selection.along(policy, companions, ROW);
  const batch = parameters.table(asked, key.type);
  const { once, own, told, joins } = selection;
  const text = `with ${batch},
${ONCE} as materialized (select ${once.join(', ')} from (select distinct ${BATCH}.id from ${BATCH}) ${ASKED}
  join ${identifier(tableOf(policy.entity))} ${ROW} on ${ROW}.organisation_id = ${parameters.organisation} and ${ROW}.${identifier(key.name)} = ${ASKED}.id${joins})
select ${told.join(', ')} from (
  select ${own.join(', ')} from ${BATCH} join ${ONCE} on ${ONCE}.${identifier(key.name)} = ${BATCH}.id where ${may}) ${MAY}
join ${ONCE} on ${ONCE}.${identifier(key.name)} = ${MAY}.id
order by ${MAY}.n`;
  return {
    statement: { text, values: parameters.values },
    read: function* (rows) {
      const shared = new Map<string, SharedRow>();
      for (const cells of rows) {
        const [n, first] = cells as [string, string];
        let row = shared.get(first);
        if (!row) {
          row = known.same(
            cells,
            selection.tellsOnce,
            () => new SharedRow(policy, columns, parts, cells, FIRST_COLUMN),
          );
          shared.set(first, row);
        }
        const who = asked[Number(n) - 1] as AskedFor;
        yield [who, row.seenBy(who, cells)];
      }
    },
  };
}

/** Collects what is selected: what is the same for all who may see the row, once, and what is each one's own. */
class Selection {
  readonly parameters: BatchParameters;
  readonly once: string[] = [];
  readonly own = [`${BATCH}.n`, `${BATCH}.id`, `min(${BATCH}.n) over (partition by ${BATCH}.id) as first`];
  readonly told = [`${MAY}.n`, `${MAY}.first`];
  /** Where in a line stands what is read once. */
  readonly tellsOnce: number[] = [];
  joins = '';

  constructor(
    private readonly actor: Actor,
    columns: readonly MappedColumn[],
  ) {
    this.parameters = new BatchParameters(actor, BATCH);
    for (const { name } of columns) this.tellOnce(`${ROW}.${identifier(name)}`, name);
  }

  /** @param row the alias of the row they come along with */
  along(policy: Policy, companions: readonly Companion[], row: string): Part[] {
    return companions.map((companion, at) => {
      const alias = `${row}${at}`;
      if (companion.kind === 'cells') return { kind: 'cells', companion, at: this.cells(companion) };
      if (companion.kind === 'one') return this.one(policy, companion, row, alias);
      return { kind: companion.kind, companion, ...this.list(policy, companion, row, alias) };
    });
  }

  private one(policy: Policy, companion: Companion, row: string, alias: string): Part {
    const mine = this.judgedByWhoAsks(companion);
    const seen = mine ? this.linked(policy, companion, row, alias) : this.seen(policy, companion, row, alias);
    this.joins += `\n  left join ${tableUnder(companion, alias)} on ${seen}`;
    const columns = projectionOf(companion.policy, companion.action);
    const own = mine ? this.judgeOwn(companion, columns, alias) : undefined;
    const at = this.told.length;
    for (const { name } of columns)
      this.tellOnce(`${alias}.${identifier(name)}`, `${alias}_${name}`, own?.anybodys);
    const further = this.along(companion.policy, companion.companions, alias);
    return { kind: 'one', companion, at, own: own?.at ?? null, further };
  }

  private judgedByWhoAsks({ policy, action }: Companion): boolean {
    return rulesFor(policy, this.actor, action).some((at) =>
      policy.rules[at]?.comparisons.some((comparison) => 'fact' in comparison),
    );
  }

  /** Judged for each, over what was read once; what nobody of them may see does not leave the database. */
  private judgeOwn(
    { policy, action }: Companion,
    columns: readonly MappedColumn[],
    alias: string,
  ): { at: number; anybodys: string } {
    const cells = columns.map(
      ({ name }) => `${ONCE}.${identifier(`${alias}_${name}`)} as ${identifier(name)}`,
    );
    const may = `exists (select from (select ${cells.join(', ')}) ${alias} where ${policySql(policy, this.actor, action, alias, this.parameters)})`;
    const anybodys = `any_${this.own.length}`;
    this.own.push(`bool_or(${may}) over (partition by ${BATCH}.id) as ${anybodys}`);
    return { at: this.tellOwn(`case when ${may} then 'may' end`), anybodys };
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
      `(select json_agg(json_build_array(${cells})) from ${tableUnder(companion, alias)} where ${this.seen(policy, companion, parent, alias)})`;
    const before = this.parameters.mentions;
    const shared = from(row);
    const own = this.parameters.mentions > before;
    return { own, at: own ? this.tellOwn(from(this.onceOf(row))) : this.tellOnce(shared, `${alias}_all`) };
  }

  private cells({ policy, action }: Companion): number {
    const may = policySql(policy, this.actor, action, ONCE, this.parameters);
    return this.tellOwn(`case when ${may} then ${cellsColumn(policy, ONCE, this.parameters)} end`);
  }

  private seen(policy: Policy, one: Companion, row: string, alias: string): string {
    return `${this.linked(policy, one, row, alias)} and ${policySql(one.policy, this.actor, one.action, alias, this.parameters)}`;
  }

  private linked(policy: Policy, one: Companion, row: string, alias: string): string {
    return `${alias}.organisation_id = ${this.parameters.organisation} and ${linkOf(policy, one, row, alias)}`;
  }

  /** What is each one's own comes along with the row itself, whose columns bear their names. */
  private onceOf(row: string): string {
    if (row !== ROW) throw new Error('What is judged by who asks comes along with the row itself only.');
    return ONCE;
  }

  /**
   * @param anybodys the column that says whether anybody may see it
   * @returns where it stands in a line
   */
  private tellOnce(text: string, name: string, anybodys?: string): number {
    this.once.push(`${text} as ${identifier(name)}`);
    const first = `${MAY}.n = ${MAY}.first${anybodys ? ` and ${MAY}.${anybodys}` : ''}`;
    const at = this.told.push(`case when ${first} then ${ONCE}.${identifier(name)} end`) - 1;
    this.tellsOnce.push(at);
    return at;
  }

  private tellOwn(text: string): number {
    const name = `own_${this.own.length}`;
    this.own.push(`${text} as ${name}`);
    return this.told.push(`${MAY}.${name}`) - 1;
  }
}

function tableUnder(companion: Companion, alias: string): string {
  return `${identifier(tableOf(companion.policy.entity))} ${alias}`;
}
