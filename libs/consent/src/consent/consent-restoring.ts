import { systemActor } from '@courtyard/access';
import { type Facts, type Gate, type LedgerEntry, outlivesRestore } from '@courtyard/records';
import { IndexKeeping, KEEPING } from '../index/index-keeping.js';
import { consentRequestPolicy } from '../request/consent-request.policy.js';
import type { Consent, ConsentKind } from './consent.entity.js';
import { consentPolicy, ENDS_A_YES } from './consent.policy.js';
import { isAnswer } from './standing.js';

const AT_ONCE = 200;
const ENDS: ReadonlySet<ConsentKind> = new Set(ENDS_A_YES);

/**
 * Whatever ended a yes outlives a restore. The event comes back as it was, with its id and its time, so that a yes of a later
 * time stands and an earlier one does not; one that the backup holds already is left alone. Its salt is not kept: the receipt
 * of that answer opens the log's commitment no more.
 */
outlivesRestore(consentPolicy, {
  created: (event) => {
    if (ENDS.has(event.kind)) return { what: 'ended', facts: factsOf(event) };
    // A yes is not done again. It is written down that something was said, so that a no takes no longer.
    return isAnswer(event) ? { what: 'said', facts: { id: event.id } } : null;
  },
  again: async (gate, organisationId, all) => {
    const entries = all.filter(({ what }) => what === 'ended');
    let again = 0;
    for (let from = 0; from < entries.length; from += AT_ONCE)
      again += await endAgain(gate, organisationId, entries.slice(from, from + AT_ONCE));
    return again;
  },
});

function factsOf(event: Consent): Facts {
  const { id, employeeId, kind, requestId, purpose, recipientId, at } = event;
  const { entity, fieldNo, rowId, noticeId, noticeVersion, language } = event;
  const field = { entity: entity ?? null, fieldNo: fieldNo ?? null, rowId: rowId ?? null };
  return {
    ...{ id, employeeId, kind, requestId, purpose, recipientId, ...field },
    ...{ at: new Date(at).toISOString(), noticeId, noticeVersion, language },
  };
}

async function endAgain(
  gate: Gate,
  organisationId: string,
  entries: readonly LedgerEntry[],
): Promise<number> {
  const ended = entries.map(({ facts }) => facts as unknown as Consent);
  const actor = systemActor('restore_ledger', organisationId);
  const there = await gate.loadBy(
    actor,
    consentPolicy,
    'restore',
    'id',
    ended.map(({ id }) => id),
  );
  const known = new Set(there.map(({ id }) => id));
  const missing = ended.filter(({ id }) => !known.has(id));
  if (missing.length === 0) return 0;
  return gate.write(actor, 'restoreLedger', async (write) => {
    // One line for a portion: listed one by one they would tell whose yes ended.
    write.recordOnly('consent', { resource: 'ConsentEpoch', id: organisationId, action: 'keep' });
    const keeper = write.errand(KEEPING);
    await IndexKeeping.lock(keeper);
    const people = [...new Set(missing.map(({ employeeId }) => employeeId))].sort();
    const events = await IndexKeeping.eventsOf(keeper, people);
    const requests = await keeper.load(consentRequestPolicy, 'read', [
      ...new Set(missing.map(({ requestId }) => requestId)),
    ]);
    const cards = new Set(requests.map(({ id }) => id));
    // Of whom nothing was said by then, and cards that came after, there is no yes to end.
    const due = missing.filter(({ employeeId, requestId }) => events.has(employeeId) && cards.has(requestId));
    await write.createMany(consentPolicy, 'restore', due);
    await IndexKeeping.keep(keeper, people, new Date());
    return due.length;
  });
}
