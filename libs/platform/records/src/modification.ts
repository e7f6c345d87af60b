import { type Actor, type Policy, tableOf } from '@courtyard/access';
import type { Statement } from '@courtyard/database';
import { keyColumns } from './key-columns.js';
import { Parameters } from './parameters.js';
import { identifier, policySql } from './policy-sql.js';
import { reachOf } from './reach.js';
import { type Filter, filterSql, keyCondition } from './selection.js';

type Values = Readonly<Record<string, unknown>>;

/** Inserts one row; columns without a value keep the database's default. */
export function insertRow(policy: Policy, actor: Actor, values: Values): Statement {
  const parameters = new Parameters(actor);
  const names = ['"organisation_id"'];
  const expressions = [parameters.organisation];
  for (const column of policy.columns.values()) {
    const value = values[column.property];
    if (column.property === 'organisationId' || value === undefined) continue;
    names.push(identifier(column.name));
    expressions.push(parameters.add(toParameter(column, value), typeOf(column)));
  }
  refuseUnknown(policy, values);
  const text = `insert into ${identifier(tableOf(policy.entity))} (${names.join(', ')}) values (${expressions.join(', ')})`;
  return { text, values: parameters.values };
}

/** Updates one row by its whole key. Keys are not changed: a row does not move. */
export function updateRow(policy: Policy, actor: Actor, key: Values, changes: Values): Statement {
  const parameters = new Parameters(actor);
  const set = assignments(policy, changes, parameters);
  const text = `update ${identifier(tableOf(policy.entity))} t set ${set} where ${keyCondition(policy, key, parameters)}`;
  return { text, values: parameters.values };
}

/** Updates all rows that match the filter and that the policy lets the actor act on, and answers their keys; not for rows reached by keys. */
export function updateRows(
  policy: Policy,
  actor: Actor,
  action: string,
  where: Filter<object>,
  changes: Values,
): Statement {
  if (reachOf(policy))
    throw new Error(`${policy.resource} is changed row by row, because its index must follow.`);
  const parameters = new Parameters(actor);
  const set = assignments(policy, changes, parameters);
  const conditions = [
    `t.organisation_id = ${parameters.organisation}`,
    ...filterSql(policy, action, where, parameters),
  ];
  if (conditions.length === 1) throw new Error(`${policy.resource}: a filter is needed.`);
  conditions.push(policySql(policy, actor, action, 't', parameters));
  const keys = keyColumns(policy).map(({ name }) => `t.${identifier(name)}`);
  const text = `update ${identifier(tableOf(policy.entity))} t set ${set} where ${conditions.join(' and ')} returning ${keys.join(', ')}`;
  return { text, values: parameters.values };
}

function assignments(policy: Policy, changes: Values, parameters: Parameters): string {
  refuseUnknown(policy, changes);
  const assigned: string[] = [];
  for (const column of policy.columns.values()) {
    const value = changes[column.property];
    if (value === undefined) continue;
    if (column.key)
      throw new Error(`${policy.resource}.${column.property} is part of the key and is not changed.`);
    assigned.push(
      `${identifier(column.name)} = ${parameters.add(toParameter(column, value), typeOf(column))}`,
    );
  }
  if (assigned.length === 0) throw new Error(`${policy.resource}: nothing to change.`);
  return assigned.join(', ');
}

/** Deletes one row by its whole key while the policy lets the actor do so. Answers a row when it did. */
export function deleteRow(policy: Policy, actor: Actor, action: string, key: Values): Statement {
  const parameters = new Parameters(actor);
  const text = `delete from ${identifier(tableOf(policy.entity))} t
where ${keyCondition(policy, key, parameters)} and ${policySql(policy, actor, action, 't', parameters)} returning 1`;
  return { text, values: parameters.values };
}

/** What keeps the index of a resource reached by keys in step with a row; nothing for other resources. */
export function reindexRow(
  policy: Policy,
  actor: Actor,
  before: Values | null,
  after: Values | null,
): readonly Statement[] {
  const reach = reachOf(policy);
  if (!reach) return [];
  const listed = (row: Values | null) => row !== null && row[reach.when.property] === reach.when.equals;
  const same =
    listed(before) &&
    listed(after) &&
    String(before?.[reach.keys]) === String(after?.[reach.keys]) &&
    before?.[reach.order] === after?.[reach.order] &&
    (!reach.by || before?.[reach.by.property] === after?.[reach.by.property]);
  if (same) return [];
  const statements: Statement[] = [];
  if (before && listed(before)) {
    const parameters = new Parameters(actor);
    const keyList = parameters.add(before[reach.keys], 'bigint[]');
    const order = parameters.add(before[reach.order], 'uuid');
    const id = parameters.add(before['id'], 'uuid');
    statements.push({
      text: `delete from ${reach.index} where organisation_id = ${parameters.organisation} and ${reach.keyColumn} = any (${keyList}) and ${reach.orderColumn} = ${order} and ${reach.idColumn} = ${id}`,
      values: parameters.values,
    });
  }
  if (after && listed(after)) {
    const parameters = new Parameters(actor);
    const keyList = parameters.add(after[reach.keys], 'bigint[]');
    const order = parameters.add(after[reach.order], 'uuid');
    const id = parameters.add(after['id'], 'uuid');
    const by = reach.by && parameters.add(after[reach.by.property], 'uuid');
    statements.push({
      text: `insert into ${reach.index} (organisation_id, ${reach.keyColumn}, ${reach.orderColumn}, ${reach.idColumn}${reach.by ? `, ${reach.by.column}` : ''}) select ${parameters.organisation}, key, ${order}, ${id}${by ? `, ${by}` : ''} from unnest(${keyList}) key`,
      values: parameters.values,
    });
  }
  return statements;
}

function typeOf(column: { type: string; array: boolean }): string {
  return column.array ? `${column.type}[]` : column.type;
}

function toParameter(column: { type: string }, value: unknown): unknown {
  return column.type === 'jsonb' && value !== null ? JSON.stringify(value) : value;
}

export function refuseUnknown(policy: Policy, values: Values): void {
  for (const property of Object.keys(values)) {
    if (!policy.columns.has(property)) throw new Error(`${policy.resource} has no column ${property}.`);
  }
}
