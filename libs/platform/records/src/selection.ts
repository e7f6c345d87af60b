import { createHash } from 'node:crypto';
import { type Actor, type MappedColumn, type Policy, type Scalar, tableOf } from '@courtyard/access';
import type { Statement } from '@courtyard/database';
import { CourtyardError } from '@courtyard/errors';
import { type Companion, joinCompanions } from './companion.js';
import { canBe, type Position } from './cursor.js';
import { keyColumns } from './key-columns.js';
import { Parameters } from './parameters.js';
import { identifier, policySql } from './policy-sql.js';
import { reachOf } from './reach.js';
import { projectionOf } from './row.js';
import { wordIndexOf } from './words.js';

/** A filter over columns that come with the row; what one may not see cannot be filtered or ordered by. */
export type Filter<Row> = {
  readonly [Column in keyof Row & string]?:
    | Scalar
    | { readonly in: readonly Scalar[] }
    | { readonly startsWith: string }
    /** From a value on, before another one, or both. */
    | { readonly from?: Scalar; readonly before?: Scalar }
    /** The array contains the value. */
    | { readonly has: Scalar }
    /** The JSON contains this one, as PostgreSQL's `@>` compares them. No index serves it below row-level security. */
    | { readonly holds: object }
    /** For each beginning, a word of the array starts with it. */
    | { readonly words: readonly string[] };
};

export interface ListQuery<Row> {
  readonly where?: Filter<Row>;
  readonly order: { readonly by: keyof Row & string; readonly direction: 'asc' | 'desc' };
  readonly after?: Position | null;
  /** How many rows at most; the gate asks for one more to know whether there is a next page. */
  readonly first: number;
  /**
   * Only rows that reach the actor through one of these audience keys; those they do not hold reach nobody. Left out: through
   * any key they hold, when the resource is reached by keys and nothing else narrows the list.
   */
  readonly through?: readonly string[];
  /**
   * Only rows by this person, and only those that reach the actor through a key: found by person and key together, so that
   * however much is hidden, nothing of it is read in vain. Without `where`.
   */
  readonly of?: string;
  /**
   * Only people who hold one of these audience keys; for resources whose id is an employee's. `few`: the holders are few
   * against the whole directory, so start from them and not from the order.
   */
  readonly heldBy?: { readonly keys: readonly string[]; readonly few: boolean };
  /** See `Statement.planned`; of lists without keys. */
  readonly planned?: 'by_values';
  /** Rows of other resources that come along in the same statement. */
  readonly companions?: readonly Companion[];
}

const ROW = 't';
/** Beyond every UUID, in either direction. */
const ENDS = {
  desc: '00000000-0000-0000-0000-000000000000',
  asc: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
};

/** A statement that reads the rows of some keys that the actor may do the action with. */
export function selectByKeys(
  policy: Policy,
  actor: Actor,
  action: string,
  key: MappedColumn,
  keys: readonly string[],
  companions: readonly Companion[] = [],
): Statement {
  const parameters = new Parameters(actor);
  // For a list the planner would think anew each time, because one that is short looks cheaper than any.
  const matches =
    keys.length === 1
      ? `= ${parameters.add(keys[0], key.type)}`
      : `= any (${parameters.add(keys, `${key.type}[]`)})`;
  const joined = joinCompanions(policy, actor, companions, ROW, parameters);
  const text = `select ${[columnList(policy, action), ...joined.columns].join(', ')} from ${identifier(tableOf(policy.entity))} ${ROW}${joined.joins}
where ${ROW}.organisation_id = ${parameters.organisation} and ${ROW}.${identifier(key.name)} ${matches}
and ${policySql(policy, actor, action, ROW, parameters)}`;
  return { text, values: parameters.values };
}

/** A statement that reads one row by its whole key, for a transaction; it is judged by the caller. */
export function selectForChange(
  policy: Policy,
  actor: Actor,
  key: Readonly<Record<string, unknown>>,
  how: 'locked' | 'unlocked',
): Statement {
  const parameters = new Parameters(actor);
  const text = `select ${columnList(policy)} from ${identifier(tableOf(policy.entity))} ${ROW}
where ${keyCondition(policy, key, parameters)}${how === 'locked' ? ' for no key update' : ''}`;
  return { text, values: parameters.values };
}

/** A statement that reads one row by its whole key, and after its columns one that is too large to come with it. */
export function selectContent(
  policy: Policy,
  actor: Actor,
  action: string,
  key: Readonly<Record<string, unknown>>,
  content: MappedColumn,
): Statement {
  const parameters = new Parameters(actor);
  const text = `select ${columnList(policy, action)}, ${ROW}.${identifier(content.name)} from ${identifier(tableOf(policy.entity))} ${ROW}
where ${keyCondition(policy, key, parameters)} and ${policySql(policy, actor, action, ROW, parameters)}`;
  return { text, values: parameters.values };
}

