import { createHash } from 'node:crypto';

/**
 * `owner` holds the tables and cannot sign in. `relay` reads the outbox of all organisations, which holds ids only;
 * see migration 0001. `egress_def` owns the views of schema egress and nothing else, cannot sign in, and is bound by the
 * row policies: its rights are what an approved disclosure could ever contain (migration 0015). `backup` cannot sign in either
 * and reads every table for `courtyard backup`, whoever owns the database; see backup-role.ts.
 */
export type RoleName = 'owner' | 'egress_def' | 'backup' | SignInRole;
export type SignInRole = 'api' | 'egress' | 'audit' | 'search' | 'relay';

/** The roles that sign in. */
export const SIGN_IN_ROLES = ['api', 'egress', 'audit', 'search', 'relay'] as const satisfies SignInRole[];

/** PostgreSQL cuts names at 63 bytes, silently: two long databases would share their roles. */
const LONGEST_SUFFIX = 55;

export function suffixOf(database: string): string {
  if (Buffer.byteLength(database) <= LONGEST_SUFFIX) return database;
  const digest = createHash('sha256').update(database).digest('hex').slice(0, 12);
  return `${database.slice(0, 10)}_${digest}`;
}

/** Roles belong to the whole server, so their names carry the database's. */
export function roleNames(suffix: string): Record<RoleName, string> {
  return {
    owner: `owner_${suffix}`,
    // Short, because 63 bytes have to hold it with the longest suffix.
    egress_def: `egdef_${suffix}`,
    backup: `backup_${suffix}`,
    api: `api_${suffix}`,
    egress: `egress_${suffix}`,
    audit: `audit_${suffix}`,
    search: `search_${suffix}`,
    relay: `relay_${suffix}`,
  };
}
