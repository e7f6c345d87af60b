import { request } from 'undici';
import { connected } from './connected.js';
import type { Ground } from './ground.js';
import { requestOf } from './operations.js';
import type { Reader } from './readers.js';

const SAMPLED = 5;

/** A page as one would look for it who has all the time in the world, and who is not asked twice. */
const BRUTE = `select 'post_' || p.id as id, p.body, e.name, d.name as department,
  (select count(distinct h.employee_id)::int from audience_holder h where h.organisation_id = $1 and h.audience_key = any (p.audience_keys)) as count,
  array(select kind from reaction r where r.organisation_id = $1 and r.post_id = p.id and r.employee_id = $2 order by 1) as mine
from post p join employee me on me.organisation_id = $1 and me.id = $2
join employee e on e.organisation_id = $1 and e.id = p.author_id
left join department d on d.organisation_id = $1 and d.id = e.department_id
where p.organisation_id = $1 and p.status = 'published' and p.audience_keys && me.audience_keys
order by p.published_id desc limit 20`;

interface Card {
  readonly id: string;
  readonly body: string;
  readonly author: { readonly name: string; readonly department: { readonly name: string } | null };
  readonly audience: { readonly count: number };
  readonly mine: readonly string[];
}

/**
 * Asks the product for pages as some readers of each width, and PostgreSQL for the same by force: what is measured is to be the
 * right answer. @throws Error when a page differs
 */
export async function assertSamePages(ground: Ground): Promise<void> {
  const { url } = await ground.running();
  await connected(await ground.ownerUrl(), async (client) => {
    for (const width of [11, 50, 200] as const) {
      for (const reader of ground.readers(width).slice(-SAMPLED)) {
        const { rows } = await client.query(BRUTE, [ground.organisation, reader.employeeId]);
        const told = (await page(url, reader)).map(({ id, body, author, audience, mine }) => ({
          id,
          body,
          name: author.name,
          department: author.department?.name ?? null,
          count: audience.count,
          mine: [...mine],
        }));
        if (rows.length < 20 || JSON.stringify(told) !== JSON.stringify(rows))
          throw new Error(`The page of reader ${reader.number} is not what PostgreSQL finds by force.`);
      }
    }
  });
  ground.tell(`pages of ${3 * SAMPLED} readers are what PostgreSQL finds by force`);
}

async function page(url: string, reader: Reader): Promise<readonly Card[]> {
  return (await feedOf(url, reader)).nodes;
}

interface Feed {
  readonly position: string;
  readonly nodes: readonly Card[];
}

/** Somebody's feed, as the built client asks for it. */
export async function feedOf(url: string, { cookie }: Reader): Promise<Feed> {
  const { body } = await request(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-courtyard-csrf': '1', cookie },
    body: requestOf('Feed'),
  });
  const { data } = (await body.json()) as { data: { feed: Feed } };
  return data.feed;
}
