import { join, resolve } from 'node:path';
import { readSettings } from '@courtyard/database';
import { type Installation, openInstallation } from '../installation/installation.js';
import { announce } from './announce.js';
import { assertFree } from './ports.js';
import { supervise } from './supervise.js';

/**
 * The whole product in the foreground until it is asked to end. Throws what keeps it from starting: a fault of the
 * settings, the port, the folder, the database or the api, each said in one sentence.
 */
export async function start(env: NodeJS.ProcessEnv): Promise<void> {
  const settings = readSettings(env);
  if (settings.port !== 0) await assertFree(settings.port, settings.hosts);
  console.log('Starting Courtyard …');
  let installation: Installation;
  await supervise({
    database: async () => {
      installation = await openInstallation(settings, { joinRunning: false });
      return installation.embedded;
    },
    api: async () => ({ entry: apiEntry(), env: await apiEnvironment(installation, env) }),
    ready: (message) => {
      console.log(announce(message));
      process.send?.(message);
    },
  });
}

/** A process of its own, so it is found beside this package, not imported. */
function apiEntry(): string {
  return join(import.meta.dirname, '..', '..', '..', 'api', 'dist', 'main.js');
}

/**
 * The settings as they were given, and in place of the owner's address those of the roles the api signs in as.
 * It never holds the owner's, nor those of `egress`, `audit` and `search`: what cannot be read cannot be misused.
 */
async function apiEnvironment(
  installation: Installation,
  env: NodeJS.ProcessEnv,
): Promise<NodeJS.ProcessEnv> {
  const own = Object.entries(env).filter(([name]) => !name.startsWith('DATABASE_URL'));
  const urls = await installation.roleUrls();
  return {
    ...Object.fromEntries(own),
    COURTYARD_FOLDER: resolve(installation.settings.folder),
    COURTYARD_EMBEDDED: installation.embedded ? '1' : '',
    API_DATABASE_URL: urls.api,
    RELAY_DATABASE_URL: urls.relay,
  };
}
