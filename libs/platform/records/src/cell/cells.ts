import { type Actor, allows, type Policy, tableOf } from '@courtyard/access';
import type { Row, Statement } from '@courtyard/database';
import { Parameters } from '../parameters.js';
import { identifier, policySql } from '../policy-sql.js';
import { projectionOf, toEntity } from '../row.js';
import { columnList } from '../selection.js';
import { type Cells, cellsColumn, cellsOfJson } from './cell-columns.js';

/** The cells of rows that the actor may do the action with; judged in SQL, and by `cellsRead` again. */
export function selectCells(policy: Policy, actor: Actor, action: string, ids: readonly string[]): Statement {
  const parameters = new Parameters(actor);
  const list = parameters.add(ids, 'uuid[]');
  const text = `select ${columnList(policy, action)}, ${cellsColumn(policy, 't', parameters)}
from ${identifier(tableOf(policy.entity))} t
where t.organisation_id = ${parameters.organisation} and t.id = any (${list}) and ${policySql(policy, actor, action, 't', parameters)}`;
  return { text, values: parameters.values };
}

/** By the row's id. */
export function cellsRead(
  policy: Policy,
  actor: Actor,
  action: string,
  rows: readonly Row[],
): Map<string, Cells> {
  const columns = projectionOf(policy, action);
  return new Map(
    rows.flatMap((cells): [string, Cells][] => {
      const row = toEntity(policy, columns, cells) as { readonly id: string };
      const json = cells[columns.length];
      return json && allows(policy, actor, action, row) ? [[row.id, cellsOfJson(json)]] : [];
    }),
  );
}
