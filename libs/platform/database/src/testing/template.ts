import { setTimeout as sleep } from 'node:timers/promises';
import { Client, escapeIdentifier } from 'pg';
import { MigrationFault } from '../database.errors.js';
import { migrate } from '../migration/migrate.js';
import { rolesOf, wallDatabase } from '../migration/roles.js';
import type { SecretStore } from '../secrets.js';
import { databaseOf, inDatabase } from '../url.js';

/** A migrated database that nobody uses, to be copied. */
export interface Template {
  readonly name: string;
  /** Of any database on the same server, as superuser. */
  readonly ownerUrl: string;
  readonly secrets: SecretStore;
}

/** Makes the template, or finds it made and brings it up to date. */
export async function createTemplate(
  ownerUrl: string,
  name: string,
  secrets: SecretStore,
  folder?: string,
): Promise<Template> {
  await withClient(ownerUrl, async (client) => {
    await client.query(`create database ${escapeIdentifier(name)}`).catch((error: { code?: string }) => {
      // 42P04 it is there; 23505 another process makes it at this moment.
      if (error.code !== '42P04' && error.code !== '23505') throw error;
    });
  });
  await migrate({ ownerUrl: inDatabase(ownerUrl, name), secrets, folder });
  return { name, ownerUrl, secrets };
}

/**
 * Copies the template within tens of milliseconds and returns the owner's address of the copy. The copy keeps its
 * template's roles, because its grants and policies name them; only the rights on the database itself are not copied
 * by PostgreSQL and are given anew.
 */
export async function cloneDatabase(template: Template, name: string): Promise<string> {
  await withClient(template.ownerUrl, async (client) => {
    for (let tries = 1; ; tries++) {
      try {
        await client.query(
          `create database ${escapeIdentifier(name)} template ${escapeIdentifier(template.name)} strategy wal_log`,
        );
        return;
      } catch (error) {
        // Somebody is connected to the template: its migration, or autovacuum.
        if ((error as { code?: string }).code !== '55006' || tries === 100) throw error;
        await sleep(50);
      }
    }
  });
  const url = inDatabase(template.ownerUrl, name);
  await withClient(url, async (client) => {
    await wallDatabase(client, name, await rolesOf(client, name));
  });
  return url;
}

/** With everybody who is connected. */
export async function dropDatabase(ownerUrl: string, name: string): Promise<void> {
  if (databaseOf(ownerUrl) === name) throw new MigrationFault('A database cannot be dropped from within.');
  await withClient(ownerUrl, async (client) => {
    await client.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
  });
}

async function withClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
