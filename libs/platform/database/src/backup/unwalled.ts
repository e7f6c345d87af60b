import { Client } from 'pg';
import { DatabaseUnavailable } from '../database.errors.js';
import { rolesOf } from '../migration/roles.js';
import { databaseOf } from '../url.js';

/** A statement of the restore on one table, over all organisations at once. */
export interface Unwalled {
  readonly table: string;
  /** Other tables it reads. */
  readonly reads?: readonly string[];
  readonly text: string;
}

/**
 * For the restore alone, while nothing else runs: statements as the owner of the tables with the walls laid aside, in one
 * transaction, after which they stand again.
 * @returns how many rows each of them changed
 */
export async function unwalled(ownerUrl: string, statements: readonly Unwalled[]): Promise<number[]> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'courtyard restore' });
  client.on('error', () => undefined);
  try {
    await client.connect().catch(() => {
      throw new DatabaseUnavailable('unreachable');
    });
    const { owner } = await rolesOf(client, databaseOf(ownerUrl));
    await client.query('begin; set local transaction_timeout = 0; set local statement_timeout = 0');
    await client.query(`set local role ${client.escapeIdentifier(owner)}`);
    const tables = [...new Set(statements.flatMap(({ table, reads = [] }) => [table, ...reads]))];
    for (const table of tables) await client.query(`alter table ${table} no force row level security`);
    const counts: number[] = [];
    for (const { text } of statements) counts.push((await client.query(text)).rowCount ?? 0);
    for (const table of tables) await client.query(`alter table ${table} force row level security`);
    await client.query('commit');
    return counts;
  } finally {
    await client.end().catch(() => undefined);
  }
}
