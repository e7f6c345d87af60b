import { columnsOf, type Entity, tableOf } from '@courtyard/access';
import { inspectIndexes, inspectRights, inspectRoles, inspectWalls } from '@courtyard/database';
import { Client } from 'pg';

/** What the walk lets pass, each with its reason. One that the database no longer has fails the walk. */
export interface DatabasePasses {
  /** Tables without organisation and row policy; they also say so in their own comment. */
  readonly unwalled: Readonly<Record<string, string>>;
  /** Tables of the platform, which no entity maps. */
  readonly unmapped: Readonly<Record<string, string>>;
  /** Unique keys besides the primary ones: each can tell that a hidden row exists, unless something prevents it. */
  readonly unique: Readonly<Record<string, string>>;
}

/** Type names of PostgreSQL as entities write them. */
const WRITTEN: Readonly<Record<string, string>> = {
  int4: 'integer',
  int2: 'smallint',
  int8: 'bigint',
  bool: 'boolean',
  sha256_digest: 'bytea',
  int: 'integer',
};

interface Column {
  table: string;
  name: string;
  type: string;
  array: boolean;
  nullable: boolean;
  /** Place in the primary key, from 1. */
  key: number | null;
  /** A view has neither key nor nulls of its own; what it shows is what its entity says of types. */
  view: boolean;
}

/** Walks a migrated database as its superuser: what the migrations made, not what they say. */
export class DatabaseWalk {
  constructor(
    private readonly ownerUrl: string,
    private readonly entities: readonly Entity[],
    private readonly passes: DatabasePasses,
  ) {}

  async all(): Promise<string[]> {
    const found = [
      this.walls(),
      this.drift(),
      this.escapes(),
      this.uniqueKeys(),
      this.references(),
      this.roles(),
    ];
    return (await Promise.all(found)).flat();
  }

  /** Organisation first in the key, row policy forced, and exactly the named exceptions. */
  async walls(): Promise<string[]> {
    const { breaches, exceptions } = await inspectWalls(this.ownerUrl);
    const named = Object.keys(this.passes.unwalled);
    return [
      ...breaches,
      ...exceptions
        .filter((table) => !named.includes(table))
        .map((table) => `${table} has no wall and is not named.`),
      ...named
        .filter((table) => !exceptions.includes(table))
        .map((table) => `${table} is named, and is no exception.`),
    ];
  }

  /** Entities and tables say the same, column by column. */
  async drift(): Promise<string[]> {
    const columns = await this.query<Column>(COLUMNS);
    const tables = Map.groupBy(columns, ({ table }) => table);
    const mapped = new Map(this.entities.map((entity) => [tableOf(entity), entity]));
    const unmapped = Object.keys(this.passes.unmapped);
    return [
      ...[...tables.keys()]
        .filter((table) => !mapped.has(table) && !unmapped.includes(table) && !tables.get(table)?.[0]?.view)
        .map((table) => `${table} is mapped by no entity.`),
      ...unmapped
        .filter((table) => !tables.has(table) || mapped.has(table))
        .map((table) => `${table} is named as unmapped, and is not.`),
      ...[...mapped].flatMap(([table, entity]) => driftOf(table, entity, tables.get(table) ?? [])),
    ];
  }

  /** Ways round the row policies: functions with their owner's rights, views that hold rows, other servers. */
  escapes(): Promise<string[]> {
    return this.sentences(ESCAPES);
  }

  /** PostgreSQL tells whoever inserts that a unique key is taken, whether or not they may see by which row. */
  async uniqueKeys(): Promise<string[]> {
    const found = await this.sentences(UNIQUE);
    const named = Object.keys(this.passes.unique);
    return [
      ...found
        .filter((name) => !named.includes(name))
        .map((name) => `${name} is unique, and nobody said why that tells nothing.`),
      ...named
        .filter((name) => !found.includes(name))
        .map((name) => `${name} is named as unique, and is not there.`),
    ];
  }

  /** A reference carries the organisation, so that none can point into another one. */
  references(): Promise<string[]> {
    return this.sentences(REFERENCES);
  }

  /** No role of the product is above the policies, and none is another. */
  roles(): Promise<string[]> {
    return inspectRoles(this.ownerUrl);
  }

  /** Every right that a role of the product has, as Markdown; a change of it stands in somebody's review. */
  async rights(): Promise<string> {
    const rows = await inspectRights(this.ownerUrl);
    const lines = [
      '# Rights in the database',
      '',
      'Generated from a migrated database by `test/access/tables.db.spec.ts` (`npx jest -u` writes it anew). What is not listed is',
      'not granted. `owner` holds the tables, cannot sign in, and is left out. `egdef` holds the views of schema egress and cannot sign in:',
      'what it may read is all that an approved disclosure could ever contain. `backup` cannot sign in and reads everything: whoever owns the',
      'database becomes it for `courtyard backup`.',
    ];
    for (const role of ['api', 'audit', 'backup', 'egdef', 'egress', 'relay', 'search']) {
      const mine = rows.filter((row) => row.role === role);
      lines.push('', `## ${role}`, '');
      if (mine.length === 0) lines.push('Nothing, not even to connect.');
      else lines.push('| | name | rights |', '|---|---|---|');
      for (const { kind, name, rights } of mine) lines.push(`| ${kind} | ${name} | ${rights} |`);
    }
    return `${lines.join('\n')}\n`;
  }

