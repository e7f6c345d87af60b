import { type Actor, type MappedColumn, type Policy, tableOf } from '@courtyard/access';
import type { Statement } from '@courtyard/database';
import { keyColumns } from './key-columns.js';
import { refuseUnknown } from './modification.js';
import { identifier } from './policy-sql.js';
import { reachOf } from './reach.js';

type Values = Readonly<Record<string, unknown>>;

/** As many rows as one statement takes: a few megabytes of text, and one plan for any number of rows. */
export const MOST_ROWS_AT_ONCE = 1_000;

/**
 * Inserts rows that have the same columns; one that is there already, by any unique key, stays as it is. Answers the keys of
 * those that are new. The rows travel as one JSON text, so that the statement's text is constant and arrays of different
 * lengths fit beside each other, which `unnest` cannot do.
 */
export function insertRows(policy: Policy, actor: Actor, rows: readonly Values[]): Statement {
  const columns = columnsOf(policy, rows);
  const names = columns.map(({ name }) => identifier(name));
  const keys = keyColumns(policy).map(({ name }) => identifier(name));
  const text = `insert into ${identifier(tableOf(policy.entity))} ("organisation_id", ${names.join(', ')})
select $1::uuid, ${names.map((name) => `r.${name}`).join(', ')} from json_to_recordset($2::json) as r(${columns.map(definition).join(', ')})
on conflict do nothing returning ${keys.join(', ')}`;
  return { text, values: [actor.organisationId, jsonOf(columns, rows)] };
}

/** Lists new rows in the index by which they are reached; null for a resource that is not reached by keys. */
export function indexRows(policy: Policy, actor: Actor, rows: readonly Values[]): Statement | null {
  const reach = reachOf(policy);
  if (!reach) return null;
  const listed = rows.filter((row) => row[reach.when.property] === reach.when.equals);
  if (listed.length === 0) return null;
  const { by } = reach;
  const entries = listed.map((row) => ({
    id: row['id'],
    at: row[reach.order],
    keys: row[reach.keys],
    ...(by ? { by: row[by.property] } : {}),
  }));
  const text = `insert into ${reach.index} (organisation_id, ${reach.keyColumn}, ${reach.orderColumn}, ${reach.idColumn}${by ? `, ${by.column}` : ''})
select $1::uuid, k.key, r.at, r.id${by ? ', r.by' : ''} from json_to_recordset($2::json) as r(id uuid, at uuid, keys bigint[], by uuid), unnest(r.keys) k(key)`;
  return { text, values: [actor.organisationId, JSON.stringify(entries)] };
}

/** The columns that every row fills. @throws Error for rows that differ in them: half of them would get a default unseen. */
function columnsOf(policy: Policy, rows: readonly Values[]): readonly MappedColumn[] {
  const filled = (row: Values) =>
    [...policy.columns.values()].filter(
      ({ property }) => property !== 'organisationId' && row[property] !== undefined,
    );
  const columns = filled(rows[0] ?? {});
  const binary = columns.find(({ type }) => type === 'bytea');
  if (binary) throw new Error(`${policy.resource}.${binary.property} does not travel as JSON.`);
  for (const row of rows) {
    refuseUnknown(policy, row);
    const own = filled(row);
    if (own.length !== columns.length || own.some((column, at) => column !== columns[at]))
      throw new Error(`${policy.resource}: rows that are stored together fill the same columns.`);
  }
  return columns;
}

function definition({ name, type, array }: MappedColumn): string {
  return `${identifier(name)} ${type}${array ? '[]' : ''}`;
}

function jsonOf(columns: readonly MappedColumn[], rows: readonly Values[]): string {
  return JSON.stringify(
    rows.map((row) => Object.fromEntries(columns.map(({ name, property }) => [name, row[property]]))),
  );
}
