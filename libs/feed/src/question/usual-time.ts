import type { Row } from '@courtyard/database';
import type { Reckoning } from '@courtyard/records';
import { questionPolicy } from './question.policy.js';

/**
 * Of the newest questions along each of some sets of audience keys, by the number of the set: how many there are, how many people
 * were the first to answer one, and after how many seconds the first answer came to the one in the middle; one without an answer
 * counts as later than any. An answer is a comment of somebody else that was not withdrawn, so nothing is kept for it.
 */
export const FIRST_ANSWERS: Reckoning = {
  policy: questionPolicy,
  action: 'reckon',
  words: [],
  text: `with held as (select h.set, h.key from unnest($2::int[], $3::bigint[]) h(set, key))
select s.set, u.* from (select distinct h.set from held h) s cross join lateral (
  with said as (
    select distinct i.post_id, i.published_id from held k cross join lateral (
      select a.post_id, a.published_id from post_audience a
      where a.organisation_id = $1::uuid and a.audience_key = k.key order by a.published_id desc limit 1000) i
    where k.set = s.set order by i.published_id desc limit 1000
  ), asked as (
    select q.id, q.author_id, p.published_at from said s
    join question q on q.organisation_id = $1::uuid and q.id = s.post_id and q.state <> 'withdrawn'
    join post p on p.organisation_id = $1::uuid and p.id = q.id
    order by s.published_id desc limit 100
  )
  select count(*), count(distinct f.author_id),
    percentile_disc(0.5) within group (order by coalesce(extract(epoch from f.created_at - a.published_at)::bigint, 1000000000000))
  from asked a left join lateral (
    select c.author_id, c.created_at from comment c
    where c.organisation_id = $1::uuid and c.post_id = a.id and c.status = 'published' and c.author_id <> a.author_id
    order by c.created_at limit 1) f on true) u`,
};

/** A statistic is of ten people or more, or there is none (product.md, promise 4): here of ten who were the first to answer. */
const LEAST = 10;
/** An hour, half a day, a day, three, a week, a month: so coarse that one answer more hardly moves it, and so tells little of it. */
const STEPS = [1, 12, 24, 72, 168, 720];

/** @param row of one set, as `FIRST_ANSWERS` answers it */
export function usualHours([, asked, people, seconds]: Row): number | null {
  if (Number(asked) < LEAST || Number(people) < LEAST) return null;
  const hours = Number(seconds) / 3600;
  return STEPS.find((step) => hours <= step) ?? null;
}
