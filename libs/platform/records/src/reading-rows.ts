import type { Row, Statement } from '@courtyard/database';

/** What was read in ten minutes, and how many further portions were confirmed then. */
export interface Portions {
  readonly posts: number;
  readonly profiles: number;
  readonly postsConfirmed: number;
  readonly profilesConfirmed: number;
}

export const STEP_MILLIS = 600_000;
const STEP = "date_bin('10 minutes', now(), '2000-01-01T00:00:00Z')";
/** A step counts until the whole of it is an hour old. */
const COUNTS = "since > now() - interval '70 minutes'";

interface Told {
  readonly employeeId: string;
  readonly posts: number;
  readonly profiles: number;
}

/** Adds what was read, and forgets whatever is older than the hour. */
export function foldReading(organisationId: string, told: readonly Told[]): Statement {
  return {
    text: `with gone as (delete from reading where organisation_id = $1::uuid and not ${COUNTS})
insert into reading (organisation_id, employee_id, since, posts, profiles, posts_confirmed, profiles_confirmed)
select $1::uuid, t.employee_id, ${STEP}, t.posts, t.profiles, 0, 0
from unnest($2::uuid[], $3::int[], $4::int[]) t(employee_id, posts, profiles) where t.posts + t.profiles > 0
order by t.employee_id
on conflict (organisation_id, employee_id, since) do update
set posts = reading.posts + excluded.posts, profiles = reading.profiles + excluded.profiles`,
    values: [
      organisationId,
      told.map(({ employeeId }) => employeeId),
      told.map(({ posts }) => posts),
      told.map(({ profiles }) => profiles),
    ],
  };
}

export function readingOf(organisationId: string, told: readonly Told[]): Statement {
  return {
    text: `select employee_id, extract(epoch from since)::bigint, posts, profiles, posts_confirmed, profiles_confirmed
from reading where organisation_id = $1::uuid and employee_id = any ($2::uuid[]) and ${COUNTS}`,
    values: [organisationId, told.map(({ employeeId }) => employeeId)],
  };
}

export function openPortion(
  organisationId: string,
  employeeId: string,
  posts: boolean,
  profiles: boolean,
): Statement {
  return {
    text: `insert into reading (organisation_id, employee_id, since, posts, profiles, posts_confirmed, profiles_confirmed)
values ($1::uuid, $2::uuid, ${STEP}, 0, 0, $3::int, $4::int)
on conflict (organisation_id, employee_id, since) do update
set posts_confirmed = reading.posts_confirmed + excluded.posts_confirmed,
  profiles_confirmed = reading.profiles_confirmed + excluded.profiles_confirmed`,
    values: [organisationId, employeeId, Number(posts), Number(profiles)],
  };
}

/** A row of `readingOf`: the beginning of its ten minutes in milliseconds, and what was read in them. */
export function bucketOf(row: Row): [number, Portions] {
  const [, since, posts, profiles, postsConfirmed, profilesConfirmed] = row;
  return [
    Number(since) * 1_000,
    {
      posts: Number(posts),
      profiles: Number(profiles),
      postsConfirmed: Number(postsConfirmed),
      profilesConfirmed: Number(profilesConfirmed),
    },
  ];
}
