import { type Entity, type Policy, tableOf } from '@courtyard/access';
import type { Statement } from '@courtyard/database';
import { identifier } from './policy-sql.js';

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

const tallies = new Map<string, { readonly policy: Policy; readonly tallies: readonly Tally[] }>();

/** Declares the counters of a resource. */
export function tallied<Row extends object>(policy: Policy<Row, string>, declared: readonly Tally[]): void {
  tallies.set(policy.resource, { policy: policy as unknown as Policy, tallies: declared });
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
): { readonly resource: string; readonly statement: Statement }[] {
  return [...tallies.values()].map(({ policy, tallies: declared }) => ({
    resource: policy.resource,
    statement: {
      text: `with due as (delete from tally_due where organisation_id = $1::uuid and resource = $2::text returning row_id)
${counting(policy, declared)} and t.id in (select row_id from due) returning t.id`,
      values: [organisationId, policy.resource],
    },
  }));
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

function literal(value: string): string {
  if (!/^[a-z_]+$/.test(value)) throw new Error(`"${value}" is not a plain word.`);
  return value;
}
