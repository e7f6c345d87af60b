import { type Actor, allows, type MappedColumn, type Policy, tableOf } from '@courtyard/access';
import type { Row } from '@courtyard/database';
import { type Cells, cellsColumn, cellsOfJson } from './cell/cell-columns.js';
import type { Parameters } from './parameters.js';
import { identifier, policySql } from './policy-sql.js';
import { projectionOf, toEntity } from './row.js';

/**
 * Rows of another resource that whoever reads a list is sure to ask for next, such as the author of a post. They come in the
 * statement of the list, are judged by their own policy as if they had been asked for by themselves, and wait in the loaders
 * of the request: a resolver asks as before, and is answered without another statement.
 *
 * - `one`: the property `by` names its id
 * - `each`: the property `by` is an array of ids
 * - `many`: rows whose own property `by` names the id of the row
 * - `cells`: whose yes the cells of the row itself need, where the actor may do the action with the row
 */
export interface Companion {
  readonly kind: 'one' | 'each' | 'many' | 'cells';
  readonly by: string;
  readonly policy: Policy;
  readonly action: string;
  /** Companions of the companion; of `one` only. */
  readonly companions: readonly Companion[];
}

/** Says which rows come along, and for which action the actor will ask for them. */
export const along = {
  one<Row extends object, Action extends string>(
    by: string,
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
    companions: readonly Companion[] = [],
  ): Companion {
    return { kind: 'one', by, policy: policy, action, companions };
  },
  each<Row extends object, Action extends string>(
    by: string,
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
  ): Companion {
    return { kind: 'each', by, policy: policy, action, companions: [] };
  },
  many<Row extends object, Action extends string>(
    by: keyof Row & string,
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
  ): Companion {
    return { kind: 'many', by, policy: policy, action, companions: [] };
  },
  /** @param policy that of the list itself */
  cells<Row extends object, Action extends string>(
    policy: Policy<Row, Action>,
    action: NoInfer<Action>,
  ): Companion {
    return { kind: 'cells', by: 'id', policy: policy, action, companions: [] };
  },
};

/** What a loader would have answered: a row or null for an id, or all rows for the id they name. */
export type Met =
  | { readonly companion: Companion; readonly id: string; readonly row: object | null }
  | { readonly companion: Companion; readonly id: string; readonly rows: readonly object[] }
  | { readonly companion: Companion; readonly id: string; readonly cells: Cells | null };

export interface Joined {
  /** To be selected after the columns of the row itself. */
  readonly columns: readonly string[];
  readonly joins: string;
}

/** What brings the companions of the rows under an alias. What the policy refuses does not come. */
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
    if (one.kind === 'cells') {
      const own = policySql(one.policy, actor, one.action, row, parameters);
      columns.push(`case when ${own} then ${cellsColumn(one.policy, row, parameters)} end`);
      return;
    }
    const alias = `${row}${at}`;
    const names = projectionOf(one.policy, one.action).map(({ name }) => `${alias}.${identifier(name)}`);
    const seen = () =>
      `${alias}.organisation_id = ${parameters.organisation} and ${linkOf(policy, one, row, alias)} and ${policySql(one.policy, actor, one.action, alias, parameters)}`;
    const table = `${identifier(tableOf(one.policy.entity))} ${alias}`;
    if (one.kind === 'one') {
      columns.push(...names);
      joins.push(`\nleft join ${table} on ${seen()}`);
      const further = joinCompanions(one.policy, actor, one.companions, alias, parameters);
      columns.push(...further.columns);
      joins.push(further.joins);
    } else {
      const cells = names.map((name) => `${name}::text`).join(', ');
      columns.push(`(select json_agg(json_build_array(${cells})) from ${table} where ${seen()})`);
    }
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
  let at = 0;
  const read = (mine: readonly Companion[], parent: Readonly<Record<string, unknown>> | null) => {
    for (const companion of mine) {
      if (companion.kind === 'one') {
        const own = judgedRow(actor, companion, cells, at);
        at += projectionOf(companion.policy, companion.action).length;
        const id = parent?.[companion.by];
        if (typeof id === 'string') met.push({ companion, id, row: own });
        read(companion.companions, own);
      } else if (companion.kind === 'cells') {
        const json = cells[at++];
        if (!parent) continue;
        const mine = json && allows(companion.policy, actor, companion.action, parent);
        met.push({ companion, id: String(parent['id']), cells: mine ? cellsOfJson(json) : null });
      } else {
        const listed = JSON.parse(cells[at++] ?? '[]') as Row[];
        if (!parent) continue;
        const rows = listed.map((one) => judgedRow(actor, companion, one, 0)).filter((one) => one !== null);
        met.push(...meetRows(companion, parent, rows));
      }
    }
  };
  read(companions, row);
  return met;
}

function meetRows(
  companion: Companion,
  row: Readonly<Record<string, unknown>>,
  rows: readonly Record<string, unknown>[],
): Met[] {
  if (companion.kind === 'many') return [{ companion, id: String(row['id']), rows }];
  const { property } = keyOf(companion.policy);
  const byId = new Map(rows.map((one) => [one[property], one]));
  return (row[companion.by] as string[]).map((id) => ({ companion, id, row: byId.get(id) ?? null }));
}

function judgedRow(
  actor: Actor,
  { policy, action, kind }: Companion,
  cells: Row,
  offset: number,
): Record<string, unknown> | null {
  const own = toEntity(policy, projectionOf(policy, action), cells, offset) as Record<string, unknown>;
  const there = kind !== 'one' || own[keyOf(policy).property] !== null;
  return there && allows(policy, actor, action, own) ? own : null;
}

export function linkOf(
  policy: Policy,
  { kind, by, policy: other }: Companion,
  row: string,
  alias: string,
): string {
  if (kind === 'many') return `${alias}.${identifier(columnOf(other, by, false).name)} = ${row}.id`;
  const own = `${row}.${identifier(columnOf(policy, by, kind === 'each').name)}`;
  const key = `${alias}.${identifier(keyOf(other).name)}`;
  return kind === 'one' ? `${key} = ${own}` : `${key} = any (${own})`;
}

const keys = new WeakMap<Policy, MappedColumn>();

export function keyOf(policy: Policy): MappedColumn {
  const known = keys.get(policy);
  if (known) return known;
  const [key, ...others] = [...policy.columns.values()].filter(
    (column) => column.key && column.property !== 'organisationId',
  );
  if (!key || others.length > 0) throw new Error(`${policy.resource} has no id to come along by.`);
  keys.set(policy, key);
  return key;
}

function columnOf(policy: Policy, property: string, array: boolean): MappedColumn {
  const column = policy.columns.get(property);
  if (!column?.selected || column.array !== array)
    throw new Error(`${policy.resource}.${property} names no companion.`);
  return column;
}