/** A page, with one row more than asked for. */
export function selectPage<Row extends object>(
  policy: Policy<Row>,
  actor: Actor,
  action: string,
  query: ListQuery<Row>,
): Statement {
  const parameters = new Parameters(actor);
  const reach = reachOf(policy);
  const order = columnFor(policy, query.order.by, action);
  const { after } = query;
  // A key of somebody else reaches nobody: reading along it would tell, by how little is left of a page, how much is there.
  const held = reach && actor.facts.set(reach.fact);
  const through = query.through?.filter((key) => held?.has(key));
  if (after && !(canBe(order.type, after.order) && canBe(tieBreaker(policy).type, after.key)))
    throw new CourtyardError('input.invalid', { fields: ['after'] });
  const byReach =
    reach &&
    query.where === undefined &&
    reach.order === order.property &&
    reach.direction === query.order.direction;
  if (query.of !== undefined && !(byReach && reach?.by))
    throw new Error(`${policy.resource} is not found by person and key.`);
  return byReach
    ? pageThroughKeys(policy, actor, action, { ...query, through }, parameters, reach)
    : pageOfTable(policy, actor, action, { ...query, through }, parameters, order);
}

/**
 * The index-only first n of each key, merged, then the rows (architecture.md, "Feed: pull, by audience key"): the newest, or what
 * waits longest. The row is judged again by its own array of keys: the index is never the truth.
 */
function pageThroughKeys<Row extends object>(
  policy: Policy<Row>,
  actor: Actor,
  action: string,
  query: ListQuery<Row>,
  parameters: Parameters,
  reach: NonNullable<ReturnType<typeof reachOf>>,
): Statement {
  const held = query.through ?? [...actor.facts.set(reach.fact)];
  const keys = parameters.add(held, 'bigint[]');
  const { direction } = reach;
  const beyond = direction === 'desc' ? '<' : '>';
  const within = direction === 'desc' ? '>=' : '<=';
  const further = query.after
    ? `and i.${reach.orderColumn} ${beyond} ${parameters.add(query.after.order, 'uuid')}`
    : '';
  const by = query.of === undefined ? '' : `and i.${reach.by?.column} = ${parameters.add(query.of, 'uuid')}`;
  const limit = parameters.add(query.first + 1, 'int');
  const first = (
    count: string,
    more = '',
  ) => `select i.${reach.orderColumn}, i.${reach.idColumn} from ${reach.index} i
    where i.organisation_id = ${parameters.organisation} and i.${reach.keyColumn} = k.key ${by} ${further}${more}
    order by i.${reach.orderColumn} ${direction} limit ${count}`;
  // With more keys than rows, the first row of each key bounds the page: the n-th of those that differ, and everything
  // before it, are n rows already, so nothing after it is on the page and most keys are not read further.
  const bounded = held.length > query.first + 1;
  const heads = `with heads as materialized (
  select k.key, i.${reach.orderColumn} as head from unnest(${keys}) k(key), lateral (${first('1')}) i
), bound as materialized (
  select coalesce((select d.head from (select distinct head from heads) d order by d.head ${direction} offset ${limit} - 1 limit 1), '${ENDS[direction]}'::uuid) as last
)
`;
  const each = bounded
    ? `heads k, lateral (${first(limit, ` and i.${reach.orderColumn} ${within} (select last from bound)`)}) i where k.head ${within} (select last from bound)`
    : `unnest(${keys}) k(key), lateral (${first(limit)}) i`;
  const joined = joinCompanions(policy, actor, query.companions ?? [], ROW, parameters);
  const text = `${bounded ? heads : ''}select ${[columnList(policy, action), ...joined.columns].join(', ')} from (
  select distinct i.${reach.orderColumn}, i.${reach.idColumn} from ${each}
  order by i.${reach.orderColumn} ${direction} limit ${limit}) i
join ${identifier(tableOf(policy.entity))} ${ROW} on ${ROW}.organisation_id = ${parameters.organisation} and ${ROW}.id = i.${reach.idColumn}${joined.joins}
where ${policySql(policy, actor, action, ROW, parameters)}
order by i.${reach.orderColumn} ${direction}`;
  return { text, values: parameters.values };
}

