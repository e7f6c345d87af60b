import type { Policy } from '@courtyard/access';
import type { Parameters } from '../parameters.js';
import type { CellRole } from './cell-person.entity.js';
import type { UnmarkedReason } from './cell-unmarked.entity.js';
import { disclosableOf } from './disclosable.js';

/** Whose yes the cells of one row need, and what withholds them whatever anybody says. */
export interface Cells {
  readonly persons: readonly {
    readonly fieldNo: number;
    readonly employeeId: string;
    readonly role: CellRole;
  }[];
  readonly unmarked: readonly { readonly fieldNo: number; readonly reason: UnmarkedReason }[];
}

/** The cells of the row under an alias as one JSON value. */
export function cellsColumn(policy: Policy, row: string, parameters: Parameters): string {
  if (!disclosableOf(policy)) throw new Error(`${policy.resource} is not declared disclosable.`);
  const entity = parameters.add(policy.resource, 'text');
  const of = (table: string, cells: string) =>
    `(select json_agg(json_build_array(${cells})) from ${table} c where c.organisation_id = ${parameters.organisation} and c.entity = ${entity} and c.row_id = ${row}.id)`;
  return `json_build_array(${of('cell_person', 'c.field_no, c.employee_id, c.role')}, ${of('cell_unmarked', 'c.field_no, c.reason')})`;
}

export function cellsOfJson(json: string): Cells {
  const [persons, unmarked] = JSON.parse(json) as [
    [number, string, CellRole][] | null,
    [number, UnmarkedReason][] | null,
  ];
  return {
    persons: (persons ?? []).map(([fieldNo, employeeId, role]) => ({ fieldNo, employeeId, role })),
    unmarked: (unmarked ?? []).map(([fieldNo, reason]) => ({ fieldNo, reason })),
  };
}
