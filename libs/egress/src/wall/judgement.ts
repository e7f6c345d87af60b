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
 * `judged(row_id, restricted, released)`. They start from `asked(organisation_id, recipient_id, purpose, basis, bits)`: one row,
 * or none, of which nothing follows.
 *
 * - `told`: each row with each person it concerns: the fields concerned, what that person's word covers of them as they stand,
 *   and where they said no. Only an active employee can agree, and not while they object. A yes past its `valid_until` is absent until it is
 *   rebuilt; a no never ends by itself.
 * - `row_told`, `judged`: a field of a row is released when somebody is known to be concerned, everybody concerned agrees, and
 *   its text is marked.
 *
 * Every table is joined by its own key, and no intermediate result by a scan: whatever the planner believes of their sizes, the
 * work grows with the cells (plan.db.spec.ts).
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
  return `${house}told as (
  select c.organisation_id, c.row_id, c.employee_id, bit_or(1::bigint << c.field_no) as bits,
    bit_or(case when w.covers_until >= ${asItStands} and w.valid_until > now() then w.bits & ${coveredHere} else 0::bigint end
      | case when i.covers_until >= ${asItStands} and i.valid_until > now() then i.bits else 0::bigint end) as yes,
    bit_or(coalesce(w.no_bits, 0) | coalesce(i.no_bits, 0)) as no,
    bool_or(e.kind = 'employee' and e.status = 'active'
      and (a.basis <> 'legitimate-interest' or o.employee_id is null)) as may_agree,
    bool_or(h.employee_id is not null) as restricted
  from asked a
  join public.cell_person c on c.organisation_id = a.organisation_id and c.entity = ${entity}
    and a.bits & (1::bigint << c.field_no) <> 0
  join public.${table} p on p.organisation_id = c.organisation_id and p.id = c.row_id${liveSql(leaving, 'p')}
  left join public.employee e on e.organisation_id = c.organisation_id and e.id = c.employee_id
  left join public.consent_index w on w.organisation_id = c.organisation_id and w.employee_id = c.employee_id
    and w.purpose = a.purpose and w.recipient_id = a.recipient_id and w.entity = ${entity}
  left join public.consent_item i on i.organisation_id = c.organisation_id and i.employee_id = c.employee_id
    and i.purpose = a.purpose and i.recipient_id = a.recipient_id and i.entity = ${entity} and i.row_id = c.row_id
  left join public.processing_limit o on o.organisation_id = c.organisation_id and o.employee_id = c.employee_id
    and o.kind = 'objection' and o.purpose = a.purpose
  left join public.processing_limit h on h.organisation_id = c.organisation_id and h.employee_id = c.employee_id
    and h.kind = 'restriction'
  group by c.organisation_id, c.row_id, c.employee_id
), row_told as (
  select t.organisation_id, t.row_id, bit_or(t.bits) as known,
    bit_or(t.bits & ~(case when t.may_agree then t.yes & ~t.no else 0::bigint end)) as refused,
    bit_or(case when t.restricted then t.bits else 0::bigint end) as restricted
  from told t group by t.organisation_id, t.row_id
), judged as (
  select t.row_id, t.restricted,
    t.known & ~t.refused & ~t.restricted & ~coalesce(bit_or(1::bigint << u.field_no), 0) & (select bits from asked) as released
  from row_told t
  left join public.cell_unmarked u on u.organisation_id = t.organisation_id and u.entity = ${entity} and u.row_id = t.row_id
  group by t.row_id, t.known, t.refused, t.restricted
)`;
}
