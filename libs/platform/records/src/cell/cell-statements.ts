import type { Statement } from '@courtyard/database';
import type { Disclosable } from './disclosable.js';

/** What is known of one text of one row when it is stored. */
export interface SaidOf {
  readonly id: string;
  readonly no: number;
  readonly owner: string;
  /** Known to be meant, and named beyond doubt. */
  readonly named: readonly string[];
  /** Of those the ones who stand in the row itself. */
  readonly mentioned: readonly string[];
  /** Somebody else may be meant, and its author has to say. */
  readonly asked: boolean;
  readonly outside: boolean;
  /** It was something else before. */
  readonly again: boolean;
}

/** The row itself: each asked field of it concerns its owner. */
export interface OwnedRow {
  readonly id: string;
  readonly owner: string;
}

/**
 * Adds cells; nothing that is there goes. A text that is stored anew is withheld again where somebody was marked before:
 * what was said of them may have changed. People the directory does not know cannot be stored, and count as outside;
 * integrations are no people. People are looked up one by one, which `limit` keeps the planner to: the usual write is of one
 * row, and the directory may be large.
 */
export function insertCells(
  d: Disclosable,
  organisationId: string,
  rows: readonly OwnedRow[],
  texts: readonly SaidOf[],
): Statement {
  const values: unknown[] = [organisationId, d.entity];
  const owned = `select $1::uuid, $2::text, r.id, f.no, r.owner, 'owner' from unnest($3::uuid[], $4::uuid[]) r(id, owner), unnest($5::smallint[]) f(no)`;
  values.push(
    rows.map(({ id }) => id),
    rows.map(({ owner }) => owner),
    d.fields.map(({ number }) => number),
  );
  const into = 'insert into cell_person (organisation_id, entity, row_id, field_no, employee_id, role)';
  // Most texts name nobody, and then there is nothing to look up.
  if (texts.every(namesNobody)) return { text: `${into}\n${owned}\non conflict do nothing`, values };
  values.push(JSON.stringify(texts));
  const text = `with said as materialized (
  select * from json_to_recordset($6::json) as s(id uuid, no smallint, owner uuid, named uuid[], mentioned uuid[], asked boolean, outside boolean, again boolean)
), named as materialized (
  select s.id, s.no, s.owner, e.id as person, e.id is null or e.kind = 'guest' or (e.kind = 'employee' and e.status <> 'active') as outside, e.kind
  from said s cross join unnest(s.named) n(id) left join lateral (
    select e.id, e.kind, e.status from employee e where e.organisation_id = $1::uuid and e.id = n.id limit 1) e on true
), persons as (
  ${into}
  ${owned}
  union all
  select distinct $1::uuid, $2::text, n.id, n.no, n.person, 'about' from named n
  where n.person is not null and n.kind <> 'integration' and n.person <> n.owner
  on conflict do nothing
)
insert into cell_unmarked (organisation_id, entity, row_id, field_no, reason)
select $1::uuid, $2::text, s.id, s.no, 'name_found' from said s where s.asked or s.again and exists (
  select from cell_person p where p.organisation_id = $1::uuid and p.entity = $2::text and p.row_id = s.id and p.field_no = s.no
  and p.role = 'about' and p.employee_id <> all (s.mentioned))
union all
select $1::uuid, $2::text, s.id, s.no, 'outside' from said s where s.outside
union all
select $1::uuid, $2::text, n.id, n.no, 'outside' from named n where n.outside
on conflict do nothing`;
  return { text, values };
}

/** A text that was changed may be about somebody who was marked before. */
function namesNobody({ named, asked, outside, again }: SaidOf): boolean {
  return named.length === 0 && !asked && !outside && !again;
}

/** Takes every cell of these rows: they cannot be disclosed any more, or belong to somebody else now. */
export function deleteCells(d: Disclosable, organisationId: string, ids: readonly string[]): Statement {
  return {
    text: `with gone as (
  delete from cell_person where organisation_id = $1::uuid and entity = $2::text and row_id = any ($3::uuid[])
)
delete from cell_unmarked where organisation_id = $1::uuid and entity = $2::text and row_id = any ($3::uuid[])`,
    values: [organisationId, d.entity, ids],
  };
}

/**
 * Stores whom the texts of a row are about. Who is mentioned stays, and so does who can never agree: an author can
 * neither waive another's yes nor speak for who has left.
 */
export function markCells(
  d: Disclosable,
  organisationId: string,
  row: { readonly id: string; readonly owner: string; readonly mentioned: readonly string[] },
  employeeIds: readonly string[],
): Statement {
  const numbers = d.fields.filter(({ name }) => d.text.includes(name)).map(({ number }) => number);
  return {
    text: `with gone as (
  delete from cell_person p using employee e
  where p.organisation_id = $1::uuid and p.entity = $2::text and p.row_id = $3::uuid and p.field_no = any ($4::smallint[])
  and p.role = 'about' and p.employee_id <> all ($6::uuid[]) and p.employee_id <> all ($7::uuid[])
  and e.organisation_id = $1::uuid and e.id = p.employee_id and e.status = 'active' and e.kind = 'employee'
), marked as (
  insert into cell_person (organisation_id, entity, row_id, field_no, employee_id, role)
  select $1::uuid, $2::text, $3::uuid, f.no, e.id, 'about' from employee e, unnest($4::smallint[]) f(no)
  where e.organisation_id = $1::uuid and e.id = any ($7::uuid[]) and e.id <> $5::uuid and e.kind <> 'integration'
  on conflict do nothing
)
delete from cell_unmarked where organisation_id = $1::uuid and entity = $2::text and row_id = $3::uuid
and field_no = any ($4::smallint[]) and reason <> 'outside'`,
    values: [organisationId, d.entity, row.id, numbers, row.owner, row.mentioned, employeeIds],
  };
}
