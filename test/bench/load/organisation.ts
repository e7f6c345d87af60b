import type { Client } from 'pg';
import type { Scale } from '../harness/scale.js';
import { statementsOf, type Values } from './sql-file.js';
import { withoutIndexes } from './without-indexes.js';

/** An organisation that is made by numbers, the same in every run. */
export interface Numbered {
  readonly organisation: string;
  readonly name: string;
  readonly handle: string;
  /** Before the first of its audience keys; those of two organisations are a million apart. */
  readonly base: number;
  readonly scale: Scale;
}

/** 2025-01-01; posts are half a minute apart, as in feed-limit, so that the last of a million is of December. */
export const SINCE = Date.UTC(2025, 0, 1);
export const EVERY = 30_000;

/**
 * How far apart readers are: each takes three places, for who holds 11, 50 and 200 keys.
 */
export function stepOf({ employees, readers }: Scale): number {
  return Math.max(3, Math.floor(employees / readers));
}

export function valuesOf({ organisation, name, handle, base, scale }: Numbered): Values {
  const { employees, departments, parents, communities, circles, posts, reactions, readers } = scale;
  return {
    organisation,
    name,
    handle,
    base,
    since: SINCE,
    every: `${EVERY}::bigint`,
    employees,
    departments,
    parents,
    communities,
    circles,
    posts,
    reactions,
    readers,
    wide: scale.wideReaders,
    step: stepOf(scale),
  };
}

/** The house and everybody in it. Constraints and triggers stand aside: what is made here keeps them (see verify.ts). */
export async function loadPeople(
  client: Client,
  numbered: Numbered,
  more: { readonly password: string; readonly asked: readonly number[] },
): Promise<void> {
  const values = { ...valuesOf(numbered), password: more.password };
  await run(client, 'helpers.sql', values);
  await run(client, 'house.sql', values);
  const tables = ['employee', 'employee_name_word', 'audience', 'audience_holder'];
  await withoutIndexes(client, tables, () => run(client, 'people.sql', values));
  await run(client, 'accounts.sql', values);
  await loadCells(client, values, 'Employee', more.asked);
}

/** What they said. */
export async function loadPosts(
  client: Client,
  numbered: Numbered,
  more: { readonly asked: readonly number[] },
): Promise<void> {
  const values = valuesOf(numbered);
  await run(client, 'helpers.sql', values);
  await withoutIndexes(client, ['post', 'post_audience', 'reaction'], () => run(client, 'posts.sql', values));
  await loadCells(client, values, 'Post', more.asked);
}

/** What they find by. */
export async function loadSearch(client: Client, numbered: Numbered): Promise<void> {
  await run(client, 'search.sql', valuesOf(numbered));
}

async function loadCells(
  client: Client,
  values: Values,
  entity: 'Employee' | 'Post',
  fields: readonly number[],
): Promise<void> {
  const table = entity.toLowerCase();
  const owner = entity === 'Employee' ? 'id' : 'author_id';
  const own = { ...values, entity, table, owner, fields: `{${fields.join()}}` };
  await withoutIndexes(client, ['cell_person'], () => run(client, 'cells.sql', own));
}

async function run(client: Client, file: string, values: Values): Promise<void> {
  for (const statement of statementsOf(file, values)) {
    await client.query(statement).catch((error: Error) => {
      throw new Error(`${file}: ${error.message}\n${statement.slice(0, 400)}`);
    });
  }
}
