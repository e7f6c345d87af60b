import type { Purpose } from '@courtyard/catalogue';
import type { Write } from '@courtyard/records';
import type { ConsentEvent } from '../consent/standing.js';
import { IndexKeeping } from '../index/index-keeping.js';
import type { Opening } from '../opening/opening.entity.js';
import { openingPolicy } from '../opening/opening.policy.js';
import { ProposalStatus } from '../recipient/recipient.entity.js';
import { consentAskPolicy } from './consent-ask.policy.js';
import { consentRequestPolicy } from './consent-request.policy.js';

const ASKS_AT_ONCE = 1_000;

/**
 * Everything that hangs on a recipient ends with it: its openings, what is asked for it, and every yes to it. The lock of
 * the index is held. @param keeper a write of the errand that keeps the index
 */
export async function endConsentsTo(
  write: Write,
  keeper: Write,
  recipientId: string,
  now: Date,
): Promise<void> {
  const { proposed, active, retired } = ProposalStatus;
  await write.changeAll(
    openingPolicy,
    'retire',
    { recipientId, status: { in: [proposed, active] } },
    { status: retired },
  );
  const requests = await keeper.loadBy(consentRequestPolicy, 'read', 'recipientId', [recipientId]);
  const ids = requests.map(({ id }) => id);
  for (const { id, closedAt } of requests) {
    if (closedAt === null)
      await keeper.change(consentRequestPolicy, 'close', id, { closedAt: now.toISOString() });
    await keeper.changeAll(consentAskPolicy, 'keep', { requestId: id, open: true }, { open: false });
  }
  await eachAsked(keeper, ids, (employeeIds) =>
    IndexKeeping.lower(
      keeper,
      employeeIds,
      'ConsentInvalidated',
      (yes: ConsentEvent) => yes.recipientId === recipientId,
      now,
    ),
  );
}

/**
 * Every yes that one opening let be said ends with it, but where another one opens the same: an opening made later is another
 * decision of other people, and nobody said yes to it. The lock of the index is held. @param keeper as above
 */
export async function endConsentsThrough(
  write: Write,
  keeper: Write,
  { id, purpose, recipientId, entity, fieldNos }: Opening,
  now: Date,
): Promise<void> {
  const openings = await write.loadBy(openingPolicy, 'read', 'recipientId', [recipientId]);
  const stillOpen = openings.filter(
    (one) =>
      one.id !== id &&
      one.status === ProposalStatus.active &&
      one.purpose === purpose &&
      one.entity === entity,
  );
  const closed = fieldNos.filter((fieldNo) => !stillOpen.some((one) => one.fieldNos.includes(fieldNo)));
  const requests = await keeper.loadBy(consentRequestPolicy, 'read', 'recipientId', [recipientId]);
  const ids = requests.filter((one) => one.purpose === purpose).map((one) => one.id);
  await eachAsked(keeper, ids, (employeeIds) =>
    IndexKeeping.lower(
      keeper,
      employeeIds,
      'ConsentInvalidated',
      (yes: ConsentEvent) =>
        yes.recipientId === recipientId &&
        yes.purpose === purpose &&
        yes.entity === entity &&
        closed.includes(yes.fieldNo as number),
      now,
    ),
  );
}

/**
 * Every yes for a purpose ends with it: switched on again it is another decision of other people, and starts at no. The lock
 * of the index is held. @param keeper as above
 */
export async function endConsentsFor(keeper: Write, purpose: Purpose, now: Date): Promise<void> {
  const requests = await keeper.loadBy(consentRequestPolicy, 'read', 'purpose', [purpose]);
  const ids = requests.map(({ id }) => id);
  await eachAsked(keeper, ids, (employeeIds) =>
    IndexKeeping.lower(
      keeper,
      employeeIds,
      'ConsentInvalidated',
      (yes: ConsentEvent) => yes.purpose === purpose,
      now,
    ),
  );
}

/** Everybody to whom one of these cards was put, portion by portion. */
export async function eachAsked(
  keeper: Write,
  requestIds: readonly string[],
  work: (employeeIds: readonly string[]) => Promise<unknown>,
): Promise<void> {
  for (const requestId of requestIds) {
    let after: { order: string; key: string } | null = null;
    for (;;) {
      const asks: { employeeId: string }[] = await keeper.list(consentAskPolicy, 'keep', {
        where: { requestId },
        order: { by: 'employeeId', direction: 'asc' },
        first: ASKS_AT_ONCE,
        after,
      });
      if (asks.length === 0) break;
      await work(asks.map(({ employeeId }) => employeeId));
      after = { order: asks.at(-1)?.employeeId ?? '', key: requestId };
    }
  }
}
