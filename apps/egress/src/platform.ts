import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { permissionMatrix } from '@courtyard/access';
import { Appender, AuditLog, assertLogStands, policyVersionOf, SqliteKeyStore } from '@courtyard/audit';
import { Database, FolderSecrets, makePassword } from '@courtyard/database';
import { manifestKey, sealingKey } from '@courtyard/egress';
import { type Clock, clockAhead } from '@courtyard/records';
import './policies.js';
import { codeOf, type Log } from '@courtyard/observe';
import type { EgressSettings } from './settings.js';

/** What delivery and mail stand on, opened once and closed in the opposite order. */
export interface Platform {
  readonly database: Database;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly policyVersion: string;
  /** Whether this is the newest state of the house. @throws LogFault on an old copy, where withdrawals would be undone */
  readonly assertLogStands: () => Promise<void>;
  readonly keys: {
    /** Opens the secrets of grants. */
    readonly grants: Buffer;
    /** Opens queued mail. */
    readonly mail: Buffer;
    /** Signs manifests and requests. */
    readonly manifest: ReturnType<typeof manifestKey>;
  };
  close(): Promise<void>;
}

/** A disclosure is sorted once by the database, over everything a house has. */
const STATEMENT_MILLIS = 10 * 60_000;

/** @throws KeyStoreFault, DatabaseUnavailable where this process cannot do its work at all */
export async function openPlatform(settings: EgressSettings, log: Log): Promise<Platform> {
  const url = settings.databaseUrl;
  const database = Database.open({
    url,
    max: 8,
    applicationName: 'courtyard-egress',
    statementMillis: STATEMENT_MILLIS,
  });
  const auditDatabase = Database.open({ url, max: 1, applicationName: 'courtyard-egress-audit' });
  const keys = SqliteKeyStore.open(settings.folder);
  const appender = new Appender({
    database: auditDatabase,
    onFault: (fault) => log.trouble({ event: 'audit.append', why: codeOf(fault) }),
  });
  const folder = join(settings.folder, 'secrets');
  const secrets = new FolderSecrets(folder);
  const [grants, mail, manifest] = await Promise.all(
    ['egress', 'mail', 'manifest'].map((name) => secrets.obtain(name, makePassword)),
  );
  const policyVersion = policyVersionOf(permissionMatrix());
  return {
    database,
    audit: new AuditLog({ keys, appender, policyVersion }),
    clock: clockAhead(settings.clockAheadHours),
    policyVersion,
    assertLogStands: () => assertLogStands({ database, schema: 'egress', secrets, folder }),
    keys: {
      grants: sealingKey(String(grants)),
      mail: createHash('sha256').update(String(mail)).digest(),
      manifest: manifestKey(String(manifest)),
    },
    close: async () => {
      await appender.close();
      await Promise.all([database.close(), auditDatabase.close()]);
      keys.close();
    },
  };
}
