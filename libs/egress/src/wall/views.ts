import { CLOSING_STEPS } from '../disclosure/disclosure-step.entity.js';
import { bit, judgementSql, mask, name } from './judgement.js';
import { everythingLeaving, type Leaving } from './leaving.js';
import { verdictSql, word } from './standing.js';

/**
 * The views that role egress reads, in the order in which they are made. Each begins at `egress.bound`: the one grant whose id
 * and secret the transaction names. A migration holds this text; `views.spec.ts` compares.
 */
export function egressViewsSql(everything: readonly Leaving[] = everythingLeaving()): string {
  return [
    BOUND,
    askedViewSql(),
    ...everything.flatMap((leaving) => [judgedViewSql(leaving), cellsViewSql(leaving)]),
    columnCountViewSql(everything),
    releasedPersonViewSql(everything),
  ].join('\n\n');
}

const BOUND = `create view egress.bound with (security_barrier) as
select g.organisation_id, g.id as disclosure_id, g.recipient_id, g.purpose, r.alias_secret
from public.disclosure_grant g
join public.disclosure d on d.organisation_id = g.organisation_id and d.id = g.id
  and d.recipient_id = g.recipient_id and d.purpose = g.purpose
join public.recipient r on r.organisation_id = g.organisation_id and r.id = g.recipient_id
where g.organisation_id = (select current_setting('app.org')::uuid)
  and g.id = (select current_setting('egress.disclosure')::uuid)
  and g.secret_hash = (select sha256(convert_to(current_setting('egress.secret'), 'UTF8')))
  and g.expires_at > now() and d.expires_at > now() and d.status = 'approved'
  and not exists (select from public.disclosure_step s where s.organisation_id = g.organisation_id
    and s.disclosure_id = g.id and s.step in (${CLOSING_STEPS.map(word).join(', ')}));`;

/** Per resource of the bound disclosure: the fields that were requested, and those of them that the house opened. */
function askedViewSql(): string {
  return `create view egress.asked with (security_barrier) as
select q.organisation_id, q.recipient_id, q.purpose, coalesce(pp.basis, 'consent') as basis, q.entity, bit_or(1::bigint << q.field_no) as requested,
  bit_or(case when ${verdictSql()} is null then 1::bigint << q.field_no else 0::bigint end) as bits
from (select b.*, f.entity, f.field_no from egress.bound b join public.disclosure_field f
    on f.organisation_id = b.organisation_id and f.disclosure_id = b.disclosure_id) q
left join public.recipient r on r.organisation_id = q.organisation_id and r.id = q.recipient_id
left join public.purpose_rule pr on pr.purpose = q.purpose
left join public.purpose_policy pp on pp.organisation_id = q.organisation_id and pp.purpose = q.purpose
group by 1, 2, 3, 4, 5;`;
}

/** What the deciding sentence of `judgementSql` starts from: fields nobody can be asked about were never requested. */
function askedSql({ entity, fields }: Leaving): string {
  const askable = mask(fields.map(({ number }) => number));
  return `asked as materialized (
  select a.organisation_id, a.recipient_id, a.purpose, a.basis, a.bits & ${askable} as bits
  from egress.asked a where a.entity = ${word(entity)}
)`;
}

/** Not granted to anybody: it knows rows by their own ids, and what stands in them. */
function judgedViewSql(leaving: Leaving): string {
  return `create view egress.${name(leaving.table)}_judged with (security_barrier) as
with ${askedSql(leaving)}, ${judgementSql(leaving)}
select * from judged;`;
}

/**
 * The released cells of a resource, one line a row that has any: a random id that means something to this recipient only, the
 * month where the time was requested, and a column for each field that people can be asked about, null where it was withheld;
 * `released` has the bit of each that was not.
 */
export function cellsViewSql(leaving: Leaving): string {
  const table = name(leaving.table);
  const month =
    leaving.sinceNo === null
      ? ''
      : `
  case when (select requested from head) & ${bit(leaving.sinceNo)} <> 0 then to_char(j.${name(leaving.since.name)} at time zone 'UTC', 'YYYY-MM') end as month,`;
  const cells = leaving.fields.map(
    ({ column, number }) => `
  case when j.released & ${bit(number)} <> 0 then j.${name(column.name)} end as ${name(column.name)},`,
  );
  return `create view egress.${table}_cells with (security_barrier) as
with ${headSql(leaving)}
select encode(substring(sha256((select alias_secret from head) || convert_to(j.row_id::text, 'UTF8')) for 16), 'hex')::uuid::text as ref,${month}${cells.join('')}
  j.released
from (select * from egress.${table}_judged offset 0) j where j.released <> 0;`;
}

/** What a view knows of the disclosure it is read for: computed once, however many rows follow. */
function headSql({ entity }: Leaving): string {
  return `head as materialized (
  select b.organisation_id, b.disclosure_id, b.alias_secret, a.requested, a.bits
  from egress.bound b join egress.asked a on a.entity = ${word(entity)}
)`;
}

