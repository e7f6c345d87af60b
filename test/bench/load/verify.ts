import { disclosables, strayCells } from '@courtyard/records';
import type { Client } from 'pg';

/** What was loaded with constraints and triggers aside, seen from two sides; each statement counts rows that break a rule. */
const RULES: Readonly<Record<string, string>> = {
  'keys of employees and their holders differ': differing(
    'select id, key from employee, unnest(audience_keys) key where organisation_id = $1::uuid',
    'select employee_id, audience_key from audience_holder where organisation_id = $1::uuid',
  ),
  'keys of posts and their index differ': differing(
    "select id, key, published_id, author_id from post, unnest(audience_keys) key where organisation_id = $1::uuid and status = 'published'",
    'select post_id, audience_key, published_id, author_id from post_audience where organisation_id = $1::uuid',
  ),
  'counts of holders differ': `select count(*) from audience a where a.organisation_id = $1::uuid and a.holders <> (
    select count(*) from audience_holder h where h.organisation_id = a.organisation_id and h.audience_key = a.key)`,
  'keys are of no audience': `select count(*) from (select distinct audience_key from post_audience where organisation_id = $1::uuid) i
    where not exists (select from audience a where a.organisation_id = $1::uuid and a.key = i.audience_key)`,
  'posts are of nobody': `select count(*) from post p where p.organisation_id = $1::uuid and not exists (
    select from employee e where e.organisation_id = p.organisation_id and e.id = p.author_id)`,
  'reactions are of nobody, or to nothing': `select count(*) from reaction r where r.organisation_id = $1::uuid and not (
    exists (select from employee e where e.organisation_id = r.organisation_id and e.id = r.employee_id)
    and exists (select from post p where p.organisation_id = r.organisation_id and p.id = r.post_id))`,
  'reactions are counted otherwise': `select count(*) from post p left join (
      select post_id, count(*) filter (where kind = 'useful') as useful, count(*) filter (where kind = 'valuable') as valuable
      from reaction where organisation_id = $1::uuid group by 1) r on r.post_id = p.id
    where p.organisation_id = $1::uuid and (p.useful_count <> coalesce(useful, 0) or p.valuable_count <> coalesce(valuable, 0))`,
  'words of names are others': differing(
    'select id, word from employee, unnest(name_words) word where organisation_id = $1::uuid',
    'select employee_id, word from employee_name_word where organisation_id = $1::uuid',
  ),
  'what is found by is another': differing(
    ['employee', 'community', 'post']
      .map(
        (table) =>
          `select s.audience_key, s.word, s.at, s.row_id, s.resource, s.via from ${table} t, search_of_${table}(t) s where t.organisation_id = $1::uuid`,
      )
      .join(' union all '),
    'select audience_key, word, at, row_id, resource, via from search_word where organisation_id = $1::uuid',
  ),
};

/** Rows on one side only, as sums of hashes: reading both is all it costs. */
function differing(one: string, other: string): string {
  const digest = (rows: string) =>
    `select count(*) as n, sum(hashtextextended(x::text, 0)::numeric) as sum from (select distinct * from (${rows}) y) x`;
  return `select ((o.n, o.sum) is distinct from (t.n, t.sum))::int from (${digest(one)}) o, (${digest(other)}) t`;
}

/** @throws Error naming the rules that what was loaded breaks */
export async function verify(client: Client, organisation: string): Promise<void> {
  const broken: string[] = [];
  for (const [rule, text] of Object.entries(RULES)) {
    const { rows } = await client.query({ text, values: [organisation], rowMode: 'array' });
    if (Number(rows[0]?.[0] ?? 1) > 0) broken.push(rule);
  }
  for (const one of disclosables()) {
    const { text, values } = strayCells(one, organisation);
    const { rows } = await client.query(text, [...values]);
    if (rows.length > 0) broken.push(`${rows.length} cells of ${one.entity}`);
  }
  if (broken.length > 0)
    throw new Error(`What was loaded is not what the product would have: ${broken.join('; ')}.`);
}
