import { Database, type Row, type Settings, type SignInRole } from '@courtyard/database';
import type { Installation } from '../installation/installation.js';

/** What is looked at, and how. */
export interface Patient {
  readonly settings: Settings;
  /** Of the installation, as a whole path. */
  readonly folder: string;
  readonly ownerUrl: string;
  /** As whoever owns the database; the catalogue only. */
  ask(text: string, ...values: unknown[]): Promise<Row[]>;
  /** As one of the roles; absent where it has no password here. */
  as(role: SignInRole): Promise<Database>;
  /** This machine's clock, in milliseconds of Unix time. */
  now(): number;
  close(): Promise<void>;
}

export function patientOf(installation: Installation, folder: string, now: () => number): Patient {
  const opened: Database[] = [];
  const open = (url: string) => {
    const database = Database.open({ url, max: 1, applicationName: 'courtyard-doctor' });
    opened.push(database);
    return database;
  };
  const owner = open(installation.ownerUrl);
  return {
    settings: installation.settings,
    folder,
    ownerUrl: installation.ownerUrl,
    ask: async (text, ...values) => (await owner.withoutOrganisation([{ text, values }]))[0] ?? [],
    as: async (role) => open((await installation.roleUrls())[role]),
    now,
    close: async () => {
      await Promise.all(opened.map((database) => database.close()));
    },
  };
}
