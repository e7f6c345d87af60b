import type { Leaving } from './leaving.js';
import { word } from './standing.js';

/** The bit of a field in the consent index. */
export function bit(fieldNo: number): string {
  return `(1::bigint << ${Number(fieldNo)})`;
}

/** All bits of these numbers, as PostgreSQL's signed bigint has them. */
export function mask(fieldNos: readonly number[]): string {
  return `${BigInt.asIntN(
    64,
    fieldNos.reduce((bits, fieldNo) => bits | (1n << BigInt(fieldNo)), 0n),
  )}::bigint`;
}

export function name(identifier: string): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(identifier)) throw new Error('This is not a name of our tables.');
  return identifier;
}

/** The condition that a row is disclosed at all. */
export function liveSql({ live }: Leaving, alias: string): string {
  return live
    .map(({ column, value }) => {
      const literal = typeof value === 'string' ? word(value) : String(value);
      return ` and ${alias}.${name(column.name)} = ${literal}`;
    })
    .join('');
}

/**
 * The decision of privacy-model.md sections 2 to 5 over all rows of a resource at once, as common table expressions that end in
 * `judged(row_id, released, restricted, unrestricted, no…)`. They start from
 * `asked(organisation_id, recipient_id, purpose, basis, bits)`: one row, or none, of which nothing follows.
 *
 * - `word`: what each employee who can say anything said of these fields, by how far it reaches in time; an objection counts
 *   as a no to everything. A yes past its `valid_until` is absent until it is rebuilt; a no never ends by itself.
 * - `item`: the same for single rows. Either covers a row as it stood when it was said, or up to the day its card named.
 * - `told`: each row with each person it concerns: the fields concerned, and what that person's word covers.
 * - `judged`: a field of a row is released when somebody is known to be concerned, and everybody concerned agrees.
 */
export function judgementSql(leaving: Leaving): string {
  const entity = word(leaving.entity);
  const table = name(leaving.table);
  const covered = mask(
    leaving.fields.filter(({ sensitivity }) => sensitivity !== 'special').map(({ number }) => number),
  );
  const audience = leaving.audience && name(leaving.audience.name);
  const coveredHere = audience
    ? `case when p.${audience} && (select keys from house) then ${covered} else 0::bigint end`
    : covered;
  const since = name(leaving.since.name);
  // PostgreSQL's greatest() passes over null: what was never changed is as old as its row.
  const asItStands = leaving.changed ? `greatest(p.${since}, p.${name(leaving.changed.name)})` : `p.${since}`;
  const house = audience
    ? `house as materialized (
  select array(select g.key from asked a join public.audience g on g.organisation_id = a.organisation_id
    where g.kind = 'organisation') as keys
), `
    : '';
  return `${house}person as (
  select a.*, e.id as employee_id from asked a join public.employee e on e.organisation_id = a.organisation_id
  where e.kind = 'employee' and e.status = 'active' and not (a.basis = 'legitimate-interest' and exists (
    select from public.processing_limit l where l.organisation_id = a.organisation_id and l.employee_id = e.id
      and l.kind = 'objection' and l.purpose = a.purpose))
), word as materialized (
  select n.employee_id, i.covers_until, case when i.valid_until > now() then i.bits else 0::bigint end as yes, i.no_bits as no
  from person n join public.consent_index i on i.organisation_id = n.organisation_id and i.employee_id = n.employee_id
    and i.purpose = n.purpose and i.recipient_id = n.recipient_id and i.entity = ${entity}
), item as materialized (
  select n.employee_id, i.row_id, i.covers_until, case when i.valid_until > now() then i.bits else 0::bigint end as yes, i.no_bits as no
  from person n join public.consent_item i on i.organisation_id = n.organisation_id and i.employee_id = n.employee_id
    and i.purpose = n.purpose and i.recipient_id = n.recipient_id and i.entity = ${entity}
), held as materialized (
  select l.employee_id from asked a join public.processing_limit l on l.organisation_id = a.organisation_id
  where l.kind = 'restriction' group by 1
), told as (
  select c.row_id, c.employee_id, bit_or(1::bigint << c.field_no) as bits,
    coalesce(bit_or(case when w.covers_until >= ${asItStands} then w.yes & ${coveredHere} else 0::bigint end), 0)
      | coalesce(bit_or(case when i.covers_until >= ${asItStands} then i.yes else 0::bigint end), 0) as yes,
    coalesce(bit_or(w.no), 0) | coalesce(bit_or(i.no), 0) as no
  from asked a
  join public.cell_person c on c.organisation_id = a.organisation_id and c.entity = ${entity}
    and a.bits & (1::bigint << c.field_no) <> 0
  join public.${table} p on p.organisation_id = a.organisation_id and p.id = c.row_id${liveSql(leaving, 'p')}
  left join word w on w.employee_id = c.employee_id
  left join item i on i.employee_id = c.employee_id and i.row_id = c.row_id
  group by c.row_id, c.employee_id
), unmarked as materialized (
  select u.row_id, bit_or(1::bigint << u.field_no) as bits from asked a
  join public.cell_unmarked u on u.organisation_id = a.organisation_id and u.entity = ${entity} group by 1
), row_told as (
  select t.row_id, bit_or(t.bits) as known, bit_or(t.bits & ~(t.yes & ~t.no)) as refused,
    coalesce(bit_or(t.bits) filter (where h.employee_id is not null), 0) as restricted
  from told t left join held h on h.employee_id = t.employee_id group by t.row_id
), judged as (
  select t.row_id, t.restricted, t.known & ~t.refused & ~t.restricted & ~coalesce(u.bits, 0) & (select bits from asked) as released
  from row_told t left join unmarked u on u.row_id = t.row_id
)`;
}
