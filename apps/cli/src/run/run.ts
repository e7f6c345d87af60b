import { pathToFileURL } from 'node:url';
import {
  Database,
  DatabaseError,
  isMigrated,
  migrationNames,
  readRoleUrl,
  readSettings,
  SettingsFault,
} from '@courtyard/database';
import { entryOf, portOf, withoutPassword, withoutSecrets } from '../start/entry.js';
import { StartFault } from '../start/start.errors.js';

/** The addresses each process signs in at, under the names it reads; it never holds another's, nor the owner's. */
const ADDRESSES = {
  api: { API_DATABASE_URL: 'api', RELAY_DATABASE_URL: 'relay' },
  egress: { EGRESS_DATABASE_URL: 'egress' },
  sequencer: { AUDIT_DATABASE_URL: 'audit' },
} as const;

const FOR_TRYING_OUT = ['COURTYARD_CLOCK_AHEAD', 'EGRESS_ALLOW_PRIVATE'];

/**
 * Becomes one process of the product, on a PostgreSQL of the operator's: what `courtyard start` does for three of them, where somebody else starts,
 * watches and ends them. Resolves once it works; the process ends with SIGTERM.
 * @throws SettingsFault, StartFault for an api on a database that lacks a migration, and what the process itself says
 */
export async function run(name: keyof typeof ADDRESSES, env: NodeJS.ProcessEnv): Promise<void> {
  const own = withoutSecrets(env);
  const tried = FOR_TRYING_OUT.filter((setting) => (own[setting] ?? '') !== '');
  if (tried.length > 0)
    throw new SettingsFault(tried.map((one) => `${one} is for \`courtyard start\` only.`));
  const addresses = Object.entries(ADDRESSES[name]).map(
    ([variable, role]) => [variable, readRoleUrl(env, role)] as const,
  );
  const { smtpUrl, redisUrl, metrics } = readSettings({ ...env, ...withoutAddresses(env) });
  if (name === 'api') await assertMigrated(addresses[0]?.[1] ?? '');
  for (const variable of Object.keys(env)) delete env[variable];
  Object.assign(env, own, Object.fromEntries(addresses));
  // Whether there is mail is known to all; the password that sends it, to egress alone.
  if (smtpUrl !== undefined) env['SMTP_URL'] = name === 'egress' ? smtpUrl : withoutPassword(smtpUrl);
  if (redisUrl !== undefined && name === 'api') env['REDIS_URL'] = redisUrl;
  if (metrics) env['METRICS_PORT'] = String(portOf(metrics.port, name));
  delete env['COURTYARD_EMBEDDED'];
  await import(pathToFileURL(entryOf(name)).href);
}

/** They are read by role; together with a missing owner's address they would be a contradiction. */
function withoutAddresses(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.keys(env)
      .filter((name) => name.includes('DATABASE_URL'))
      .map((name) => [name, undefined]),
  );
}

/** @throws StartFault */
async function assertMigrated(url: string): Promise<void> {
  const database = Database.open({ url, max: 1, applicationName: 'courtyard-run' });
  try {
    if (await isMigrated(database, await migrationNames())) return;
  } catch (failure) {
    // Where nothing was ever migrated there is no table to ask.
    if (!(failure instanceof DatabaseError)) throw failure;
  } finally {
    await database.close();
  }
  throw new StartFault('The database is not migrated for this program yet; run `courtyard migrate` first.');
}
