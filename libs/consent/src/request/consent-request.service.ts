import '../consent.errors.js';
import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import { AudienceDirectory } from '@courtyard/people';
import { CLOCK, type Clock, Gate, type Page } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { addMonths } from '../consent/months.js';
import { askingRole } from '../decision.js';
import { askedFieldByKey } from '../field/asked-field.js';
import { NOTICE } from '../notice/notice.js';
import { consentPolicyPolicy } from '../purpose/purpose.policy.js';
import { Recipient } from '../recipient/recipient.entity.js';
import { AskingService } from './asking.service.js';
import type { ConsentAsk } from './consent-ask.entity.js';
import { consentAskPolicy } from './consent-ask.policy.js';
import type { ConsentRequest, ConsentRequestedField } from './consent-request.entity.js';
import type { AskConsentInput } from './consent-request.input.js';
import { consentRequestedFieldPolicy, consentRequestPolicy } from './consent-request.policy.js';
import { assertOpened } from './openness.js';

export const COOLING_OFF_HOURS = 24;
/** Asked while somebody waits; the rest of a larger audience is asked in the background. */
const PORTIONS_AT_ONCE = 20;

/** A card with what is known of it to the person it was put to. */
export interface AskedRequest {
  readonly request: ConsentRequest;
  readonly ask: ConsentAsk;
}

/** Cards: what is asked of people, and what was asked of oneself. */
@Injectable()
export class ConsentRequestService {
  constructor(
    private readonly gate: Gate,
    private readonly audiences: AudienceDirectory,
    private readonly asking: AskingService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What was asked of the actor: open ones first, then the newest. */
  async askedOf(
    actor: EmployeeActor,
    { first, after }: { first: number; after?: string | null },
  ): Promise<Page<ConsentRequest>> {
    const page = await this.gate.list(actor, consentAskPolicy, 'read', {
      order: { by: 'place', direction: 'desc' },
      first,
      after: after ?? null,
    });
    const requests = await Promise.all(
      page.rows.map(({ requestId }) => this.gate.load(actor, consentRequestPolicy, 'read', requestId)),
    );
    return { ...page, rows: requests.filter((request) => request !== null) };
  }

  /** That the card was put to the actor; null where it was not. */
  async askOf(actor: EmployeeActor, requestId: string): Promise<ConsentAsk | null> {
    const asks = await this.gate.loadMany(actor, consentAskPolicy, 'read', 'requestId', requestId);
    return asks[0] ?? null;
  }

  /** By entity and number. */
  fieldsOf(actor: EmployeeActor, requestId: string): Promise<readonly ConsentRequestedField[]> {
    return this.gate.loadMany(actor, consentRequestedFieldPolicy, 'read', 'requestId', requestId);
  }

  /**
   * Puts a card to an audience. Whoever was asked too often lately is left out; nobody learns who, nor how many.
   * @throws auth.forbidden, consent.not_opened, opening.unknown_field, input.invalid, audience.*,
   * conflict.idempotency_key_reused
   */
  async ask(actor: EmployeeActor, input: AskConsentInput): Promise<ConsentRequest> {
    const { idempotencyKey: key, ...content } = input;
    const createdRole = askingRole(actor);
    const now = this.clock.now();
    const fields = askedFor(content.fieldKeys);
    const coversUntil = laterDay(content, now);
    const recipientId = fromNodeId(Recipient, content.recipientId);
    const { keys } = await this.audiences.resolve(actor, content.audience);
    const id = await this.gate.createOnce(
      actor,
      'askConsent',
      { key, input: content },
      async (write, requestId) => {
        await assertOpened(write, { recipientId, purpose: content.purpose, fields });
        const [policy] = await write.list(consentPolicyPolicy, 'read', {
          order: { by: 'organisationId', direction: 'asc' },
          first: 1,
        });
        await write.create(consentRequestPolicy, 'ask', {
          id: requestId,
          recipientId,
          purpose: content.purpose,
          benefit: content.benefit,
          question: content.question,
          coversUntil,
          validMonths: content.validMonths,
          coolingOffHours: policy?.coolingOffHours ?? COOLING_OFF_HOURS,
          noticeId: NOTICE.id,
          noticeVersion: NOTICE.version,
          audienceKeys: [...keys],
          asking: true,
          createdBy: actor.employeeId,
          createdRole,
          createdAt: now.toISOString(),
        });
        for (const field of fields) {
          await write.create(consentRequestedFieldPolicy, 'ask', { requestId, ...field });
        }
        await this.audiences.hold(write, keys);
        write.recordAs('policy');
      },
    );
    await this.asking.proceed(actor.organisationId, id, PORTIONS_AT_ONCE);
    return this.gate.get(actor, consentRequestPolicy, 'read', id);
  }
}

/** @throws opening.unknown_field */
function askedFor(keys: readonly string[]): { entity: string; fieldNo: number }[] {
  return [...new Set(keys)].map((key) => {
    const asked = askedFieldByKey(key);
    if (!asked) throw new CourtyardError('opening.unknown_field');
    return { entity: asked.field.entity, fieldNo: asked.field.number };
  });
}

/** A yes is never about longer than it holds. @throws input.invalid */
function laterDay(
  { coversUntil, validMonths }: Pick<AskConsentInput, 'coversUntil' | 'validMonths'>,
  now: Date,
): string | null {
  if (!coversUntil) return null;
  const until = Date.parse(coversUntil);
  if (until <= now.getTime() || until > addMonths(now, validMonths).getTime())
    throw new CourtyardError('input.invalid', { fields: ['coversUntil'] });
  return new Date(until).toISOString();
}
