import { join } from 'node:path';
import { permissionMatrix } from '@courtyard/access';
import {
  Appender,
  AuditLog,
  assertLogStands,
  canAppend,
  type GroundsOf,
  policyVersionOf,
  readVerifier,
  SqliteKeyStore,
  SqliteLedger,
  StoredTree,
  usualGrounds,
} from '@courtyard/audit';
import { READ_FIELD_REGISTER, type RegisteredField, registeredField } from '@courtyard/catalogue';
import { LOG_OPERATIONS } from '@courtyard/compliance';
import { Database, FolderSecrets, isMigrated, makePassword, migrationNames } from '@courtyard/database';
import { SECURITY_OPERATIONS } from '@courtyard/identity';
import { LiveChanges } from '@courtyard/live';
import { codeOf, type Log, type LogEvent } from '@courtyard/observe';
import { PositionTokens, Relay, Wake } from '@courtyard/outbox';
import { type Clock, clockAhead, Gate, ReadingLimit, Throttle } from '@courtyard/records';
import { Readiness } from '../http/readiness.js';
import type { ApiSettings } from '../settings.js';
import { Folding } from './folding.js';
import { HouseClock } from './house-clock.js';

const PRUNE_MILLIS = 10 * 60_000;
/** Who waits for longer than this for a connection is better sent away: they would be answered late, and so would all behind them. */
const POOL_PATIENCE_MILLIS = 2_000;

/** What every domain stands on, opened once per process and closed in the opposite order. */
export interface Platform {
  readonly gate: Gate;
  readonly throttle: Throttle;
  readonly audit: AuditLog;
  readonly tree: StoredTree;
  readonly reading: ReadingLimit;
  readonly relay: Relay;
  readonly live: LiveChanges;
  readonly readiness: Readiness;
  /** For what waits or ends. The audit log keeps the true time. */
  readonly clock: Clock;
  /** The field numbers that migrations gave, to be compared with the code's; about no organisation. */
  fieldRegister(): Promise<readonly RegisteredField[]>;
  close(): Promise<void>;
}

/** What secures the house is recorded as that, whoever writes it. */
const groundsOf: GroundsOf = (kind, operation) =>
  usualGrounds(
    SECURITY_OPERATIONS.has(operation) || LOG_OPERATIONS.has(operation) ? 'security' : kind,
    operation,
  );

/**
 * @throws LogFault when the database is an older copy than the one whose log was last signed; LedgerFault when the ledger of
 * what was taken back is gone.
 * @param settings the addresses of the roles, and the folder of the keys
 * @param log told, without words of anybody, when something in the background does not work
 */
export async function openPlatform(settings: ApiSettings, log: Log): Promise<Platform> {
  const told = (event: LogEvent) => (failure?: unknown) =>
    log.trouble({ event, ...(failure === undefined ? {} : { why: codeOf(failure) }) });
  const database = Database.open({
    url: settings.apiUrl,
    applicationName: 'courtyard-api',
    patienceMillis: POOL_PATIENCE_MILLIS,
    observedAs: 'api',
  });
  // What sockets are told takes nothing from requests, nor requests from it.
  const liveDatabase = Database.open({
    url: settings.apiUrl,
    max: 4,
    applicationName: 'courtyard-live',
    observedAs: 'live',
  });
  const auditDatabase = Database.open({
    url: settings.apiUrl,
    max: 2,
    applicationName: 'courtyard-audit',
    observedAs: 'audit',
  });
  const relayDatabase = Database.open({
    url: settings.relayUrl,
    max: 2,
    applicationName: 'courtyard-relay',
    observedAs: 'relay',
  });
  const closeAll = () =>
    Promise.all([database, liveDatabase, auditDatabase, relayDatabase].map((one) => one.close()));
  const folder = join(settings.folder, 'secrets');
  const secrets = new FolderSecrets(folder);
  try {
    await assertLogStands({ database, secrets, folder });
  } catch (fault) {
    await closeAll();
    throw fault;
  }
  const names = await migrationNames();
  const positionSecret = Buffer.from(await secrets.obtain('position', makePassword));
  const orderSecret = Buffer.from(await secrets.obtain('order', makePassword));
  const ledger = await SqliteLedger.open(settings.folder, secrets);
  const keys = SqliteKeyStore.open(settings.folder, { ledger });
  const appender = new Appender({ database: auditDatabase, onFault: told('audit.append') });
  const audit = new AuditLog({
    keys,
    appender,
    groundsOf,
    policyVersion: policyVersionOf(permissionMatrix()),
  });
  const relay = new Relay(relayDatabase, { onFault: told('outbox.relay') });
  const wake =
    settings.redisUrl === undefined
      ? undefined
      : await Wake.open({
          url: settings.redisUrl,
          onCall: () => relay.nudge(),
          onFault: told('outbox.wake'),
        });
  // Beside the reads, on the connections of the log: a page pays nothing for being counted.
  const reading = new ReadingLimit(auditDatabase, { onFault: told('records.reading') });
  const gate = new Gate(
    database,
    audit,
    () => {
      relay.nudge();
      wake?.call();
    },
    (organisationId) => folding.add(organisationId),
    reading,
  );
  gate.useLedger(ledger);
  gate.useOrderSecret(orderSecret);
  gate.useConnectionsForMany(liveDatabase);
  await relay.start();
  const folding = new Folding(gate, { onFault: told('records.fold') });
  const clock = new HouseClock(clockAhead(settings.clockAheadHours), () => relay.time);
  const readiness = new Readiness(
    [
      [
        'database',
        async () => (await database.withoutOrganisation([{ text: 'select 1', values: [] }])).length === 1,
      ],
      ['migrations', () => isMigrated(database, names)],
      ['log', () => assertLogStands({ database, secrets, folder }).then(() => true)],
      ['audit', () => canAppend(auditDatabase, appender)],
      ['clock', async () => clock.isRight],
    ],
    (why) => (why === null ? undefined : log.trouble({ event: 'ready.lost', why })),
  );
  const pruning = setInterval(() => {
    relay.prune().catch(told('outbox.prune'));
    gate.forgetClaims().catch(told('records.prune'));
  }, PRUNE_MILLIS);
  pruning.unref();
  return {
    gate,
    throttle: new Throttle(database),
    audit,
    tree: new StoredTree(database, () => readVerifier(secrets)),
    reading,
    relay,
    live: new LiveChanges(relay, new PositionTokens(positionSecret)),
    readiness,
    clock,
    fieldRegister: async () => {
      const [rows = []] = await database.withoutOrganisation([{ text: READ_FIELD_REGISTER, values: [] }]);
      return rows.map(registeredField);
    },
    close: async () => {
      clearInterval(pruning);
      await folding.close();
      wake?.close();
      await relay.stop();
      await gate.close();
      await reading.close();
      await appender.close();
      await closeAll();
      keys.close();
      ledger.close();
    },
  };
}
