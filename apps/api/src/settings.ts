import { readSettings, type Settings } from '@courtyard/database';

/** What the supervisor hands to the api: the settings, and the addresses of the roles it signs in as. */
export interface ApiSettings extends Settings {
  readonly apiUrl: string;
  readonly auditUrl: string;
  readonly relayUrl: string;
  /** How the first organisation is called, and whom its first administrator's link is for. */
  readonly organisationName: string;
  readonly administratorEmail: string;
  /** True only for the embedded database, bound to this machine, outside production. */
  readonly demo: boolean;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** @throws SettingsFault for faults of the settings, Error when the api was not started by `courtyard start`. */
export function readApiSettings(env: NodeJS.ProcessEnv): ApiSettings {
  const settings = readSettings(env);
  const { API_DATABASE_URL: apiUrl, AUDIT_DATABASE_URL: auditUrl, RELAY_DATABASE_URL: relayUrl } = env;
  if (!apiUrl || !auditUrl || !relayUrl) throw new Error('Start the api with `courtyard start`.');
  const loopback = settings.hosts.every((host) => LOOPBACK.test(host));
  return {
    ...settings,
    apiUrl,
    auditUrl,
    relayUrl,
    organisationName: env['ORGANISATION_NAME'] || 'Our company',
    administratorEmail: env['ADMINISTRATOR_EMAIL'] || 'administrator@courtyard.invalid',
    demo: env['COURTYARD_EMBEDDED'] === '1' && settings.environment !== 'production' && loopback,
  };
}
