import '../consent.errors.js';
import type { EmployeeActor } from '@courtyard/access';
import { type Purpose, purposeRule, recipientRule } from '@courtyard/catalogue';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import { CLOCK, type Clock, Gate, type Page, type Write } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { decidingOffice, proposingOffice } from '../decision.js';
import { type AskedField, askedFieldByKey } from '../field/asked-field.js';
import { IndexKeeping, KEEPING } from '../index/index-keeping.js';
import { ProposalStatus, Recipient } from '../recipient/recipient.entity.js';
import type { DecideInput } from '../recipient/recipient.input.js';
import { recipientPolicy } from '../recipient/recipient.policy.js';
import { endConsentsThrough } from '../request/ending.js';
import { Opening } from './opening.entity.js';
import type { OpeningArgs, ProposeOpeningInput } from './opening.input.js';
import { openingPolicy } from './opening.policy.js';

/** What may be asked of people, and sent, at all. Opening takes two people of two roles; closing takes one, at once. */
@Injectable()
export class OpeningService {
  constructor(
    private readonly gate: Gate,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The newest first. @throws not_found for an id that is none of a recipient */
  list(
    actor: EmployeeActor,
    { status, recipientId, first, after }: Partial<OpeningArgs> & Pick<OpeningArgs, 'first'>,
  ): Promise<Page<Opening>> {
    const where = {
      ...(status ? { status } : {}),
      ...(recipientId ? { recipientId: fromNodeId(Recipient, recipientId) } : {}),
    };
    return this.gate.list(actor, openingPolicy, 'read', {
      ...(Object.keys(where).length > 0 ? { where } : {}),
      order: { by: 'proposedAt', direction: 'desc' },
      first,
      after: after ?? null,
    });
  }

  /**
   * @throws not_found; opening.never for a purpose that needs no opening or can have none, and for a recipient that gets
   * nothing; opening.unknown_field, opening.one_entity
   */
  async propose(actor: EmployeeActor, input: ProposeOpeningInput): Promise<Opening> {
    const { idempotencyKey: key, ...content } = input;
    const proposedRole = proposingOffice(actor);
    const fields = oneEntity(content.fieldKeys);
    const recipientId = fromNodeId(Recipient, content.recipientId);
    const id = await this.gate.createOnce(
      actor,
      'proposeOpening',
      { key, input: content },
      async (write, openingId) => {
        await assertOpenable(write, content.purpose, recipientId);
        await write.create(openingPolicy, 'propose', {
          id: openingId,
          purpose: content.purpose,
          recipientId,
          entity: fields.entity,
          fieldNos: [...fields.numbers],
          status: ProposalStatus.proposed,
          proposedBy: actor.employeeId,
          proposedRole,
          proposedAt: this.clock.now().toISOString(),
        });
        write.recordAs('policy');
      },
    );
    return this.gate.get(actor, openingPolicy, 'read', id);
  }

  /** @throws not_found, auth.forbidden, recipient.two_roles, recipient.already_decided, opening.never */
  async decide(actor: EmployeeActor, { id: nodeId, approve }: DecideInput): Promise<Opening> {
    const id = fromNodeId(Opening, nodeId);
    await this.gate.write(actor, 'decideOpening', async (write) => {
      const keeper = write.errand(KEEPING);
      await IndexKeeping.lock(keeper);
      const opening = await write.get(openingPolicy, 'read', id);
      const decidedRole = decidingOffice(actor, opening);
      if (approve) await assertOpenable(write, opening.purpose, opening.recipientId);
      await write.change(openingPolicy, 'decide', id, {
        status: approve ? ProposalStatus.active : ProposalStatus.refused,
        decidedBy: actor.employeeId,
        decidedRole,
        decidedAt: this.clock.now().toISOString(),
      });
      await IndexKeeping.advance(keeper);
      write.recordAs('policy');
    });
    return this.gate.get(actor, openingPolicy, 'read', id);
  }

  /** Closes what was opened, with every yes that was said through it, or takes a proposal back. @throws not_found, auth.forbidden */
  async retire(actor: EmployeeActor, nodeId: string): Promise<Opening> {
    const id = fromNodeId(Opening, nodeId);
    await this.gate.write(actor, 'retireOpening', async (write) => {
      const keeper = write.errand(KEEPING);
      await IndexKeeping.lock(keeper);
      const retired = await write.change(openingPolicy, 'retire', id, { status: ProposalStatus.retired });
      await endConsentsThrough(write, keeper, retired, this.clock.now());
      await IndexKeeping.advance(keeper);
      write.recordAs('policy');
    });
    return this.gate.get(actor, openingPolicy, 'read', id);
  }
}

/** @throws opening.unknown_field, opening.one_entity */
function oneEntity(keys: readonly string[]): { entity: string; numbers: readonly number[] } {
  const fields: AskedField[] = keys.map((key) => {
    const field = askedFieldByKey(key);
    if (!field) throw new CourtyardError('opening.unknown_field');
    return field;
  });
  const entities = new Set(fields.map(({ field }) => field.entity));
  const [entity] = entities;
  if (entity === undefined || entities.size > 1) throw new CourtyardError('opening.one_entity');
  return { entity, numbers: [...new Set(fields.map(({ field }) => field.number))].sort((a, b) => a - b) };
}

/** @throws not_found for who is no recipient, opening.never */
async function assertOpenable(write: Write, purpose: Purpose, recipientId: string): Promise<void> {
  if (purposeRule(purpose) !== 'consent') throw new CourtyardError('opening.never');
  const [recipient] = await write.load(recipientPolicy, 'read', [recipientId]);
  if (!recipient) throw new CourtyardError('not_found');
  const rule = recipientRule(recipient.category);
  if (rule !== 'inside' && rule !== 'ordinary') throw new CourtyardError('opening.never');
  if (recipient.status !== ProposalStatus.active) throw new CourtyardError('not_found');
}
