import type { Write } from '@courtyard/records';
import { v7 as newId } from 'uuid';
import type { Consent, ConsentKind } from '../consent/consent.entity.js';
import { consentPolicy } from '../consent/consent.policy.js';
import { type ConsentEvent, inOrder, type Standing, standingsOf } from '../consent/standing.js';
import { NOTICE } from '../notice/notice.js';
import { consentEpochPolicy, consentIndexPolicy, consentItemPolicy } from './consent-index.policy.js';
import { type IndexRow, indexRowsOf, rowKey, saysTheSame } from './index-rows.js';

/** The errand that keeps the index. It can only lower what people said. */
export const KEEPING = 'consent_keeping';

/** As many people as are kept at once. */
export const PEOPLE_AT_ONCE = 200;

/**
 * The index beside the events, changed in their transaction.
 *
 * 1. Whoever changes it holds the lock of the organisation's epoch, taken before anything it decides by is read.
 * 2. A change of a row counts the epoch up; the row names the epoch of its last change.
 * 3. Rows are made from the events alone, by `indexRowsOf`: kept and rebuilt are the same.
 */
export const IndexKeeping = {
  /** Takes the lock; ask before you read what you decide by. @param keeper a write of the errand `KEEPING` */
  async lock(keeper: Write): Promise<{ indexVersion: string; noticeVersion: number }> {
    const { organisationId } = keeper.actor;
    await keeper.createIfAbsent(consentEpochPolicy, 'keep', {
      indexVersion: '0',
      noticeVersion: NOTICE.version,
    });
    return keeper.get(consentEpochPolicy, 'keep', { organisationId });
  },

  /** Counts the epoch up, for what a decision looks at beside the index. The lock is held. */
  async advance(keeper: Write): Promise<string> {
    const { organisationId } = keeper.actor;
    const next = ({ indexVersion }: { indexVersion: string }) => String(BigInt(indexVersion) + 1n);
    const epoch = await keeper.change(consentEpochPolicy, 'keep', { organisationId }, (row) => ({
      indexVersion: next(row),
    }));
    return epoch.indexVersion;
  },

  /** What was said by each of these people, by person. At most 1,000. */
  async eventsOf(keeper: Write, employeeIds: readonly string[]): Promise<Map<string, Consent[]>> {
    const events = await keeper.loadBy(consentPolicy, 'keep', 'employeeId', employeeIds);
    return Map.groupBy(events, ({ employeeId }) => employeeId);
  },

  /**
   * Makes the rows of these people what their events say at `now`, and notes what ran out. The lock is held.
   * @returns how many rows changed
   */
  async keep(keeper: Write, employeeIds: readonly string[], now: Date): Promise<number> {
    let changed = 0;
    for (let from = 0; from < employeeIds.length; from += PEOPLE_AT_ONCE) {
      changed += await keepSome(keeper, employeeIds.slice(from, from + PEOPLE_AT_ONCE), now);
    }
    return changed;
  },

  /**
   * Lets every yes of these people that meets the condition fall, and keeps their rows. The lock is held.
   * @returns how many fell
   */
  async lower(
    keeper: Write,
    employeeIds: readonly string[],
    kind: Extract<ConsentKind, 'ConsentInvalidated' | 'ConsentRevoked'>,
    falls: (yes: ConsentEvent) => boolean,
    now: Date,
  ): Promise<number> {
    let fallen = 0;
    for (let from = 0; from < employeeIds.length; from += PEOPLE_AT_ONCE) {
      const some = employeeIds.slice(from, from + PEOPLE_AT_ONCE);
      const events = await this.eventsOf(keeper, some);
      const rows = [...events.values()].flatMap((mine) =>
        [...standingsOf(mine, now).values()].flatMap(({ current, next }) => {
          const yes = [current, next].find((one) => one !== null && falls(one));
          return yes ? [outcomeOf(yes as Consent, kind, momentFor(mine, now))] : [];
        }),
      );
      await keeper.createMany(consentPolicy, 'lower', rows);
      fallen += rows.length;
      await keepSome(keeper, some, now);
    }
    return fallen;
  },
};

/** The moment of a person's next word: after all that they said, whatever the clocks of two machines believe. */
export function momentFor(events: readonly ConsentEvent[], now: Date): string {
  const last = inOrder(events.filter(({ entity }) => entity !== null)).at(-1);
  const earliest = last ? Date.parse(last.at) + 1 : 0;
  return new Date(Math.max(now.getTime(), earliest)).toISOString();
}

