import { randomUUID } from 'node:crypto';
import type { Database } from '@courtyard/database';
import type { Appender } from './appender.js';
import { canonical, leafHash } from './event.js';
import { insertEvents } from './statement.js';

const TAKES_WRITES = `select has_column_privilege('audit_event', 'body', 'insert') and not pg_is_in_recovery()
  and current_setting('transaction_read_only') = 'off'`;

class NotKept extends Error {}

/**
 * Whether an event would be stored now: there is room for it, and the database takes writes. Where the last one was not stored,
 * one is tried and not kept, so that a full disk is not taken for a passing trouble.
 */
export async function canAppend(
  database: Pick<Database, 'withoutOrganisation' | 'transaction'>,
  appender: Pick<Appender, 'hasRoom' | 'lastFailed'>,
): Promise<boolean> {
  if (!appender.hasRoom) return false;
  const [[row] = []] = await database.withoutOrganisation([{ text: TAKES_WRITES, values: [] }]);
  return row?.[0] === 't' && (!appender.lastFailed || (await isTaken(database)));
}

async function isTaken(database: Pick<Database, 'transaction'>): Promise<boolean> {
  const nobody = randomUUID();
  const body = Buffer.from(canonical({ id: nobody }));
  const event = { id: nobody, at: new Date().toISOString(), body, leaf: leafHash(body), persons: [] };
  try {
    await database.transaction(nobody, async (transaction) => {
      await transaction.query(insertEvents(nobody, [{ ...event, kind: 'opened' }]));
      throw new NotKept();
    });
  } catch (failure) {
    return failure instanceof NotKept;
  }
  return false;
}
