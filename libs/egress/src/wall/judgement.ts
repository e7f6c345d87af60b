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

/** Of the disclosure: a constant for the planner, so that every table is read by its own index and none is joined to it. */
function asked(column: string): string {
  return `(select ${column} from asked)`;
}

/** The rows of a table that could matter at all. */
export function ofHouse(alias: string): string {
  return `${alias}.organisation_id = ${asked('organisation_id')}`;
}

/**
 * The decision of privacy-model.md sections 2 to 5 over all rows of a resource at once, as common table expressions that end in
 * `judged(row_id, owner_id, owned, others, restricted, released)` and the columns of the cells: one line a live row. They start from
 * `asked(organisation_id, recipient_id, purpose, basis, bits)`: one row, or none, of which nothing follows.
 *
 * - `involved`: whom rows concern, but for the cards of people, which concern themselves.
 * - `word`: what each person said of fields, once however many rows are theirs. `covers_until` is how far all of it reaches and
 *   `furthest` how far any of it does; between the two the index is asked again. A yes past its `valid_until` is absent until it
 *   is rebuilt; a no never ends by itself.
 * - `held`: who restricted the use of their data, and who objects to this purpose.
 * - `person`: all of that, of those involved.
 * - `about`: what everybody answers whom a row concerns besides its owner, of the rows where there is anybody.
 * - `judged`: a field of a row is released when its owner is known, everybody concerned agrees, and its text is marked. Where
 *   `cell_owner` has no line, nothing is.
 *
 * Every table is joined by a key, and no intermediate result by a scan: whatever the planner believes of their sizes, the
 * work grows with the rows (plan.db.spec.ts).
 */
export function judgementSql(leaving: Leaving): string {
  const entity = word(leaving.entity);
  const table = name(leaving.table);
  const audience = leaving.audience && name(leaving.audience.name);
  const house = audience
    ? `house as materialized (
  select array(select g.key from public.audience g where ${ofHouse('g')} and g.kind = 'organisation') as keys
), `
    : '';
  const columns = [
    ...new Set(
      [leaving.since, ...leaving.fields.map(({ column }) => column)].map((column) => name(column.name)),
    ),
  ];
  const card = leaving.table === PEOPLE;
  const owners = `select s.employee_id from public.cell_owner s where ${ofHouse('s')} and s.entity = ${entity}
  union
  `;
  // A card is of its own person, whom the row itself tells; whoever else is noted as its owner agrees to nothing.
  const owner: Asked = card
    ? { id: 'p.id', kind: 'p.kind', status: 'case when s.employee_id = p.id then p.status end', limits: 'h' }
    : { ...OTHER, id: 's.employee_id' };
  const other: Asked = { ...OTHER, id: 'c.employee_id' };
  const ownerJoin = card
    ? `left join word w on w.employee_id = p.id
  left join held h on h.employee_id = p.id`
    : `left join person w on w.employee_id = s.employee_id`;
  return `${house}involved as materialized (
  ${card ? '' : owners}select c.employee_id from public.cell_person c where ${ofHouse('c')} and c.entity = ${entity} and c.role = 'about'${card ? ' group by 1' : ''}
), word as not materialized (
  select w.employee_id, bit_or(w.no_bits) as no, bit_or(case when w.valid_until > now() then w.bits else 0::bigint end) as bits,
    min(w.covers_until) filter (where w.valid_until > now() and w.bits <> 0) as covers_until,
    max(w.covers_until) filter (where w.valid_until > now() and w.bits <> 0) as furthest
  from public.consent_index w
  where ${ofHouse('w')} and w.recipient_id = ${asked('recipient_id')} and w.purpose = ${asked('purpose')} and w.entity = ${entity}${card ? '' : '\n    and w.employee_id in (select n.employee_id from involved n)'}
  group by w.employee_id
), held as not materialized (
  select l.employee_id, bool_or(l.kind = 'restriction') as restricted,
    bool_or(l.kind = 'objection' and l.purpose = ${asked('purpose')}) as objects
  from public.processing_limit l where ${ofHouse('l')} group by l.employee_id
), person as materialized (
  select e.id as employee_id, e.kind, e.status, w.no, w.bits, w.covers_until, w.furthest, h.restricted, h.objects
  from involved n join public.employee e on ${ofHouse('e')} and e.id = n.employee_id
  left join word w on w.employee_id = e.id left join held h on h.employee_id = e.id
), about as (
  select c.row_id, bit_or(c.bits) as bits, bit_or(c.bits & ~(${agreedSql(leaving, other)})) as refused,
    bit_or(case when w.restricted then c.bits else 0::bigint end) as restricted
  from (select c.row_id, c.employee_id, bit_or(1::bigint << c.field_no) as bits from public.cell_person c
    where ${ofHouse('c')} and c.entity = ${entity} and c.role = 'about' group by 1, 2) c
  join public.${table} p on ${ofHouse('p')} and p.id = c.row_id${liveSql(leaving, 'p')}
  left join person w on w.employee_id = c.employee_id
  ${itemSql(leaving, other)}
  group by c.row_id
), unmarked as (
  select u.row_id, bit_or(1::bigint << u.field_no) as bits from public.cell_unmarked u
  where ${ofHouse('u')} and u.entity = ${entity} group by u.row_id
), owned as (
  select p.id as row_id, s.employee_id as owner_id, ${columns.map((column) => `p.${column}`).join(', ')},
    coalesce(s.fields, 0) as bits, s.fields & ~(${agreedSql(leaving, owner)}) as refused,
    case when ${owner.limits}.restricted then s.fields else 0::bigint end as restricted
  from public.${table} p
  left join public.cell_owner s on ${ofHouse('s')} and s.entity = ${entity} and s.row_id = p.id
  ${ownerJoin}
  ${itemSql(leaving, owner)}
  where ${ofHouse('p')}${liveSql(leaving, 'p')}
), judged as (
  select t.row_id, t.owner_id, t.bits as owned, coalesce(x.bits, 0) as others, ${columns.map((column) => `t.${column}`).join(', ')},
    (t.restricted | coalesce(x.restricted, 0)) & ${asked('bits')} as restricted,
    t.bits & ~t.refused & ~coalesce(x.refused, 0) & ~t.restricted & ~coalesce(x.restricted, 0)
      & ~coalesce(u.bits, 0) & ${asked('bits')} as released
  from owned t
  left join about x on x.row_id = t.row_id
  left join unmarked u on u.row_id = t.row_id
)`;
}