function pageOfTable<Row extends object>(
  policy: Policy<Row>,
  actor: Actor,
  action: string,
  query: ListQuery<Row>,
  parameters: Parameters,
  order: MappedColumn,
): Statement {
  const tie = tieBreaker(policy);
  const conditions = [`${ROW}.organisation_id = ${parameters.organisation}`];
  conditions.push(...filterSql(policy, action, query.where ?? {}, parameters));
  if (query.heldBy) conditions.push(heldSql(query.heldBy, parameters));
  if (query.through) {
    const reach = reachOf(policy);
    if (!reach) throw new Error(`${policy.resource} is not reached by keys.`);
    conditions.push(`${ROW}.${identifier(reach.keysColumn)} && ${parameters.add(query.through, 'bigint[]')}`);
  }
  if (query.after) {
    const sign = query.order.direction === 'asc' ? '>' : '<';
    const at = parameters.add(query.after.order, order.type);
    const name = `${ROW}.${identifier(order.name)}`;
    // A comparison of pairs of the same column is no condition of the key's index, and each page would begin at the start.
    if (order.property === tie.property) conditions.push(`${name} ${sign} ${at}`);
    else {
      const pair = `(${at}, ${parameters.add(query.after.key, tie.type)})`;
      conditions.push(`(${name}, ${ROW}.${identifier(tie.name)}) ${sign} ${pair}`);
    }
  }
  conditions.push(policySql(policy, actor, action, ROW, parameters));
  const direction = query.order.direction;
  const joined = joinCompanions(policy, actor, query.companions ?? [], ROW, parameters);
  const text = `select ${[columnList(policy, action), ...joined.columns].join(', ')} from ${identifier(tableOf(policy.entity))} ${ROW}${joined.joins}
where ${conditions.join(' and ')}
order by ${ROW}.${identifier(order.name)} ${direction}, ${ROW}.${identifier(tie.name)} ${direction}
limit ${parameters.add(query.first + 1, 'int')}`;
  return { text, values: parameters.values, ...(query.planned ? { planned: query.planned } : {}) };
}

/**
 * The first rows in an order that a key makes: by SHA-256 of it and the id (FIPS 180-4), so that whoever does not know the key foresees
 * nothing, and nobody comes first by the id they chose. `shuffledAt` says the same of one id.
 */
export function selectShuffled<Row extends object>(
  policy: Policy<Row>,
  actor: Actor,
  action: string,
  query: Pick<ListQuery<Row>, 'where' | 'first' | 'companions'>,
  key: Buffer,
): Statement {
  const parameters = new Parameters(actor);
  const conditions = [
    `${ROW}.organisation_id = ${parameters.organisation}`,
    ...filterSql(policy, action, query.where ?? {}, parameters),
    policySql(policy, actor, action, ROW, parameters),
  ];
  const joined = joinCompanions(policy, actor, query.companions ?? [], ROW, parameters);
  const seed = `decode(${parameters.add(key.toString('hex'), 'text')}, 'hex')`;
  const text = `select ${[columnList(policy, action), ...joined.columns].join(', ')} from ${identifier(tableOf(policy.entity))} ${ROW}${joined.joins}
where ${conditions.join(' and ')}
order by sha256(${seed} || uuid_send(${ROW}.${identifier(tieBreaker(policy).name)}))
limit ${parameters.add(query.first, 'int')}`;
  return { text, values: parameters.values };
}

/** Where an id stands in the order of `selectShuffled`; to be compared as text. */
export function shuffledAt(key: Buffer, id: string): string {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  return createHash('sha256').update(key).update(bytes).digest('hex');
}

/** Two plans for one question: from the holders, or along the order with one probe a person. */
function heldSql({ keys, few }: { keys: readonly string[]; few: boolean }, parameters: Parameters): string {
  const held = `h.organisation_id = ${parameters.organisation} and h.audience_key = any (${parameters.add(keys, 'bigint[]')})`;
  return few
    ? `${ROW}.id = any (array(select h.employee_id from audience_holder h where ${held}))`
    : `exists (select from audience_holder h where ${held} and h.employee_id = ${ROW}.id)`;
}

/** How many rows match that the actor may do the action with, counted no further than `most`. */
export function selectCount(
  policy: Policy,
  actor: Actor,
  action: string,
  where: Filter<object>,
  most: number,
): Statement {
  const parameters = new Parameters(actor);
  const conditions = [
    `${ROW}.organisation_id = ${parameters.organisation}`,
    ...filterSql(policy, action, where, parameters),
    policySql(policy, actor, action, ROW, parameters),
  ];
  const text = `select count(*) from (select from ${identifier(tableOf(policy.entity))} ${ROW}
where ${conditions.join(' and ')} limit ${parameters.add(most, 'int')}) counted`;
  return { text, values: parameters.values };
}

/** The conditions of a filter over the alias `t`. @throws input.invalid for a column that does not come with the row. */
export function filterSql(
  policy: Policy,
  action: string,
  filter: Filter<object>,
  parameters: Parameters,
): string[] {
  return Object.entries(filter).map(([property, test]) =>
    testSql(policy, columnFor(policy, property, action), test, parameters),
  );
}

