import { judgementSql, liveSql, mask, name } from './judgement.js';
import type { Leaving } from './leaving.js';
import { verdictSql, word } from './standing.js';
import { countedSql } from './views.js';

/** What `previewSql` answers in place of a reason where people's own words decide. */
export const OPEN = 'open';
export const VERDICTS = [OPEN, 'purpose_never', 'recipient_never', 'policy'] as const;

/** What is asked, of one resource: `q`, then `asked` with the bits of what the house opened. */
function requestSql({ entity, fields }: Leaving): string {
  const askable = mask(fields.map(({ number }) => number));
  return `q as (
  select $1::uuid as organisation_id, $2::uuid as recipient_id, $3::text as purpose, ${word(entity)} as entity, f.field_no
  from unnest($4::smallint[]) f(field_no)
), weighed as materialized (
  select q.*, coalesce(pp.basis, 'consent') as basis, ${verdictSql()} as verdict
  from q left join public.recipient r on r.organisation_id = q.organisation_id and r.id = q.recipient_id
  left join public.purpose_rule pr on pr.purpose = q.purpose
  left join public.purpose_policy pp on pp.organisation_id = q.organisation_id and pp.purpose = q.purpose
), asked as materialized (
  select organisation_id, recipient_id, purpose, basis,
    bit_or(case when verdict is null then 1::bigint << field_no else 0::bigint end) & ${askable} as bits
  from weighed group by 1, 2, 3, 4
)`;
}

/**
 * A disclosure as it would be decided now, counted: the same sentence as the views of schema egress, said by role api.
 * Parameters: organisation, recipient, purpose, field numbers. Answers a line a field: number, `open` or why not, cells,
 * released, restricted.
 */
export function previewSql(leaving: Leaving): string {
  return `with ${requestSql(leaving)}, ${judgementSql(leaving)}, ${countedSql(leaving, 'judged')}
select w.field_no, coalesce(w.verdict, '${OPEN}'), t.cells, coalesce(c.released, 0), coalesce(c.restricted, 0)
from weighed w cross join tally t left join counted c on c.field_no = w.field_no order by 1`;
}

/**
 * The rows of one resource that concern one person, newest last by id, with the bits that would be released.
 * Parameters: organisation, recipient, purpose, field numbers, employee, how many. Answers id, bits released, bits concerning.
 */
export function concerningSql(leaving: Leaving): string {
  return `with ${requestSql(leaving)}, ${judgementSql(leaving)}, mine as (
  select c.row_id, bit_or(1::bigint << c.field_no) as bits from asked a
  join public.cell_person c on c.organisation_id = a.organisation_id and c.employee_id = $5::uuid and c.entity = ${word(leaving.entity)}
  join q on q.field_no = c.field_no
  join public.${name(leaving.table)} p on p.organisation_id = a.organisation_id and p.id = c.row_id${liveSql(leaving, 'p')}
  group by 1 order by 1 desc limit $6::int
)
select m.row_id, coalesce(j.released, 0), m.bits from mine m left join judged j on j.row_id = m.row_id order by 1 desc`;
}