/** Whose rows are people: there a row and the person it concerns are one. */
const PEOPLE = 'employee';

/** A person who is asked about row `p`, as SQL names what is known of them; their words to fields are `w`, to the item `i`. */
interface Asked {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  /** Where `restricted` and `objects` are. */
  readonly limits: string;
}

const OTHER = { kind: 'w.kind', status: 'w.status', limits: 'w' } as const;

/** What somebody said of this very item. */
function itemSql({ entity }: Leaving, { id }: Asked): string {
  return `left join public.consent_item i on ${ofHouse('i')} and i.recipient_id = ${asked('recipient_id')} and i.purpose = ${asked('purpose')}
    and i.entity = ${word(entity)} and i.row_id = p.id and i.employee_id = ${id}`;
}

/**
 * The fields of a row that somebody agrees to as they stand: by a yes to the field, in time and to the whole organisation and not
 * special, or to the item; and by no no anywhere. Only an active employee can agree, and not while they object.
 */
function agreedSql(leaving: Leaving, { id, kind, status, limits }: Asked): string {
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
  return `case when ${kind} = 'employee' and ${status} = 'active'
      and (${asked('basis')} <> 'legitimate-interest' or ${limits}.objects is not true)
    then (case when w.covers_until >= ${asItStands} then w.bits
        when w.furthest >= ${asItStands} then (select bit_or(y.bits) from public.consent_index y
          where ${ofHouse('y')} and y.employee_id = ${id} and y.purpose = ${asked('purpose')} and y.recipient_id = ${asked('recipient_id')}
            and y.entity = ${word(leaving.entity)} and y.covers_until >= ${asItStands} and y.valid_until > now())
        else 0::bigint end & ${coveredHere}
      | case when i.covers_until >= ${asItStands} and i.valid_until > now() then i.bits else 0::bigint end)
      & ~(coalesce(w.no, 0) | coalesce(i.no_bits, 0)) else 0::bigint end`;
}