function testSql(policy: Policy, column: MappedColumn, test: unknown, parameters: Parameters): string {
  if (test === undefined || test === null)
    throw new Error(`Filter on ${column.property}: nothing to compare with.`);
  const name = `${ROW}.${identifier(column.name)}`;
  if (typeof test !== 'object') return `${name} = ${parameters.add(test, column.type)}`;
  if ('in' in test) return `${name} = any (${parameters.add(test.in, `${column.type}[]`)})`;
  if ('has' in test) return `${name} @> array[${parameters.add(test.has, column.type)}]`;
  if ('holds' in test) return `${name} @> ${parameters.add(JSON.stringify(test.holds), 'jsonb')}`;
  if ('words' in test) return wordsSql(policy, column, test.words as readonly string[], parameters);
  if ('from' in test || 'before' in test) return rangeSql(name, column, test, parameters);
  // A range instead of LIKE: comparison of text is leakproof, so the index serves below row-level security (gate.md 3b).
  return startsWithSql(name, (test as { startsWith: string }).startsWith, parameters);
}

function rangeSql(
  name: string,
  column: MappedColumn,
  range: { readonly from?: unknown; readonly before?: unknown },
  parameters: Parameters,
): string {
  const ends = [
    ...(range.from === undefined ? [] : [`${name} >= ${parameters.add(range.from, column.type)}`]),
    ...(range.before === undefined ? [] : [`${name} < ${parameters.add(range.before, column.type)}`]),
  ];
  if (ends.length === 0) throw new Error(`Filter on ${column.property}: nothing to compare with.`);
  return ends.join(' and ');
}

function startsWithSql(name: string, prefix: string, parameters: Parameters): string {
  const end = `${prefix}\u{10FFFF}`;
  return `${name} >= ${parameters.add(prefix, 'text')} and ${name} < ${parameters.add(end, 'text')}`;
}

function wordsSql(
  policy: Policy,
  column: MappedColumn,
  words: readonly string[],
  parameters: Parameters,
): string {
  if (words.length === 0) return 'true';
  const index = wordIndexOf(policy, column.property);
  const conditions = words.map((word) =>
    index
      ? `${ROW}.id in (select w.${index.idColumn} from ${index.table} w where w.organisation_id = ${parameters.organisation} and ${startsWithSql('w.word', word, parameters)})`
      : `exists (select from unnest(${ROW}.${identifier(column.name)}) w(word) where ${startsWithSql('w.word collate "C"', word, parameters)})`,
  );
  return conditions.join(' and ');
}

export function columnList(policy: Policy, action?: string): string {
  return projectionOf(policy, action)
    .map(({ name }) => `${ROW}.${identifier(name)}`)
    .join(', ');
}

/** @throws input.invalid for a column that does not come with the row. */
function columnFor(policy: Policy, property: string, action: string): MappedColumn {
  const column = policy.columns.get(property);
  // What does not come with the row for this action cannot be filtered by either: it could be guessed bit by bit.
  const comes = column !== undefined && projectionOf(policy, action).includes(column);
  if (!comes || !column.selected) throw new CourtyardError('input.invalid', { fields: [property] });
  return column;
}

/** The column rows are looked up by. @throws Error for a column that does not come with the row, and for too many values. */
export function lookupColumn(
  policy: Policy,
  action: string,
  property: string,
  values: readonly string[],
): MappedColumn {
  const column = policy.columns.get(property);
  const comes = column !== undefined && projectionOf(policy, action).includes(column);
  if (!comes || !column.selected || column.array)
    throw new Error(`${policy.resource}.${property} cannot be looked up by.`);
  if (values.length > 1000) throw new Error(`${policy.resource}: too many values at once.`);
  return column;
}

/** The last column of the key: with the organisation given, it tells rows apart, or the order column does. */
export function tieBreaker(policy: Policy): MappedColumn {
  const keys = keyColumns(policy);
  const last = keys[keys.length - 1];
  if (!last) throw new Error(`${policy.resource} has no key.`);
  return last;
}

/** @throws Error when the key is not whole: a partial key would address several rows. */
export function keyCondition(
  policy: Policy,
  key: Readonly<Record<string, unknown>>,
  parameters: Parameters,
): string {
  const conditions = [`${ROW}.organisation_id = ${parameters.organisation}`];
  for (const column of keyColumns(policy)) {
    const value = key[column.property];
    if (value === undefined || value === null)
      throw new Error(`${policy.resource}: the key lacks ${column.property}.`);
    conditions.push(`${ROW}.${identifier(column.name)} = ${parameters.add(value, column.type)}`);
  }
  return conditions.join(' and ');
}
