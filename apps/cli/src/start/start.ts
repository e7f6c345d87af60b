import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readSettings } from '@courtyard/database';
import { openLog } from '@courtyard/observe';
import { type Installation, openInstallation } from '../installation/installation.js';
import { announce } from './announce.js';
import { entryOf, isMetered, METERED, portOf, withoutPassword, withoutSecrets } from './entry.js';
import { assertFree } from './ports.js';
import { type Processes, supervise } from './supervise.js';

/**
 * The whole product in the foreground until it is asked to end. Throws what keeps it from starting: a fault of the
 * settings, the port, the folder, the database or the api, each said in one sentence.
 */
export async function start(env: NodeJS.ProcessEnv): Promise<void> {
  const settings = readSettings(env);
  if (settings.port !== 0) await assertFree(settings.port, settings.hosts);
  const { metrics } = settings;
  if (metrics) for (const part of METERED) await assertFree(portOf(metrics.port, part), [metrics.host]);
  const log = openLog({ part: 'supervisor', isProduction: settings.environment === 'production' });
  console.log('Starting Courtyard …');
  let installation: Installation;
  await supervise({
    database: async () => {
      installation = await openInstallation(settings, { joinRunning: false });
      return installation.embedded;
    },
    processes: () => processesOf(installation, env),
    ready: (message) => {
      console.log(announce(message, settings.clockAheadHours, settings.smtpUrl !== undefined));
      log.told({ event: 'started' });
      process.send?.(message);
    },
    trouble: (sentence, part) => {
      console.error(sentence);
      if (settings.environment === 'production') log.trouble({ event: 'companion.trouble', part });
    },
  });
}

/**
 * Each process gets the settings as they were given, and in place of the owner's address that of the roles it signs in
 * as. It never holds the owner's, nor another's: what cannot be read cannot be misused.
 */
async function processesOf(installation: Installation, env: NodeJS.ProcessEnv): Promise<Processes> {
  const { smtpUrl, redisUrl, metrics } = installation.settings;
  const shared = {
    ...withoutSecrets(env),
    ...(smtpUrl === undefined ? {} : { SMTP_URL: withoutPassword(smtpUrl) }),
    COURTYARD_FOLDER: resolve(installation.settings.folder),
    COURTYARD_EMBEDDED: installation.embedded ? '1' : '',
  };
  const urls = await installation.roleUrls();
  const plan = (name: string, own: NodeJS.ProcessEnv) => ({
    name,
    entry: entryOf(name),
    env: {
      ...shared,
      ...(metrics && isMetered(name) ? { METRICS_PORT: String(portOf(metrics.port, name)) } : {}),
      ...own,
    },
  });
  return {
    api: plan('api', {
      API_DATABASE_URL: urls.api,
      RELAY_DATABASE_URL: urls.relay,
      ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    }),
    companions: [
      plan('egress', {
        EGRESS_DATABASE_URL: urls.egress,
        ...(smtpUrl === undefined ? {} : { SMTP_URL: smtpUrl }),
      }),
      // Last, so that what the others do in the end still finds its place in the tree.
      plan('sequencer', { AUDIT_DATABASE_URL: urls.audit }),
    ].filter(({ entry }) => existsSync(entry)),
  };
}
