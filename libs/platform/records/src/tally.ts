import { type Entity, type MappedColumn, type Policy, tableOf } from '@courtyard/access';
import type { Row, Statement } from '@courtyard/database';
import { identifier } from './policy-sql.js';
import { toEntity } from './row.js';

/**
 * A counter of a row that is folded from rows appended elsewhere. A counter raised inside the appending transaction would
 * make every reader of a popular row wait for the other (architecture.md, "Counters").
 */
export interface Tally {
  /** Column of the counted-for row. */
  readonly column: string;
  /** What is counted, the column that names the counted-for row, and which rows count. */
  readonly of: Entity;
  readonly by: string;
  readonly where: Readonly<Record<string, string>>;
}

interface Tallied {
  readonly policy: Policy;
  readonly tallies: readonly Tally[];
  /** Properties of the counted-for row that are told with its id: who may be concerned. */
  readonly told: readonly string[];
}

const tallies = new Map<string, Tallied>();

/** Declares the counters of a resource, and which of its ids and keys are told when they were counted anew. */
export function tallied<Counted extends object>(
  policy: Policy<Counted, string>,
  declared: readonly Tally[],
  told: readonly (keyof Counted & string)[] = [],
): void {
  tallies.set(policy.resource, { policy: policy, tallies: declared, told });
}

/** Notes that a row's counters are due, with the append that made them so: both are stored, or neither. */
export function dueTally(organisationId: string, policy: Policy, rowId: string): Statement {
  if (!tallies.has(policy.resource)) throw new Error(`${policy.resource} has no counters.`);
  return {
    text: 'insert into tally_due (organisation_id, resource, row_id) values ($1::uuid, $2::text, $3::uuid)',
    values: [organisationId, policy.resource, rowId],
  };
}

/**
 * Counts anew what is due, for each resource of one organisation. An append that is not yet visible has a note that is not
 * yet visible either, so it is counted the next time; counting twice does no harm.
 */
export function foldTallies(
  organisationId: string,
): { readonly resource: string; readonly statement: Statement; readonly read: (row: Row) => object }[] {
  return [...tallies.values()].map(({ policy, tallies: declared, told }) => {
    const columns = toldColumns(policy, told);
    const returning = columns.map(({ name }) => `t.${identifier(name)}`).join(', ');
    return {
      read: (row) => toEntity(policy, columns, row),
      resource: policy.resource,
      statement: {
        text: `with due as (delete from tally_due where organisation_id = $1::uuid and resource = $2::text returning row_id)
${counting(policy, declared)} and t.id in (select row_id from due) returning ${returning}`,
        values: [organisationId, policy.resource],
      },
    };
  });
}

/** Counts these rows anew at once. */
export function recount(organisationId: string, policy: Policy, ids: readonly string[]): Statement {
  const declared = tallies.get(policy.resource)?.tallies;
  if (!declared) throw new Error(`${policy.resource} has no counters.`);
  const text = `${counting(policy, declared)} and t.id = any ($2::uuid[])`;
  return { text, values: [organisationId, ids] };
}

function counting(policy: Policy, declared: readonly Tally[]): string {
  const counts = declared.map(({ column, of, by, where }) => {
    const tests = Object.entries(where).map(([name, value]) => `c.${identifier(name)} = '${literal(value)}'`);
    const condition = ['c.organisation_id = $1::uuid', `c.${identifier(by)} = t.id`, ...tests].join(' and ');
    return `${identifier(column)} = (select count(*) from ${identifier(tableOf(of))} c where ${condition})`;
  });
  return `update ${identifier(tableOf(policy.entity))} t set ${counts.join(', ')} where t.organisation_id = $1::uuid`;
}

function toldColumns(policy: Policy, told: readonly string[]): readonly MappedColumn[] {
  return ['id', ...told].map((property) => {
    const column = policy.columns.get(property);
    if (column?.type !== 'uuid' && column?.type !== 'bigint')
      throw new Error(`${policy.resource}.${property} is neither an id nor a key.`);
    return column;
  });
}

function literal(value: string): string {
  if (!/^[a-z_]+$/.test(value)) throw new Error(`"${value}" is not a plain word.`);
  return value;
}
