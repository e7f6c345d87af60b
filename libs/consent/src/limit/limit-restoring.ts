import { systemActor } from '@courtyard/access';
import { DatabaseError } from '@courtyard/database';
import { type Facts, outlivesRestore } from '@courtyard/records';
import { IndexKeeping, KEEPING } from '../index/index-keeping.js';
import type { ProcessingLimit } from './processing-limit.entity.js';
import { processingLimitPolicy } from './processing-limit.policy.js';

const FOREIGN_KEY_VIOLATION = '23503';

/**
 * Restrictions and objections outlive a restore. What was lifted last is left as the backup has it: lifting widens, and its
 * person can do it again.
 */
outlivesRestore(processingLimitPolicy, {
  created: (limit) => ({ what: 'set', facts: factsOf(limit) }),
  removed: (limit) => ({ what: 'lifted', facts: factsOf(limit) }),
  again: async (gate, organisationId, entries) => {
    const latest = new Map(entries.map((entry) => [keyOf(entry.facts), entry]));
    const actor = systemActor('restore_ledger', organisationId);
    let again = 0;
    for (const { what, facts } of latest.values()) {
      if (what !== 'set') continue;
      const { employeeId, kind, since } = facts as unknown as ProcessingLimit;
      const purpose = (facts['purpose'] ?? '') as ProcessingLimit['purpose'];
      const mine = await gate.loadBy(actor, processingLimitPolicy, 'restore', 'employeeId', [employeeId]);
      if (mine.some((one) => one.kind === kind && one.purpose === purpose)) continue;
      const set = gate.write(actor, 'restoreLedger', async (write) => {
        write.recordOnly('consent', { resource: 'ConsentEpoch', id: organisationId, action: 'keep' });
        const keeper = write.errand(KEEPING);
        await IndexKeeping.lock(keeper);
        await write.create(processingLimitPolicy, 'restore', { employeeId, kind, purpose, since });
        await IndexKeeping.advance(keeper);
        return 1;
      });
      // Somebody who came after the backup has nothing here that could be limited.
      again += await set.catch((failure: unknown) => {
        if (failure instanceof DatabaseError && failure.sqlState === FOREIGN_KEY_VIOLATION) return 0;
        throw failure;
      });
    }
    return again;
  },
});

function factsOf({ employeeId, kind, purpose, since }: ProcessingLimit): Facts {
  return { employeeId, kind, purpose: purpose === '' ? null : purpose, since: new Date(since).toISOString() };
}

function keyOf({ employeeId, kind, purpose }: Facts): string {
  return `${employeeId} ${kind} ${purpose}`;
}
