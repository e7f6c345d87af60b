import { join, resolve } from 'node:path';
import { RestoringState } from '@courtyard/audit';
import {
  EmbeddedPostgres,
  FolderSecrets,
  GivenSecrets,
  migrate,
  roleUrls,
  type SecretStore,
  type Settings,
} from '@courtyard/database';

/** The database of this installation, brought up to date: what every command works on. */
export interface Installation {
  readonly settings: Settings;
  /** Of whoever owns the database: for migrations, never for work on rows. */
  readonly ownerUrl: string;
  readonly secrets: SecretStore;
  /** Absent where DATABASE_URL names a server. */
  readonly embedded?: EmbeddedPostgres;
  /** Where each role signs in; these addresses hold passwords. */
  roleUrls(): ReturnType<typeof roleUrls>;
  /** Stops the embedded server if this process started it. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Use the embedded server that `courtyard start` runs at this moment, where there is one. */
  joinRunning: boolean;
  /** The database as it is, not migrated, also while a restore is not done: for the restore itself, and for who only looks. */
  asItIs?: boolean;
}

/**
 * Opens the database of the settings, starting the embedded one where no other is named, and migrates it.
 * Throws LogFault while a restore is not done, EmbeddedPostgresFault, DatabaseUnavailable or MigrationFault, each with one sentence for a person.
 */
export async function openInstallation(settings: Settings, options: OpenOptions): Promise<Installation> {
  const folder = resolve(settings.folder);
  const kept = new FolderSecrets(join(folder, 'secrets'));
  if (!options.asItIs) await RestoringState.assertNone(join(folder, 'secrets'));
  const open = options.asItIs ? unmigrated : migrated;
  if (settings.databaseUrl !== undefined) {
    const secrets = new GivenSecrets(Object.values(settings.roleUrls), kept);
    return open(settings, settings.databaseUrl, secrets);
  }
  const running = options.joinRunning ? await EmbeddedPostgres.attach({ folder }) : undefined;
  const embedded = running ?? (await EmbeddedPostgres.start({ folder }));
  try {
    return await open(settings, embedded.ownerSocketUrl, kept, embedded);
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

async function migrated(...of: Parameters<typeof unmigrated>): Promise<Installation> {
  const [, ownerUrl, secrets] = of;
  await migrate({ ownerUrl, secrets });
  return unmigrated(...of);
}

async function unmigrated(
  settings: Settings,
  ownerUrl: string,
  secrets: SecretStore,
  embedded?: EmbeddedPostgres,
): Promise<Installation> {
  return {
    settings,
    ownerUrl,
    secrets,
    embedded,
    roleUrls: () => roleUrls({ ownerUrl, secrets, given: settings.roleUrls }),
    close: async () => embedded?.stop(),
  };
}