  /** Every index, as Markdown: what `courtyard doctor` looks for. */
  async indexes(): Promise<string> {
    const rows = await inspectIndexes(this.ownerUrl);
    const lines = rows.map(
      ({ table, name, definition, unique }) =>
        `| ${table} | ${name} | ${unique ? 'unique ' : ''}\`${definition.replaceAll('|', '\\|')}\` |`,
    );
    return [
      '# Indexes in the database',
      '',
      'Generated from a migrated database by `test/access/tables.db.spec.ts` (`npx jest -u` writes it anew); `courtyard doctor`',
      'compares an installation with it.',
      '',
      '| table | index | |',
      '|---|---|---|',
      ...lines,
      '',
    ].join('\n');
  }

  private async sentences(text: string): Promise<string[]> {
    return (await this.query<{ sentence: string }>(text)).map(({ sentence }) => sentence);
  }

  private async query<Row extends object>(text: string): Promise<Row[]> {
    const client = new Client({ connectionString: this.ownerUrl });
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }
}

function driftOf(table: string, entity: Entity, columns: readonly Column[]): string[] {
  if (columns.length === 0) return [`${entity.name} is mapped to ${table}, which is not there.`];
  const mapped = [...columnsOf(entity).values()];
  const isView = columns.some(({ view }) => view);
  const written = (type: string) => WRITTEN[type] ?? type;
  const keys = columns.filter(({ key }) => key !== null).sort((a, b) => (a.key ?? 0) - (b.key ?? 0));
  const mappedKeys = mapped.filter(({ key }) => key).map(({ name }) => name);
  return [
    ...(isView ||
    keys
      .map(({ name }) => name)
      .sort()
      .join() === [...mappedKeys].sort().join()
      ? []
      : [
          `${entity.name} has the key (${mappedKeys.join(', ')}), ${table} (${keys.map(({ name }) => name).join(', ')}).`,
        ]),
    ...columns
      .filter(({ name }) => !mapped.some((one) => one.name === name))
      .map(({ name }) => `${table}.${name} is in the database and not in ${entity.name}.`),
    ...mapped.flatMap(({ property, name, type, array, nullable }) => {
      const column = columns.find((one) => one.name === name);
      if (!column) return [`${entity.name}.${property} is not in ${table}.`];
      const says = (what: unknown, really: unknown) =>
        `${entity.name}.${property} says ${String(what)}, ${table} ${String(really)}.`;
      const real = `${written(column.type)}${column.array ? '[]' : ''}`;
      const told = `${written(type)}${array ? '[]' : ''}`;
      return [
        ...(real === told ? [] : [says(told, real)]),
        ...(isView || column.nullable === nullable
          ? []
          : [says(nullable ? 'null' : 'not null', column.nullable ? 'null' : 'not null')]),
      ];
    }),
  ];
}

const OURS = `n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%' and n.nspname not like 'pg_temp%'`;

const COLUMNS = `
select c.relname as table, a.attname as name, coalesce(e.typname, t.typname) as type, e.oid is not null as array,
  not a.attnotnull as nullable,
  (select k.at from pg_index i, unnest(i.indkey) with ordinality k(attnum, at)
    where i.indrelid = c.oid and i.indisprimary and k.attnum = a.attnum)::int as key, c.relkind = 'v' as view
from pg_class c join pg_namespace n on n.oid = c.relnamespace
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_type t on t.oid = a.atttypid left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
where c.relkind in ('r', 'p', 'v') and ${OURS} order by 1, a.attnum`;

/** The suffix of this database's roles: that of the owner of its tables, for a copy keeps its template's roles. */
const SUFFIX = `(select substr(pg_get_userbyid(relowner)::text, 7) from pg_class where oid = 'public.migration'::regclass)`;

const ESCAPES = `
select format('The function %s runs with its owner''s rights.', p.proname) as sentence
from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.prosecdef and ${OURS}
union all
select format('%s is a %s.', c.relname, case c.relkind when 'm' then 'materialised view' when 'v' then 'view' else 'foreign table' end)
from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('m', 'v', 'f') and ${OURS}
  -- One that runs with its reader's own rights is no way round: the policies below it hold as if they were asked.
  and not (c.relkind = 'v' and 'security_invoker=true' = any (coalesce(c.reloptions, '{}')))
  -- Those of schema egress run with the rights of a role that is bound by the policies and owns nothing else (migration 0015).
  and not (c.relkind = 'v' and n.nspname = 'egress' and 'security_barrier=true' = any (coalesce(c.reloptions, '{}'))
    and pg_get_userbyid(c.relowner) = 'egdef_' || ${SUFFIX})
union all
select format('The extension %s is not among those that were looked at.', extname) from pg_extension where extname <> 'plpgsql'
union all
select format('The function %s may be called by everybody.', p.proname)
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where ${OURS} and (p.proacl is null or exists (select from aclexplode(p.proacl) where grantee = 0))
union all
select format('The foreign server %s leads out.', srvname) from pg_foreign_server
union all
select format('Changes are published as %s.', pubname) from pg_publication
order by 1`;

const UNIQUE = `
select i.relname as sentence from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class c on c.oid = x.indrelid
join pg_namespace n on n.oid = c.relnamespace where x.indisunique and not x.indisprimary and ${OURS} order by 1`;

const REFERENCES = `
select format('%s refers to %s without its organisation.', k.conname, k.confrelid::regclass) as sentence
from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
where k.contype = 'f' and ${OURS} and not exists (
  select from unnest(k.conkey, k.confkey) pair(mine, theirs)
  join pg_attribute a on a.attrelid = k.conrelid and a.attnum = pair.mine and a.attname = 'organisation_id'
  join pg_attribute b on b.attrelid = k.confrelid and b.attnum = pair.theirs and b.attname = 'organisation_id')
order by 1`;
