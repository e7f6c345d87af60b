import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EmployeeActor, keys } from '@courtyard/access';
import { Post } from '@courtyard/feed';
import { Pool } from 'pg';
import { type Audience, Department, Employee, toNodeIdOf } from './entities.js';

const TEXT = readFileSync(join(import.meta.dirname, 'page.sql'), 'utf8');

/** What a card shows beside its post, as the one statement brought it. */
export interface Beside {
  readonly author: Employee;
  readonly department: Department | null;
  readonly audience: Audience;
  readonly mine: readonly string[];
}

const besides = new WeakMap<object, Beside>();

export function besideOf(row: object): Beside {
  const beside = besides.get(row);
  if (!beside) throw new Error('This row was not read by hand.');
  return beside;
}

/** The page as somebody would write it who trusts whoever asks: no wall, no policy, nothing is judged. */
export function pageByHand(url: string) {
  const pool = new Pool({ connectionString: url, max: 8, idleTimeoutMillis: 0 });
  return async (actor: EmployeeActor, { first }: { readonly first: number }) => {
    const { rows } = await pool.query({
      name: 'page by hand',
      text: TEXT,
      rowMode: 'array',
      values: [actor.organisationId, actor.employeeId, [...actor.facts.set(keys)], first + 1],
    });
    return { rows: rows.slice(0, first).map(toPost), endCursor: null, hasNextPage: rows.length > first };
  };
}

/** The columns of the statement that are the post's own, in their order; the others come after them. */
const OF_POST = [
  ...['id', 'kind', 'body', 'publishedId', 'publishedAt', 'editedAt', 'version', 'status'],
  ...['usefulCount', 'valuableCount', 'commentCount', 'importedFrom', 'importedEmoji', 'authorId'],
];

// biome-ignore lint/suspicious/noExplicitAny: columns by their place
function toPost(row: any[]): Post {
  const own = Object.fromEntries(OF_POST.map((property, at) => [property, row[at]]));
  const post = Object.assign(new Post(), own, { audienceKeys: [] });
  const [name, title, kind, photoToken, departmentId, department, color, mine, parts] = row.slice(
    OF_POST.length,
  );
  const author = Object.assign(new Employee(), {
    id: post.authorId,
    name,
    title,
    kind,
    photoToken,
    departmentId,
  });
  const beside: Beside = {
    author,
    department:
      departmentId && Object.assign(new Department(), { id: departmentId, name: department, color }),
    audience: audienceOf(parts),
    mine,
  };
  besides.set(post, beside);
  besides.set(author, beside);
  return post;
}

function audienceOf(parts: readonly [string, string, string, number, number][]): Audience {
  const told = parts.map(([kind, groupId, name, count, outside]) => ({
    ...{ kind, name, count, outside },
    id: toNodeIdOf(kind, groupId),
  }));
  return {
    label: told.map(({ name }) => name).join(', '),
    count: Math.max(...told.map(({ count }) => count)),
    outside: 0,
    parts: told,
  } as Audience;
}
