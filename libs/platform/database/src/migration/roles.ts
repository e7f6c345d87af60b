import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { MigrationFault } from '../database.errors.js';
import { makePassword, type SecretStore } from '../secrets.js';
import { asUser, databaseOf, SESSION, STATEMENT_MILLIS } from '../url.js';
import { type RoleName, roleNames, SIGN_IN_ROLES, suffixOf } from './role-names.js';

const WALLED = 'nologin noinherit nosuperuser nobypassrls nocreatedb nocreaterole noreplication';
/** Roles that may connect now; search gets its rights with the schema it will read. */
const CONNECTING: readonly RoleName[] = ['owner', 'api', 'audit', 'egress', 'relay'];

/**
 * The roles of the database behind this connection. A copy of a template keeps its template's roles, since grants
 * name roles: therefore the owner of the table `migration` decides, and the database's name only where there is none.
 */
export async function rolesOf(client: Client, database: string): Promise<Record<RoleName, string>> {
  const found = await client.query<{ owner: string }>(
    `select pg_get_userbyid(relowner) as owner from pg_class where oid = to_regclass('public.migration')`,
  );
  const owner = found.rows[0]?.owner;
  return roleNames(owner?.startsWith('owner_') ? owner.slice('owner_'.length) : suffixOf(database));
}

/** Makes the roles and their passwords, or finds them made. */
export async function ensureRoles(
  client: Client,
  ownerUrl: string,
  roles: Record<RoleName, string>,
  secrets: SecretStore,
): Promise<void> {
  await ensureRole(client, roles.owner);
  await ensureRole(client, roles.egress_def);
  await ensureRole(client, roles.backup);
  // Member, so that migrations can act as the tables' owner, whom row policies bind (FORCE); a superuser needs none.
  // Of backup, to read all rows of all organisations with no right to change one.
  for (const role of [roles.owner, roles.backup]) {
    const member = await client.query('select pg_has_role($1, $2) as is', [role, 'set']);
    if (!member.rows[0]?.is) {
      await refuseClearly(
        client,
        `grant ${escapeIdentifier(role)} to current_user with set true, inherit false`,
      );
    }
  }
  // A migration hands the views of schema egress to their owner; PostgreSQL lets it only if it could act as that owner.
  const heir = await client.query('select pg_has_role($1::name, $2::name, $3) as is', [
    roles.owner,
    roles.egress_def,
    'set',
  ]);
  if (!heir.rows[0]?.is) {
    await refuseClearly(
      client,
      `grant ${escapeIdentifier(roles.egress_def)} to ${escapeIdentifier(roles.owner)} with set true, inherit false`,
    );
  }
  for (const kind of SIGN_IN_ROLES) {
    const role = roles[kind];
    const made = await ensureRole(client, role);
    const password = await secrets.obtain(role, makePassword);
    if (made || !(await signsIn(asUser(ownerUrl, role, password)))) {
      await refuseClearly(
        client,
        `alter role ${escapeIdentifier(role)} login password ${escapeLiteral(password)}`,
      );
    }
    await settle(client, role);
  }
}

/** A pooler that takes no options from us would else hand out sessions that print and wait otherwise. */
async function settle(client: Client, role: string): Promise<void> {
  const { rows } = await client.query<{ settings: string[] | null }>(
    'select rolconfig as settings from pg_roles where rolname = $1',
    [role],
  );
  const settled = new Set(rows[0]?.settings);
  for (const [name, value] of Object.entries({ ...SESSION, statement_timeout: String(STATEMENT_MILLIS) })) {
    if (settled.has(`${name}=${value}`)) continue;
    await refuseClearly(
      client,
      `alter role ${escapeIdentifier(role)} set ${escapeIdentifier(name)} = ${escapeLiteral(value)}`,
    );
  }
}

async function ensureRole(client: Client, role: string): Promise<boolean> {
  const found = await client.query(
    'select rolsuper or rolbypassrls as unwalled from pg_roles where rolname = $1',
    [role],
  );
  if (found.rows[0]?.unwalled)
    throw new MigrationFault(`The role ${role} is above the row policies and may not be used.`);
  if (found.rows[0]) return false;
  await refuseClearly(client, `create role ${escapeIdentifier(role)} ${WALLED}`);
  return true;
}

