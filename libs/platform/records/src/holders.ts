import type { Actor } from '@courtyard/access';
import type { Row, Statement } from '@courtyard/database';

/*
 * Audience holders: who holds which audience key (architecture.md, "Audience"). Mechanism, like the index of a resource
 * reached by keys: it knows keys and people, and no group.
 *
 * 1. `audience_holder` and `employee.audience_keys` say the same, changed in one statement (a test compares them).
 * 2. `audience.holders` and `audience.outside` count them; `audience.version` grows with every change of them.
 * 3. A key is granted to active people only.
 * 4. People are locked, in the order of their ids, before their keys change: else a grant that is about to commit escapes a
 *    revocation.
 * 5. Granting follows from a change of a governed row in the same write, and is never an act of its own.
 */

/** As many people as one statement takes; more are several statements of the same transaction. */
export const MOST_HOLDERS_AT_ONCE = 10_000;

const COUNTED = `update audience a set holders = a.holders + c.holders, outside = a.outside + c.outside, version = a.version + 1
from (select audience_key, count(*) as holders, count(*) filter (where outside) as outside from changed group by audience_key) c
where a.organisation_id = $1::uuid and a.key = c.audience_key`;

export function lockHolders(actor: Actor, employeeIds: readonly string[]): Statement {
  return {
    text: `select from employee e where e.organisation_id = $1::uuid and e.id = any ($2::uuid[])
order by e.id for no key update`,
    values: [actor.organisationId, employeeIds],
  };
}

/** Keeps what these people hold as it is until the transaction ends; who only looks does not wait for one another. */
export function shareHolders(actor: Actor, employeeIds: readonly string[]): Statement {
  return {
    text: `select from employee e where e.organisation_id = $1::uuid and e.id = any ($2::uuid[])
order by e.id for share`,
    values: [actor.organisationId, employeeIds],
  };
}

/** Locks those who hold a key now. */
export function lockHoldersOf(actor: Actor, key: string): Statement {
  return {
    text: `select from employee e where e.organisation_id = $1::uuid and e.id = any (array(
  select h.employee_id from audience_holder h where h.organisation_id = $1::uuid and h.audience_key = $2::bigint))
order by e.id for no key update`,
    values: [actor.organisationId, key],
  };
}

/** Every key to every one of these people. Answers the ids of those whose keys changed. */
export function grantKeys(actor: Actor, keys: readonly string[], employeeIds: readonly string[]): Statement {
  return granting('unnest($2::bigint[]) k(key)', 'e.id = any ($3::uuid[])', [
    actor.organisationId,
    keys,
    employeeIds,
  ]);
}

/** To each their own key. Answers the ids of those whose keys changed. */
export function grantEach(
  actor: Actor,
  grants: readonly { readonly key: string; readonly employeeId: string }[],
): Statement {
  return granting('unnest($2::bigint[], $3::uuid[]) k(key, employee_id)', 'e.id = k.employee_id', [
    actor.organisationId,
    grants.map(({ key }) => key),
    grants.map(({ employeeId }) => employeeId),
  ]);
}

/** To all who hold another key now. Answers the ids of those whose keys changed. */
export function grantToHolders(actor: Actor, key: string, of: string): Statement {
  const held = `e.id = any (array(select h.employee_id from audience_holder h
    where h.organisation_id = $1::uuid and h.audience_key = $3::bigint))`;
  return granting('(select $2::bigint as key) k', held, [actor.organisationId, key, of]);
}

function granting(granted: string, to: string, values: readonly unknown[]): Statement {
  return {
    text: `with changed as (
  insert into audience_holder (organisation_id, audience_key, employee_id, outside)
  select $1::uuid, k.key, e.id, e.kind <> 'employee' from employee e, ${granted}
  where e.organisation_id = $1::uuid and ${to} and e.status = 'active'
  order by k.key, e.id
  on conflict do nothing returning audience_key, employee_id, outside
), counted as (${COUNTED})
update employee e set audience_keys = e.audience_keys || c.keys
from (select employee_id, array_agg(audience_key order by audience_key) as keys from changed group by employee_id) c
where e.organisation_id = $1::uuid and e.id = c.employee_id returning e.id`,
    values,
  };
}

/** Answers the ids of those whose keys changed. */
export function revokeKeys(actor: Actor, keys: readonly string[], employeeIds: readonly string[]): Statement {
  return removal(actor, 'h.audience_key = any ($2::bigint[]) and h.employee_id = any ($3::uuid[])', [
    keys,
    employeeIds,
  ]);
}

/** Answers the ids of those whose keys changed. */
export function revokeFromOthers(actor: Actor, key: string, employeeIds: readonly string[]): Statement {
  return removal(actor, 'h.audience_key = $2::bigint and h.employee_id <> all ($3::uuid[])', [
    key,
    employeeIds,
  ]);
}

