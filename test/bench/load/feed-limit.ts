import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';
import { FULL, type Scale } from '../harness/scale.js';

const FOLDER = join(import.meta.dirname, '..', 'feed-limit');

/** A file of feed-limit; with a tenth of the rows each number of things in it becomes a tenth. */
export function feedLimitSql(file: string, scale: Scale): string {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const numbers = new Map<number, number>([
    [FULL.employees, scale.employees],
    [FULL.posts, scale.posts],
    [FULL.reactions, scale.reactions],
    [FULL.circles, scale.circles],
    [FULL.communities, scale.communities],
    [FULL.communities - 1, scale.communities - 1],
    [FULL.departments, scale.departments],
  ]);
  return text.replace(/\b\d+\b/g, (digits) => String(numbers.get(Number(digits)) ?? digits));
}

/** Fills an empty database. */
export async function loadFeedLimit(client: Client, scale: Scale): Promise<void> {
  // What begins with a backslash is for psql.
  const text = feedLimitSql('schema.sql', scale).replace(/^(\\|--).*$/gm, '');
  for (const statement of text.split(/;\s*$/m)) if (statement.trim() !== '') await client.query(statement);
}
