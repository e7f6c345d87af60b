import { Client } from 'pg';

/** Schemas that migrations made; `n` is pg_namespace. */
export const OURS = `n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%' and n.nspname not like 'pg_temp%'`;

/** The suffix of this database's roles: that of the owner of its tables, for a copy keeps its template's roles. */
export const ROLE_SUFFIX = `(select substr(pg_get_userbyid(relowner)::text, 7) from pg_class where oid = 'public.migration'::regclass)`;

/** Asks the catalogue of a database; no row of anybody. */
export async function inspect<Row extends object>(ownerUrl: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: ownerUrl });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}
