import { systemActor } from '@courtyard/access';
import { CLOCK, type Clock, Gate, type Write } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import type { ConsentEvent } from '../consent/standing.js';
import { NOTICE } from '../notice/notice.js';
import { consentAskPolicy } from '../request/consent-ask.policy.js';
import { consentEpochPolicy, consentIndexPolicy, consentItemPolicy } from './consent-index.policy.js';
import { IndexKeeping, KEEPING, PEOPLE_AT_ONCE } from './index-keeping.js';

/** Bounds one transaction, so that nobody who answers waits for long. */
const ROWS_AT_ONCE = 200;

/**
 * Keeps the index in step with time, and makes it anew from the events. Any number of processes may do so at once: each portion
 * holds the lock of the organisation's epoch, and what another one did already is found done.
 */
@Injectable()
export class IndexRebuilding {
  constructor(
    private readonly gate: Gate,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Rebuilds rows whose time came: a yes begins to count, or ran out. @returns how many rows were due */
  async rebuildDue(organisationId: string, portions = 50): Promise<number> {
    let due = 0;
    for (let portion = 0; portion < portions; portion++) {
      const found = await this.gate.write(systemActor(KEEPING, organisationId), 'keepConsents', (write) =>
        this.duePortion(write),
      );
      due += found;
      if (found < ROWS_AT_ONCE) break;
    }
    return due;
  }

  /** A newer notice than the index was judged by lets every yes to an older one fall. @returns how many fell */
  async heedNotice(organisationId: string): Promise<number> {
    const actor = systemActor(KEEPING, organisationId);
    const [epoch] = await this.gate.loadBy(actor, consentEpochPolicy, 'keep', 'organisationId', [
      organisationId,
    ]);
    if (!epoch || epoch.noticeVersion >= NOTICE.version) return 0;
    const isOlder = (yes: ConsentEvent) => yes.noticeVersion < NOTICE.version;
    let fallen = 0;
    await this.eachPortion(organisationId, async (write, employeeIds) => {
      const now = this.clock.now();
      fallen += await IndexKeeping.lower(write, employeeIds, 'ConsentInvalidated', isOlder, now);
    });
    await this.gate.write(actor, 'keepConsents', async (write) => {
      write.recordOnly('consent', touched(organisationId));
      await IndexKeeping.lock(write);
      await write.change(consentEpochPolicy, 'keep', { organisationId }, { noticeVersion: NOTICE.version });
    });
    return fallen;
  }

  /** Makes the whole index anew from the events alone. @returns how many rows were not as they should be */
  async rebuildIndex(organisationId: string): Promise<number> {
    let changed = 0;
    await this.eachPortion(organisationId, async (write, employeeIds) => {
      changed += await IndexKeeping.keep(write, employeeIds, this.clock.now());
    });
    return changed;
  }

  /** After a restore without its ledger nobody knows who took a yes back: every yes falls. @returns how many fell */
  async letEveryYesFall(organisationId: string): Promise<number> {
    let fallen = 0;
    await this.eachPortion(organisationId, async (write, employeeIds) => {
      const now = this.clock.now();
      fallen += await IndexKeeping.lower(write, employeeIds, 'ConsentInvalidated', () => true, now);
    });
    return fallen;
  }

  private async duePortion(write: Write): Promise<number> {
    await IndexKeeping.lock(write);
    const now = this.clock.now();
    const query = { order: { by: 'dueAt', direction: 'asc' }, first: ROWS_AT_ONCE } as const;
    const rows = [
      ...(await write.list(consentIndexPolicy, 'keep', query)),
      ...(await write.list(consentItemPolicy, 'keep', query)),
    ].filter(({ dueAt }) => Date.parse(dueAt) <= now.getTime());
    const employeeIds = [...new Set(rows.map(({ employeeId }) => employeeId))].sort();
    // The record of the decision stands for it: another a day later would say that it was a yes.
    write.recordedBefore();
    await IndexKeeping.keep(write, employeeIds, now);
    return rows.length;
  }

  /** Everybody who was ever asked, each portion in a transaction of its own that holds the lock. */
  private async eachPortion(
    organisationId: string,
    work: (write: Write, employeeIds: readonly string[]) => Promise<void>,
  ): Promise<void> {
    let after: { order: string; key: string } | null = null;
    do {
      after = await this.gate.write(
        systemActor(KEEPING, organisationId),
        'keepConsents',
        async (write): Promise<{ order: string; key: string } | null> => {
          write.recordOnly('consent', touched(organisationId));
          await IndexKeeping.lock(write);
          const asks = await write.list(consentAskPolicy, 'keep', {
            order: { by: 'employeeId', direction: 'asc' },
            first: PEOPLE_AT_ONCE,
            after,
          });
          await work(write, [...new Set(asks.map(({ employeeId }) => employeeId))]);
          const last = asks.at(-1);
          return last ? { order: last.employeeId, key: last.requestId } : null;
        },
      );
    } while (after !== null);
  }
}

/** One line for a portion: rows listed one by one would tell whose yes began or ran out. */
function touched(organisationId: string) {
  return { resource: 'ConsentEpoch', id: organisationId, action: 'keep' };
}
