import type { Statement } from '@courtyard/database';
import { identifier } from '../policy-sql.js';
import { columnOf, type Disclosable } from './disclosable.js';

/**
 * Finds the rows of one organisation whose cells are not what the rows say: what was written round the gate. For checks of a
 * whole installation and for tests; nothing is found in one that only the gate wrote to. Rows: what is wrong, and the row's id.
 */
export function strayCells(d: Disclosable, organisationId: string): Statement {
  const values: unknown[] = [organisationId, d.entity];
  const add = (value: unknown, type: string) => `$${values.push(value)}::${type}`;
  const column = (property: string) => `t.${identifier(columnOf(d, property))}`;
  const owner = column(d.owner);
  const live = Object.entries(d.live).map(
    ([property, value]) => `${column(property)} = ${add(value, 'text')}`,
  );
  const numbers = add(
    d.fields.map(({ number }) => number),
    'smallint[]',
  );
  const texts = add(
    d.fields.filter(({ name }) => d.text.includes(name)).map(({ number }) => number),
    'smallint[]',
  );
  const rows = `${identifier(d.table)} t`;
  const mine = `t.organisation_id = $1::uuid and ${live.join(' and ')}`;
  const here = 'c.organisation_id = $1::uuid and c.entity = $2::text';
  const parts = [
    `select 'lacks its owner', t.id from ${rows}, unnest(${numbers}) f(no) where ${mine} and not exists (
  select from cell_person c where ${here} and c.row_id = t.id and c.field_no = f.no and c.employee_id = ${owner} and c.role = 'owner')`,
    `select 'has somebody too many', c.row_id from cell_person c left join ${rows} on ${mine} and t.id = c.row_id where ${here}
  and (t.id is null or c.field_no <> all (${numbers}) or (c.role = 'owner') <> (c.employee_id = ${owner}) or (c.role = 'about' and c.field_no <> all (${texts})))`,
    `select 'is withheld for nothing', c.row_id from cell_unmarked c left join ${rows} on ${mine} and t.id = c.row_id where ${here}
  and (t.id is null or c.field_no <> all (${texts}))`,
    `select 'is noted of another owner or other fields', coalesce(c.row_id, o.row_id) from (
  select c.row_id, c.employee_id, bit_or(1::bigint << c.field_no) as fields from cell_person c where ${here} and c.role = 'owner' group by 1, 2
) c full join (select o.row_id, o.employee_id, o.fields from cell_owner o where o.organisation_id = $1::uuid and o.entity = $2::text) o
  on o.row_id = c.row_id and o.employee_id = c.employee_id where o.fields is distinct from c.fields`,
  ];
  if (d.mentions !== null) {
    const mentioned = `${rows} cross join unnest(${column(d.mentions)}) m(id) cross join unnest(${texts}) f(no) left join employee e on e.organisation_id = $1::uuid and e.id = m.id`;
    parts.push(
      `select 'lacks whom it mentions', t.id from ${mentioned} where ${mine} and e.kind <> 'integration' and e.id <> ${owner} and not exists (
  select from cell_person c where ${here} and c.row_id = t.id and c.field_no = f.no and c.employee_id = e.id)`,
      `select 'mentions who cannot agree', t.id from ${mentioned} where ${mine} and (e.id is null or e.kind = 'guest') and not exists (
  select from cell_unmarked c where ${here} and c.row_id = t.id and c.field_no = f.no and c.reason = 'outside')`,
    );
  }
  return { text: parts.join('\nunion all\n'), values };
}
