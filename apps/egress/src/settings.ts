import { join } from 'node:path';
import { readSettings, type Settings, SettingsFault } from '@courtyard/database';

/** What this process needs to know, and nothing that would let it do more. */
export interface EgressSettings {
  /** The address of role egress. */
  readonly databaseUrl: string;
  /** Keys, secrets, spool. */
  readonly folder: string;
  readonly disclosureFolder: string;
  readonly allowPrivate: boolean;
  /** Where people reach this installation; links in mail lead there. */
  readonly publicUrl: string;
  /** Absent: mail waits. */
  readonly smtp?: { readonly url: string; readonly from: string };
  readonly clockAheadHours: number;
  readonly isProduction: boolean;
  readonly metrics: Settings['metrics'];
}

/** @throws SettingsFault for faults of the settings, and when it was not started by `courtyard start`. */
export function readEgressSettings(env: NodeJS.ProcessEnv): EgressSettings {
  const settings = readSettings(env);
  const { EGRESS_DATABASE_URL: databaseUrl } = env;
  if (!databaseUrl) throw new SettingsFault(['Start egress with `courtyard start`.']);
  const { smtpUrl, mailFrom, folder } = settings;
  return {
    databaseUrl,
    folder,
    disclosureFolder: settings.disclosureFolder ?? join(folder, 'disclosures'),
    allowPrivate: settings.egressAllowsPrivate,
    publicUrl: settings.publicUrl ?? `http://localhost:${settings.port}`,
    smtp: smtpUrl && mailFrom ? { url: smtpUrl, from: mailFrom } : undefined,
    clockAheadHours: settings.clockAheadHours,
    isProduction: settings.environment === 'production',
    metrics: settings.metrics,
  };
}
