import '../egress.errors.js';
import type { EmployeeActor } from '@courtyard/access';
import { AuditLog } from '@courtyard/audit';
import {
  type AskedField,
  askedField,
  OrganisationPolicies,
  PROPOSING_ROLES,
  Recipient,
  RecipientService,
} from '@courtyard/consent';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import { CLOCK, type Clock, Gate, type Page } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { type Verdict, verdictOf } from '../rule/verdict.js';
import { Disclosure, DisclosureStatus } from './disclosure.entity.js';
import type { PreviewDisclosureInput, RequestDisclosureInput } from './disclosure.input.js';
import { disclosureFieldPolicy, disclosurePolicy, disclosureStepPolicy } from './disclosure.policy.js';
import type { DisclosureStep } from './disclosure-step.entity.js';
import { fieldsByKey } from './requested-fields.js';
import { lastStepOf, statusNow } from './standing.js';

const HOUR = 3_600_000;

/** What is asked to leave: requested, called off, and what it answered. Approving stands in `ApprovalService`. */
@Injectable()
export class DisclosureService {
  constructor(
    private readonly gate: Gate,
    private readonly recipients: RecipientService,
    private readonly policies: OrganisationPolicies,
    private readonly audit: AuditLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The newest first. */
  list(
    actor: EmployeeActor,
    { status, first, after }: { status?: DisclosureStatus | null; first: number; after?: string | null },
  ): Promise<Page<Disclosure>> {
    return this.gate.list(actor, disclosurePolicy, 'read', {
      ...(status ? { where: { status } } : {}),
      order: { by: 'requestedAt', direction: 'desc' },
      first,
      after: after ?? null,
    });
  }

  /** Batched per request. */
  steps(actor: EmployeeActor, id: string): Promise<readonly DisclosureStep[]> {
    return this.gate.loadMany(actor, disclosureStepPolicy, 'read', 'disclosureId', id);
  }

  async status(actor: EmployeeActor, disclosure: Disclosure): Promise<DisclosureStatus> {
    return statusNow(disclosure, await this.steps(actor, disclosure.id), this.clock.now());
  }

  /** In the order of the file. Batched per request. */
  async fields(actor: EmployeeActor, id: string): Promise<AskedField[]> {
    const rows = await this.gate.loadMany(actor, disclosureFieldPolicy, 'read', 'disclosureId', id);
    return [...rows]
      .sort((a, b) => (a.entity < b.entity ? -1 : a.entity > b.entity ? 1 : a.fieldNo - b.fieldNo))
      .flatMap(({ entity, fieldNo }) => askedField(entity, fieldNo) ?? []);
  }

  /**
   * Asks for a disclosure. It waits for two approvals until it expires.
   * @throws not_found; disclosure.never with `reason` and disclosure.not_opened with `fields`, each on record;
   * disclosure.unknown_field, conflict.idempotency_key_reused
   */
  async request(actor: EmployeeActor, input: RequestDisclosureInput): Promise<Disclosure> {
    const { idempotencyKey: key, ...content } = input;
    const role = PROPOSING_ROLES.find((one) => actor.roles.has(one));
    if (!role) throw new CourtyardError('auth.forbidden');
    const fields = fieldsByKey(content.fieldKeys);
    const recipient = await this.recipients.get(actor, fromNodeId(Recipient, content.recipientId));
    await this.refuseClosed(actor, content, recipient, fields);
    const now = this.clock.now();
    const id = await this.gate.createOnce(
      actor,
      'requestDisclosure',
      { key, input: content },
      async (write, disclosureId) => {
        await write.create(disclosurePolicy, 'request', {
          id: disclosureId,
          recipientId: recipient.id,
          purpose: content.purpose,
          question: content.question,
          answered: null,
          format: content.format,
          requestedBy: actor.employeeId,
          requestedRole: role,
          requestedAt: now.toISOString(),
          expiresAt: new Date(now.getTime() + content.expiresInHours * HOUR).toISOString(),
          status: DisclosureStatus.requested,
        });
        for (const { field } of fields)
          await write.create(disclosureFieldPolicy, 'request', {
            disclosureId,
            entity: field.entity,
            fieldNo: field.number,
          });
        write.recordAs('disclosure', content.purpose);
      },
    );
    return this.gate.get(actor, disclosurePolicy, 'read', id);
  }

  /** Calls it off, by one officer, at once; what was delivered is delivered. @throws not_found, auth.forbidden, disclosure.already_decided */
  async cancel(actor: EmployeeActor, nodeId: string): Promise<Disclosure> {
    const id = fromNodeId(Disclosure, nodeId);
    await this.gate.write(actor, 'cancelDisclosure', async (write) => {
      const disclosure = await write.get(disclosurePolicy, 'read', id);
      const steps = await write.loadBy(disclosureStepPolicy, 'read', 'disclosureId', [id]);
      const status = statusNow(disclosure, steps, this.clock.now());
      if (status !== DisclosureStatus.requested && status !== DisclosureStatus.approved)
        throw new CourtyardError('disclosure.already_decided');
      await write.change(disclosurePolicy, 'cancel', id, { status: DisclosureStatus.ended });
      write.recordAs('disclosure', disclosure.purpose);
    });
    return this.gate.get(actor, disclosurePolicy, 'read', id);
  }

  /** @throws not_found, auth.forbidden, disclosure.not_delivered, disclosure.already_answered */
  async recordAnswer(actor: EmployeeActor, nodeId: string, answered: string): Promise<Disclosure> {
    const id = fromNodeId(Disclosure, nodeId);
    await this.gate.write(actor, 'recordAnswer', async (write) => {
      const disclosure = await write.get(disclosurePolicy, 'record_answer', id);
      const steps = await write.loadBy(disclosureStepPolicy, 'read', 'disclosureId', [id]);
      if (lastStepOf(steps)?.step !== 'delivered') throw new CourtyardError('disclosure.not_delivered');
      if (disclosure.answered !== null) throw new CourtyardError('disclosure.already_answered');
      await write.change(disclosurePolicy, 'record_answer', id, { answered });
      write.recordAs('disclosure', disclosure.purpose);
    });
    return this.gate.get(actor, disclosurePolicy, 'read', id);
  }

  /** Every field must be one that the organisation opened: least fields, and no hope that somebody will not look. */
  private async refuseClosed(
    actor: EmployeeActor,
    { purpose }: PreviewDisclosureInput,
    recipient: Recipient,
    fields: readonly AskedField[],
  ): Promise<void> {
    const policy = await this.policies.towards(actor, recipient);
    const closed = fields.flatMap(({ field }) => {
      const verdict = verdictOf({ purpose, recipient, policy, field });
      return verdict === null ? [] : [{ field, verdict }];
    });
    const [first] = closed;
    if (!first) return;
    await this.audit.record({
      organisationId: actor.organisationId,
      requestId: actor.requestId,
      kind: 'disclosure',
      operation: 'requestDisclosure',
      actor,
      personIds: [],
      touched: [{ resource: 'Recipient', id: recipient.id, action: first.verdict }],
      fieldNos: closed.map(({ field }) => field.number),
      purpose,
      basis: 'legitimate-interest',
      decision: 'denied',
    });
    throw refusal(
      first.verdict,
      closed.map(({ field }) => `${field.entity}.${field.name}`),
    );
  }
}

function refusal(verdict: Verdict, fields: readonly string[]): CourtyardError {
  return verdict === 'policy'
    ? new CourtyardError('disclosure.not_opened', { fields })
    : new CourtyardError('disclosure.never', { reason: verdict });
}
