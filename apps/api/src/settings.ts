import { areLoopback, readSettings, type Settings } from '@courtyard/database';

/** What the supervisor hands to the api: the settings, and the addresses of the roles it signs in as. */
export interface ApiSettings extends Settings {
  readonly apiUrl: string;
  readonly relayUrl: string;
  /** True only for the embedded database, bound to this machine, outside production. */
  readonly demo: boolean;
}

/** @throws SettingsFault for faults of the settings, Error when the api was not started by `courtyard start`. */
export function readApiSettings(env: NodeJS.ProcessEnv): ApiSettings {
  const settings = readSettings(env);
  const { API_DATABASE_URL: apiUrl, RELAY_DATABASE_URL: relayUrl } = env;
  if (!apiUrl || !relayUrl) throw new Error('Start the api with `courtyard start`.');
  return {
    ...settings,
    apiUrl,
    relayUrl,
    demo:
      env['COURTYARD_EMBEDDED'] === '1' &&
      settings.environment !== 'production' &&
      areLoopback(settings.hosts),
  };
}
