import { systemActor } from '@courtyard/access';
import { type Employee, employeePolicy } from '@courtyard/people';
import { CLOCK, type Clock, Gate, type Write } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { consentPolicy } from '../consent/consent.policy.js';
import { IndexKeeping } from '../index/index-keeping.js';
import { recipientPolicy } from '../recipient/recipient.policy.js';
import { mayBeAsked } from './asking.js';
import type { ConsentAsk } from './consent-ask.entity.js';
import { consentAskPolicy } from './consent-ask.policy.js';
import type { ConsentRequest } from './consent-request.entity.js';
import { consentRequestPolicy } from './consent-request.policy.js';

/** The errand that puts cards to people. Nobody reads what it reads. */
export const ASKING = 'consent_asking';

const PEOPLE_AT_ONCE = 100;

/**
 * Puts a card to its audience, portion by portion in the order of ids, each in a transaction of its own with the place it came
 * to: a process that dies in between is followed by another that goes on. Whoever was asked too often lately is left out, and
 * nothing is written about them.
 */
@Injectable()
export class AskingService {
  constructor(
    private readonly gate: Gate,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param portions at most; the rest is left for the next time. @returns whether everybody has been asked */
  async proceed(organisationId: string, requestId: string, portions: number): Promise<boolean> {
    const actor = systemActor(ASKING, organisationId);
    for (let portion = 0; portion < portions; portion++) {
      const done = await this.gate.write(actor, 'putConsentRequest', (write) =>
        this.portion(write, requestId),
      );
      if (done) return true;
    }
    return false;
  }

  /** Goes on with what another process began. @returns how many cards were waiting */
  async proceedAll(organisationId: string, portions: number): Promise<number> {
    const actor = systemActor(ASKING, organisationId);
    const { rows } = await this.gate.list(actor, consentRequestPolicy, 'put', {
      where: { asking: true },
      order: { by: 'id', direction: 'asc' },
      first: 20,
    });
    for (const { id } of rows) await this.proceed(organisationId, id, portions);
    return rows.length;
  }

  private async portion(write: Write, requestId: string): Promise<boolean> {
    // Two askings at once would both find that somebody rested long enough.
    await IndexKeeping.lock(write);
    const request = await write.get(consentRequestPolicy, 'put', requestId);
    if (!request.asking) return true;
    write.recordOnly('consent', { resource: 'ConsentRequest', id: requestId, action: 'put' });
    const people = request.closedAt === null ? await this.next(write, request) : [];
    const [recipient] = await write.load(recipientPolicy, 'weigh', [request.recipientId]);
    const now = this.clock.now();
    if (recipient && people.length > 0) {
      const ids = people.map(({ id }) => id);
      const before = Map.groupBy(
        await write.loadBy(consentAskPolicy, 'put', 'employeeId', ids),
        ({ employeeId }) => employeeId,
      );
      const asked = ids.filter((id) => mayBeAsked(before.get(id) ?? [], recipient, now));
      await put(write, request, recipient, asked, now);
    }
    const done = people.length < PEOPLE_AT_ONCE;
    await write.change(consentRequestPolicy, 'put', requestId, {
      askedThrough: people.at(-1)?.id ?? request.askedThrough,
      asking: !done,
    });
    return done;
  }

  private next(write: Write, { audienceKeys, askedThrough }: ConsentRequest): Promise<Employee[]> {
    return write.list(employeePolicy, 'ask_consent', {
      heldBy: { keys: audienceKeys, few: false },
      order: { by: 'id', direction: 'asc' },
      first: PEOPLE_AT_ONCE,
      after: askedThrough === null ? null : { order: askedThrough, key: askedThrough },
    });
  }
}

async function put(
  write: Write,
  request: ConsentRequest,
  { lineageId, ownerFolded }: Pick<ConsentAsk, 'lineageId' | 'ownerFolded'>,
  employeeIds: readonly string[],
  now: Date,
): Promise<void> {
  const at = now.toISOString();
  const { id: requestId, purpose, recipientId, noticeId, noticeVersion } = request;
  await write.createMany(
    consentAskPolicy,
    'put',
    employeeIds.map((employeeId) => ({
      employeeId,
      requestId,
      lineageId,
      ownerFolded,
      askedAt: at,
      open: true,
    })),
  );
  await write.createMany(
    consentPolicy,
    'ask',
    employeeIds.map((employeeId) => ({
      id: newId(),
      employeeId,
      kind: 'ConsentRequested' as const,
      requestId,
      purpose,
      recipientId,
      at,
      noticeId,
      noticeVersion,
      language: 'en' as const,
    })),
  );
}