/**
 * How many rows `judged` has, and for each field that people can be asked about how many of its cells are released and how many
 * restricted: `counted(field_no, cells, released, restricted)`, in one pass.
 */
export function countedSql({ fields }: Leaving, judged: string): string {
  const numbers = fields.map(({ number }) => number);
  const having = (column: string) =>
    numbers.map((number) => `count(*) filter (where j.${column} & ${bit(number)} <> 0)`).join(', ');
  return `tally as materialized (
  select count(*) as cells, array[${having('released')}] as released, array[${having('restricted')}] as restricted from ${judged} j
), counted as (
  select n.field_no, t.cells, n.released, n.restricted from tally t,
    unnest(array[${numbers.join(', ')}], t.released, t.restricted) n(field_no, released, restricted)
)`;
}

/** Every requested field: how many cells there are, how many of them were released and restricted, and whether it was open at all. */
function columnCountViewSql(everything: readonly Leaving[]): string {
  const parts = everything.map((leaving) => {
    return `(with ${headSql(leaving)}, ${countedSql(leaving, `egress.${name(leaving.table)}_judged`)}
select f.entity, f.field_no, h.bits & (1::bigint << f.field_no) <> 0 as opened, t.cells,
  coalesce(c.released, 0) as released, coalesce(c.restricted, 0) as restricted
from head h cross join tally t
join public.disclosure_field f on f.organisation_id = h.organisation_id and f.disclosure_id = h.disclosure_id
  and f.entity = ${word(leaving.entity)}
left join counted c on c.field_no = f.field_no)`;
  });
  return `create view egress.column_count with (security_barrier) as
${parts.join('\nunion all\n')};`;
}

/** Whom the released cells concern, per resource: for what each of them is told afterwards. No row can be told from it. */
function releasedPersonViewSql(everything: readonly Leaving[]): string {
  const parts = everything.map(
    (leaving) => `(with ${headSql(leaving)}, j as materialized (
  select row_id, owner_id, owned & released as owned, others & released as others from egress.${name(leaving.table)}_judged where released <> 0
), concerned as (
  select owner_id as employee_id, owned as bits, 1 as rows from j where owned <> 0
  union all
  select c.employee_id, bit_or(1::bigint << c.field_no), case when j.owned <> 0 and c.employee_id = j.owner_id then 0 else 1 end
  from j join public.cell_person c on c.organisation_id = (select organisation_id from head) and c.entity = ${word(leaving.entity)}
    and c.row_id = j.row_id and c.role = 'about' and j.others & (1::bigint << c.field_no) <> 0
  where j.others <> 0 group by j.row_id, j.owner_id, j.owned, c.employee_id
), told as (
  select employee_id, bit_or(bits) as bits, sum(rows) as rows from concerned group by 1
)
select t.employee_id, ${word(leaving.entity)} as entity,
  array(select n::smallint from unnest(array[${leaving.fields.map(({ number }) => number).join(', ')}]) n where t.bits & (1::bigint << n) <> 0 order by n) as field_nos, t.rows
from told t)`,
  );
  return `create view egress.released_person with (security_barrier) as
${parts.join('\nunion all\n')};`;
}

/** The columns of the tables that hold content, which the owner of the views may read; nothing else of them. */
export function cellGrantsSql(everything: readonly Leaving[] = everythingLeaving()): string {
  return everything
    .map((leaving) => {
      const columns = [
        'organisation_id',
        'id',
        leaving.since.name,
        ...(leaving.changed ? [leaving.changed.name] : []),
        ...(leaving.audience ? [leaving.audience.name] : []),
        ...leaving.live.map(({ column }) => column.name),
        ...leaving.fields.map(({ column }) => column.name),
      ];
      return `grant select (${[...new Set(columns)].map(name).join(', ')}) on ${name(leaving.table)} to :egress_def;`;
    })
    .join('\n');
}

/** Views that know rows by their own ids, or recipients by their secret, are there for the others only. */
const INNER = /^(bound|asked|[a-z_]+_judged)$/;

/** Views of schema egress that stand in a migration as they are: they depend on no entity. */
const FIXED = ['organisation', 'due_disclosure', 'due_field', 'step', 'due_mail', 'mail_step'];

/** Who owns the views, and which of them role egress reads. */
export function viewGrantsSql(everything: readonly Leaving[] = everythingLeaving()): string {
  const made = [...egressViewsSql(everything).matchAll(/create view egress\.([a-z_]+) /g)].map((match) =>
    String(match[1]),
  );
  const views = [...FIXED, ...made];
  const read = views.filter((view) => !INNER.test(view));
  return [
    `grant select on ${read.map((view) => `egress.${view}`).join(', ')} to :egress;`,
    ...views.map((view) => `alter view egress.${view} owner to :egress_def;`),
  ].join('\n');
}
