import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { permissionMatrix } from '@courtyard/access';
import {
  Appender,
  AuditLog,
  assertLogStands,
  type KeyStore,
  policyVersionOf,
  SqliteKeyStore,
  SqliteLedger,
} from '@courtyard/audit';
import { Database, FolderSecrets, makePassword } from '@courtyard/database';
import { communityPolicy } from '@courtyard/feed';
import { identityProviders, SECURITY_TRAIL } from '@courtyard/identity';
import { employeePolicy, nameFinder, peopleProviders } from '@courtyard/people';
import { CLOCK, Gate, systemClock, Throttle } from '@courtyard/records';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Installation } from '../installation/installation.js';

/** Named so that every domain's law is loaded before its version is written into an event. */
const DOMAINS = [communityPolicy, employeePolicy];

/** What a command that works on rows stands on: the gate with the rights of `api`, and the log that knows of it. */
export interface House {
  readonly gate: Gate;
  readonly audit: AuditLog;
  readonly keys: KeyStore;
  readonly ledger: SqliteLedger;
  /** Services of identity and people, made when they are first asked for. */
  services(): Promise<INestApplicationContext>;
  close(): Promise<void>;
}

/**
 * Opens it on a migrated installation, beside the running product or alone.
 * @param restoring by the restore itself, which works on what is not done
 * @throws LogFault on an old copy of the database: what is written there would be lost again
 */
export async function openHouse(installation: Installation, { restoring = false } = {}): Promise<House> {
  if (DOMAINS.some(({ rules }) => rules.length === 0)) throw new Error('A domain has no law.');
  const { api } = await installation.roleUrls();
  const folder = resolve(installation.settings.folder);
  const secrets = new FolderSecrets(join(folder, 'secrets'));
  const database = Database.open({ url: api, max: 3, applicationName: 'courtyard-cli' });
  let ledger: SqliteLedger;
  try {
    if (!restoring) await assertLogStands({ database, secrets, folder: join(folder, 'secrets') });
    ledger = await SqliteLedger.open(folder, secrets);
  } catch (fault) {
    await database.close();
    throw fault;
  }
  const keys = SqliteKeyStore.open(folder, { ledger });
  const appender = new Appender({ database, onFault: () => undefined });
  const audit = new AuditLog({ keys, appender, policyVersion: policyVersionOf(permissionMatrix()) });
  const gate = new Gate(database, audit);
  gate.useNameFinder(nameFinder);
  gate.useLedger(ledger);
  let context: Promise<INestApplicationContext> | undefined;
  return {
    gate,
    audit,
    keys,
    ledger,
    services: () => {
      context ??= openServices(gate, audit, database, folder);
      return context;
    },
    close: async () => {
      await (await context)?.close();
      await appender.close();
      await database.close();
      keys.close();
      ledger.close();
    },
  };
}

class HouseModule {}

async function openServices(
  gate: Gate,
  audit: AuditLog,
  database: Database,
  folder: string,
): Promise<INestApplicationContext> {
  const secrets = new FolderSecrets(join(folder, 'secrets'));
  const secret = createHash('sha256')
    .update(await secrets.obtain('throttle', makePassword))
    .digest();
  const module = {
    module: HouseModule,
    providers: [
      { provide: Gate, useValue: gate },
      { provide: Throttle, useValue: new Throttle(database) },
      { provide: CLOCK, useValue: systemClock },
      { provide: SECURITY_TRAIL, useValue: audit },
      ...identityProviders({ secret }),
      ...peopleProviders,
    ],
  };
  return NestFactory.createApplicationContext(module, { logger: ['error', 'fatal'], abortOnError: false });
}
