import { permissionMatrix } from '@courtyard/access';
import { Appender, AuditLog, policyVersionOf, SqliteKeyStore } from '@courtyard/audit';
import { READ_FIELD_REGISTER, type RegisteredField, registeredField } from '@courtyard/catalogue';
import { Database } from '@courtyard/database';
import { LiveChanges } from '@courtyard/live';
import { Relay } from '@courtyard/outbox';
import { Gate, Throttle } from '@courtyard/records';
import type { ApiSettings } from '../settings.js';

const FOLD_MILLIS = 250;
const PRUNE_MILLIS = 10 * 60_000;

/** What every domain stands on, opened once per process and closed in the opposite order. */
export interface Platform {
  readonly gate: Gate;
  readonly throttle: Throttle;
  readonly audit: AuditLog;
  readonly relay: Relay;
  readonly live: LiveChanges;
  /** The field numbers that migrations gave, to be compared with the code's; about no organisation. */
  fieldRegister(): Promise<readonly RegisteredField[]>;
  close(): Promise<void>;
}

/**
 * @param settings the addresses of the roles, and the folder of the keys
 * @param onFault told, without words of anybody, when something in the background does not work
 */
export async function openPlatform(
  settings: ApiSettings,
  onFault: (what: string) => void,
): Promise<Platform> {
  const database = Database.open({ url: settings.apiUrl, applicationName: 'courtyard-api' });
  const auditDatabase = Database.open({ url: settings.apiUrl, max: 2, applicationName: 'courtyard-audit' });
  const relayDatabase = Database.open({ url: settings.relayUrl, max: 2, applicationName: 'courtyard-relay' });
  const keys = SqliteKeyStore.open(settings.folder);
  const appender = new Appender({ database: auditDatabase, onFault: () => onFault('audit.append') });
  const audit = new AuditLog({ keys, appender, policyVersion: policyVersionOf(permissionMatrix()) });
  const relay = new Relay(relayDatabase, { onFault: () => onFault('outbox.relay') });
  const gate = new Gate(database, audit, () => relay.nudge());
  await relay.start();
  const folding = foldAsTold(gate, relay, onFault);
  const pruning = setInterval(() => {
    relay.prune().catch(() => onFault('outbox.prune'));
  }, PRUNE_MILLIS);
  pruning.unref();
  return {
    gate,
    throttle: new Throttle(database),
    audit,
    relay,
    live: new LiveChanges(relay),
    fieldRegister: async () => {
      const [rows = []] = await database.withoutOrganisation([{ text: READ_FIELD_REGISTER, values: [] }]);
      return rows.map(registeredField);
    },
    close: async () => {
      clearInterval(pruning);
      folding();
      await relay.stop();
      await appender.close();
      await Promise.all([database.close(), auditDatabase.close(), relayDatabase.close()]);
      keys.close();
    },
  };
}

/** Counts anew a few times a second in the organisations where something happened. */
function foldAsTold(gate: Gate, relay: Relay, onFault: (what: string) => void): () => void {
  const due = new Set<string>();
  let folding = false;
  const unsubscribe = relay.subscribe(({ organisationId, topic }) => {
    // What folding itself tells must not start it again.
    if (!topic.endsWith('.counted')) due.add(organisationId);
  });
  const timer = setInterval(async () => {
    if (folding || due.size === 0) return;
    folding = true;
    const organisations = [...due];
    due.clear();
    try {
      for (const organisationId of organisations) await gate.fold(organisationId);
    } catch {
      for (const organisationId of organisations) due.add(organisationId);
      onFault('records.fold');
    } finally {
      folding = false;
    }
  }, FOLD_MILLIS);
  timer.unref();
  return () => {
    clearInterval(timer);
    unsubscribe();
  };
}