/** Everything these people hold, for those who leave. */
export function revokeEveryKey(actor: Actor, employeeIds: readonly string[]): Statement {
  return removal(actor, 'h.employee_id = any ($2::uuid[])', [employeeIds]);
}

function removal(actor: Actor, which: string, values: readonly unknown[]): Statement {
  const counted = COUNTED.replace('+ c.holders', '- c.holders').replace('+ c.outside', '- c.outside');
  return {
    text: `with changed as (
  delete from audience_holder h where h.organisation_id = $1::uuid and ${which}
  returning h.audience_key, h.employee_id, h.outside
), counted as (${counted})
update employee e set audience_keys = (
  select coalesce(array_agg(k.key order by k.at), '{}') from unnest(e.audience_keys) with ordinality k(key, at)
  where k.key <> all (c.keys))
from (select employee_id, array_agg(audience_key) as keys from changed group by employee_id) c
where e.organisation_id = $1::uuid and e.id = c.employee_id returning e.id`,
    values: [actor.organisationId, ...values],
  };
}

export function nextAudienceKeys(count: number): Statement {
  return { text: "select nextval('audience_key') from generate_series(1, $1::int)", values: [count] };
}

export interface HolderCount {
  /** Distinct people who hold at least one key of the set. */
  readonly count: number;
  /** Those of them who are guests or integrations. */
  readonly outside: number;
}

/** Distinct holders of each set of keys; `outsideOnly` spares the scan where all insiders hold one key of the set anyway. */
export function countHolders(
  actor: Actor,
  sets: readonly (readonly string[])[],
  outsideOnly: boolean,
): Statement {
  const positions: number[] = [];
  const keys: string[] = [];
  sets.forEach((set, position) => {
    for (const key of set) {
      positions.push(position);
      keys.push(key);
    }
  });
  return {
    text: `select s.position, count(distinct h.employee_id), count(distinct h.employee_id) filter (where h.outside)
from unnest($2::int[], $3::bigint[]) s(position, key)
join audience_holder h on h.organisation_id = $1::uuid and h.audience_key = s.key${outsideOnly ? ' and h.outside' : ''}
group by s.position`,
    values: [actor.organisationId, positions, keys],
  };
}

export function holderCounts(sets: number, rows: readonly Row[]): HolderCount[] {
  const counts = Array.from({ length: sets }, () => ({ count: 0, outside: 0 }));
  for (const [position, count, outside] of rows) {
    counts[Number(position)] = { count: Number(count), outside: Number(outside) };
  }
  return counts;
}

/** By person, of the rows that `holdings` answers. */
export function heldBy(rows: readonly Row[]): ReadonlyMap<string, readonly string[]> {
  const held = Map.groupBy(rows, ([id]) => String(id));
  return new Map([...held].map(([id, mine]) => [id, mine.map(([, key]) => String(key))]));
}

export interface Newcomers {
  /** All of them. */
  readonly count: number;
  /** The first of them, by name. */
  readonly ids: readonly string[];
}

export interface NewcomersQuery {
  readonly keys: readonly string[];
  /** By which they may have been reached then; `keys` are among them. */
  readonly before: readonly string[];
  readonly at: string;
  readonly most: number;
}

/** Who holds one of the keys, and held none of `before` at that time; the first of them by name, and how many there are. */
export function newcomers(actor: Actor, { keys, before, at, most }: NewcomersQuery): Statement {
  return {
    text: `select e.id, n.count from (
  select h.employee_id, count(*) over () as count from audience_holder h
  where h.organisation_id = $1::uuid and h.audience_key = any ($2::bigint[])
  group by h.employee_id having not exists (select from audience_holder b
    where b.organisation_id = $1::uuid and b.employee_id = h.employee_id and b.audience_key = any ($5::bigint[])
      and not coalesce(b.since > $3::timestamptz, false))) n
join employee e on e.organisation_id = $1::uuid and e.id = n.employee_id
order by e.name_folded, e.id limit $4::int`,
    values: [actor.organisationId, keys, at, most, before],
  };
}

export function newcomersOf(rows: readonly Row[]): Newcomers {
  return { count: Number(rows[0]?.[1] ?? 0), ids: rows.map(([id]) => String(id)) };
}

/** Which of the keys each of these people holds. */
export function holdings(actor: Actor, keys: readonly string[], employeeIds: readonly string[]): Statement {
  return {
    text: `select h.employee_id, h.audience_key from audience_holder h
where h.organisation_id = $1::uuid and h.employee_id = any ($2::uuid[]) and h.audience_key = any ($3::bigint[])`,
    values: [actor.organisationId, employeeIds, keys],
  };
}
