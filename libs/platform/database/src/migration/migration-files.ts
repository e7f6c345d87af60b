import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MigrationFault } from '../database.errors.js';

export interface MigrationFile {
  /** `0001-found-organisations`: number, verb, object. */
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

const NAME = /^(\d{4})-[a-z]+(-[a-z0-9]+)+\.sql$/;

/** All migrations of a folder in their order. No number is given twice; what was applied is judged elsewhere. */
export async function readMigrations(folder: string): Promise<MigrationFile[]> {
  const entries = await readdir(folder).catch(() => {
    throw new MigrationFault('The folder of the migrations cannot be read.');
  });
  const names = entries.filter((entry) => entry.endsWith('.sql')).sort();
  const taken = new Set<string>();
  for (const name of names) {
    const number = NAME.exec(name)?.[1];
    if (number === undefined)
      throw new MigrationFault(`The migration ${name} is not named NNNN-verb-object.sql.`);
    if (taken.has(number)) throw new MigrationFault(`The number of the migration ${name} is given twice.`);
    taken.add(number);
  }
  return Promise.all(
    names.map(async (entry) => {
      const text = await readFile(join(folder, entry), 'utf8');
      return {
        name: entry.slice(0, -'.sql'.length),
        text,
        sha256: createHash('sha256').update(text).digest('hex'),
      };
    }),
  );
}

/** `migrations/` at the top of the installation, found upwards from this file, be it source or compiled. */
export function migrationsFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const candidate = join(folder, 'migrations');
    if (existsSync(join(candidate, '0001-found-organisations.sql'))) return candidate;
    const parent = dirname(folder);
    if (parent === folder) throw new MigrationFault('The folder of the migrations is missing.');
    folder = parent;
  }
}
