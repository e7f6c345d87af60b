import { type Actor, allows, type MappedColumn, type Policy, tableOf } from '@courtyard/access';
import type { Row } from '@courtyard/database';
import type { Parameters } from './parameters.js';
import { identifier, policySql } from './policy-sql.js';
import { projectionOf, toEntity } from './row.js';

/**
 * A row of another resource that whoever reads a list is sure to ask for next, such as the author of a post. It comes in
 * the statement of the list, is judged by its own policy as if it had been asked for by itself, and waits in the loader of
 * the request: a resolver asks as before, and is answered without another statement.
 */
export interface Companion {
  /** Property of the row that names the companion's id. */
  readonly by: string;
  readonly policy: Policy;
  readonly action: string;
  /** Companions of the companion. */
  readonly companions: readonly Companion[];
}

/** Says which row comes along, and for which action the actor will ask for it. */
export function companion<Row extends object, Action extends string>(
  by: string,
  policy: Policy<Row, Action>,
  action: Action,
  companions: readonly Companion[] = [],
): Companion {
  return { by, policy: policy as unknown as Policy, action, companions };
}

/** A companion that was met in a page: null where the actor may not see it, as its loader would answer. */
export interface Met {
  readonly companion: Companion;
  readonly id: string;
  readonly row: object | null;
}

export interface Joined {
  /** To be selected after the columns of the row itself. */
  readonly columns: readonly string[];
  readonly joins: string;
}

/** The joins that bring companions of the rows under an alias. What the policy refuses joins as nothing. */
export function joinCompanions(
  policy: Policy,
  actor: Actor,
  companions: readonly Companion[],
  row: string,
  parameters: Parameters,
): Joined {
  const columns: string[] = [];
  const joins: string[] = [];
  companions.forEach((one, at) => {
    const alias = `${row}${at}`;
    const by = columnOf(policy, one.by);
    columns.push(...projectionOf(one.policy).map(({ name }) => `${alias}.${identifier(name)}`));
    joins.push(`
left join ${identifier(tableOf(one.policy.entity))} ${alias} on ${alias}.organisation_id = ${parameters.organisation}
and ${alias}.${identifier(keyOf(one.policy).name)} = ${row}.${identifier(by.name)} and ${policySql(one.policy, actor, one.action, alias, parameters)}`);
    const further = joinCompanions(one.policy, actor, one.companions, alias, parameters);
    columns.push(...further.columns);
    joins.push(further.joins);
  });
  return { columns, joins: joins.join('') };
}

/** The companions of one row, judged again in memory. `cells` begins with them. */
export function meetCompanions(
  actor: Actor,
  companions: readonly Companion[],
  row: Readonly<Record<string, unknown>>,
  cells: Row,
): Met[] {
  const met: Met[] = [];
  let offset = 0;
  const read = (mine: readonly Companion[], parent: Readonly<Record<string, unknown>> | null) => {
    for (const companion of mine) {
      const columns = projectionOf(companion.policy);
      const own = toEntity(companion.policy, columns, cells, offset) as Record<string, unknown>;
      offset += columns.length;
      const there = own[keyOf(companion.policy).property] !== null;
      const seen = there && allows(companion.policy, actor, companion.action, own) ? own : null;
      const id = parent?.[companion.by];
      if (typeof id === 'string') met.push({ companion, id, row: seen });
      read(companion.companions, seen);
    }
  };
  read(companions, row);
  return met;
}

function keyOf(policy: Policy): MappedColumn {
  const [key, ...others] = [...policy.columns.values()].filter(
    (column) => column.key && column.property !== 'organisationId',
  );
  if (!key || others.length > 0) throw new Error(`${policy.resource} has no id to come along by.`);
  return key;
}

function columnOf(policy: Policy, property: string): MappedColumn {
  const column = policy.columns.get(property);
  if (!column?.selected || column.array)
    throw new Error(`${policy.resource}.${property} names no companion.`);
  return column;
}
