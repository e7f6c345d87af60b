import { inspect, OURS } from './inspect.js';

export interface IndexFacts {
  readonly table: string;
  readonly name: string;
  /** As PostgreSQL writes it, without the names of index and table. */
  readonly definition: string;
  readonly unique: boolean;
  /** False while it is built, and after building it failed: then it finds nothing, and holds nothing unique. */
  readonly valid: boolean;
}

const INDEXES = `select case n.nspname when 'public' then '' else n.nspname || '.' end || t.relname as "table", i.relname as name,
  regexp_replace(pg_get_indexdef(x.indexrelid), '^CREATE (UNIQUE )?INDEX \\S+ ON (ONLY )?\\S+ USING ', '') as definition,
  x.indisunique as "unique", x.indisvalid and x.indisready as valid
from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
join pg_namespace n on n.oid = t.relnamespace where ${OURS} order by 1, 2`;

/** Every index of the database, those of keys included. */
export function inspectIndexes(ownerUrl: string): Promise<IndexFacts[]> {
  return inspect<IndexFacts>(ownerUrl, INDEXES);
}
