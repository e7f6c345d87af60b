import { Findings } from '../finding.js';
import type { Patient } from '../patient.js';

/** Below this nothing is worth a word: 100 pages are 800 kB. */
const PAGES = 100;

const TABLES = `select c.relname, c.relpages, c.relallvisible,
  coalesce('autovacuum_enabled=false' = any (c.reloptions) or 'autovacuum_enabled=off' = any (c.reloptions), false)
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and n.nspname = 'public' order by 1`;

/** Index-only scans look at the table wherever vacuum has not been (architecture.md, "Vacuum insert-heavy tables early"). */
export async function vacuum({ ask }: Pick<Patient, 'ask'>): Promise<Findings> {
  const found = new Findings('vacuum');
  const [[autovacuum] = []] = await ask('show autovacuum');
  if (autovacuum !== 'on')
    found.fault(
      'autovacuum is off: pages get slower every day, and in the end the database stops.',
      'Set autovacuum = on.',
    );
  for (const [table, pages, visible, disabled] of await ask(TABLES)) {
    if (disabled === 't')
      found.warn(`autovacuum is off for ${table}.`, `ALTER TABLE ${table} RESET (autovacuum_enabled).`);
    else if (Number(pages) >= PAGES && Number(visible) < Number(pages) / 2)
      found.warn(
        `Most of ${table} was not vacuumed since it was written: ${visible} of ${pages} pages.`,
        `VACUUM ${table}; set autovacuum_vacuum_insert_scale_factor = 0.01 for the server.`,
      );
  }
  found.otherwise('Every large table was vacuumed since most of it was written.');
  return found;
}