async function keepSome(keeper: Write, employeeIds: readonly string[], now: Date): Promise<number> {
  const [events, fields, items] = [
    await IndexKeeping.eventsOf(keeper, employeeIds),
    await keeper.loadBy(consentIndexPolicy, 'keep', 'employeeId', employeeIds),
    await keeper.loadBy(consentItemPolicy, 'keep', 'employeeId', employeeIds),
  ];
  const expired: Partial<Consent>[] = [];
  const changes: (() => Promise<unknown>)[] = [];
  let version = '0';
  for (const employeeId of employeeIds) {
    const mine = events.get(employeeId) ?? [];
    const standings = [...standingsOf(mine, now).values()];
    expired.push(...expiriesOf(standings, mine, now));
    const wanted = new Map(indexRowsOf(standings).map((row) => [rowKey(row), row]));
    const kept = [
      ...fields.flatMap((row) => (row.employeeId === employeeId ? [{ ...row, rowId: null }] : [])),
      ...items.filter((row) => row.employeeId === employeeId),
    ] as (IndexRow & { employeeId: string })[];
    for (const row of kept) {
      const to = wanted.get(rowKey(row));
      wanted.delete(rowKey(row));
      if (!to) changes.push(() => removeRow(keeper, employeeId, row));
      else if (!saysTheSame(row, to)) changes.push(() => changeRow(keeper, employeeId, row, to, version));
    }
    for (const row of wanted.values()) changes.push(() => createRow(keeper, employeeId, row, version));
  }
  if (expired.length > 0) await keeper.createMany(consentPolicy, 'lower', expired);
  if (changes.length > 0) version = await IndexKeeping.advance(keeper);
  for (const change of changes) await change();
  return changes.length;
}

/** A yes that ran out is told of once. */
function expiriesOf(
  standings: readonly Standing[],
  events: readonly ConsentEvent[],
  now: Date,
): Partial<Consent>[] {
  return standings.flatMap(({ ranOut }) =>
    ranOut ? [outcomeOf(ranOut as Consent, 'ConsentExpired', momentFor(events, now))] : [],
  );
}

/** What becomes of a yes, told of the same words. */
function outcomeOf(yes: Consent, kind: ConsentKind, at: string): Partial<Consent> {
  const { employeeId, requestId, purpose, recipientId, entity, fieldNo, rowId } = yes;
  const { noticeId, noticeVersion, language } = yes;
  return {
    id: newId(),
    employeeId,
    kind,
    requestId,
    purpose,
    recipientId,
    entity,
    fieldNo,
    rowId,
    at,
    noticeId,
    noticeVersion,
    language,
  };
}

function createRow(keeper: Write, employeeId: string, row: IndexRow, changedIn: string): Promise<void> {
  const { rowId, ...rest } = row;
  return rowId === null
    ? keeper.create(consentIndexPolicy, 'keep', { ...rest, employeeId, changedIn })
    : keeper.create(consentItemPolicy, 'keep', { ...rest, rowId, employeeId, changedIn });
}

async function changeRow(
  keeper: Write,
  employeeId: string,
  row: IndexRow,
  to: IndexRow,
  changedIn: string,
): Promise<void> {
  const { purpose, recipientId, entity, rowId, coversUntil } = row;
  const key = { employeeId, purpose, recipientId, entity };
  const { bits, noBits, validUntil, pendingAt } = to;
  const says = { bits, noBits, validUntil, pendingAt, changedIn };
  if (rowId === null) await keeper.keep(consentIndexPolicy, 'keep', { ...key, coversUntil }, says);
  else {
    const covers = { ...says, coversUntil: to.coversUntil };
    await keeper.keep(consentItemPolicy, 'keep', { ...key, rowId }, covers);
  }
}

async function removeRow(keeper: Write, employeeId: string, row: IndexRow): Promise<void> {
  const { purpose, recipientId, entity, rowId, coversUntil } = row;
  const key = { employeeId, purpose, recipientId, entity };
  if (rowId === null) await keeper.remove(consentIndexPolicy, 'keep', { ...key, coversUntil });
  else await keeper.remove(consentItemPolicy, 'keep', { ...key, rowId });
}