/** The error of PostgreSQL is dropped on purpose: it could repeat the statement, which holds a password. */
async function refuseClearly(client: Client, statement: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await client.query(statement);
      return;
    } catch (error) {
      const { code } = error as { code?: string };
      // Roles are shared by all databases of the server, and somebody else is changing this one right now.
      if (code === 'XX000' && tries < 5) continue;
      if (code === '42710') return;
      throw new MigrationFault(
        `The user of DATABASE_URL may not make and change roles (${code ?? 'connection lost'}); it needs CREATEROLE.`,
      );
    }
  }
}

/** Only a wrong password is a no: a role without CONNECT is refused after its password was taken. */
async function signsIn(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    return (error as { code?: string }).code === '42501';
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * What is the database's own and not copied with a template: who may connect, and that nobody makes temporary
 * objects (their functions and shadowing tables are a way round barrier views).
 */
export async function wallDatabase(
  client: Client,
  database: string,
  roles: Record<RoleName, string>,
): Promise<void> {
  const name = escapeIdentifier(database);
  const connecting = CONNECTING.map((kind) => escapeIdentifier(roles[kind])).join(', ');
  await client.query(`revoke all on database ${name} from public`);
  await client.query(`grant connect on database ${name} to ${connecting}`);
  await client.query(`grant create on database ${name} to ${escapeIdentifier(roles.owner)}`);
  const check = await client.query<{ open: boolean }>(
    `select has_database_privilege($1, current_database(), 'temp') as open`,
    [roles.api],
  );
  // PostgreSQL answers a REVOKE by who is not the owner with a warning only.
  if (check.rows[0]?.open !== false) {
    throw new MigrationFault(
      'The user of DATABASE_URL must own the database, or others could make temporary objects in it.',
    );
  }
}

/** Of functions that are ours; those of an extension belong to whoever installed it. */
const REVOKE_FUNCTIONS = `do $$
declare ours regprocedure;
begin
  for ours in select oid from pg_proc where pronamespace = 'public'::regnamespace and pg_has_role(proowner, 'usage') loop
    execute format('revoke execute on function %s from public', ours);
  end loop;
end
$$`;

/** Nothing in schema public is anybody's until a migration grants it. */
export async function wallSchema(client: Client, roles: Record<RoleName, string>): Promise<void> {
  const owner = escapeIdentifier(roles.owner);
  const readers = [roles.api, roles.audit, roles.backup, roles.egress, roles.egress_def, roles.relay]
    .map((role) => escapeIdentifier(role))
    .join(', ');
  await client.query('revoke all on schema public from public');
  await client.query(`grant usage, create on schema public to ${owner}`);
  await client.query(`grant usage on schema public to ${readers}`);
  // As the tables' owner: whoever migrates need not own the functions that earlier migrations made.
  await client.query(`set role ${owner}`);
  await client.query(REVOKE_FUNCTIONS);
  // Without a schema: EXECUTE for everybody is a global default, and a schema's defaults can only add to it.
  await client.query('alter default privileges revoke execute on functions from public');
  await client.query('reset role');
}

export interface RoleUrls {
  /** Of the server and database, as a user that may read its catalogue. */
  ownerUrl: string;
  secrets: SecretStore;
  /** Complete addresses given by the operator (`DATABASE_URL_API` and its like). */
  given?: Partial<Record<RoleName, string>>;
}

/** Where each role that signs in finds the database; with the address of a Unix socket given, through that socket. */
export async function roleUrls(options: RoleUrls): Promise<Record<(typeof SIGN_IN_ROLES)[number], string>> {
  const client = new Client({ connectionString: options.ownerUrl });
  client.on('error', () => undefined);
  let roles: Record<RoleName, string>;
  try {
    await client.connect();
    roles = await rolesOf(client, databaseOf(options.ownerUrl));
  } catch {
    throw new MigrationFault('The database cannot be reached with DATABASE_URL.');
  } finally {
    await client.end().catch(() => undefined);
  }
  const url = async (kind: (typeof SIGN_IN_ROLES)[number]): Promise<[string, string]> => {
    const given = options.given?.[kind];
    if (given !== undefined) return [kind, given];
    const password = await options.secrets.read(roles[kind]);
    if (password === undefined)
      throw new MigrationFault(`The role ${roles[kind]} has no password yet: migrate first.`);
    return [kind, asUser(options.ownerUrl, roles[kind], password)];
  };
  return Object.fromEntries(await Promise.all(SIGN_IN_ROLES.map(url))) as Record<
    (typeof SIGN_IN_ROLES)[number],
    string
  >;
}
