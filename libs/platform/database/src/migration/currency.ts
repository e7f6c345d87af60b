import type { Database } from '../database.js';
import { migrationsFolder, readMigrations } from './migration-files.js';

const APPLIED = 'select count(*) from public.migration where name = any ($1::text[])';

/**
 * Whether everything that this program was made for is applied. A database that is further on counts as current: while a newer
 * program takes over, the old one still answers.
 */
export async function isMigrated(
  database: Pick<Database, 'withoutOrganisation'>,
  names: readonly string[],
): Promise<boolean> {
  const [[row] = []] = await database.withoutOrganisation([{ text: APPLIED, values: [names] }]);
  return Number(row?.[0]) === names.length;
}

/** The names of this installation's migrations, in their order. */
export async function migrationNames(folder = migrationsFolder()): Promise<string[]> {
  return (await readMigrations(folder)).map(({ name }) => name);
}
