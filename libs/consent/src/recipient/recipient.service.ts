import '../consent.errors.js';
import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import { CLOCK, type Clock, Gate, type Page, type Write } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { decidingOffice, proposingOffice } from '../decision.js';
import { IndexKeeping, KEEPING } from '../index/index-keeping.js';
import { endConsentsTo } from '../request/ending.js';
import { assertWellFormed, isProcessor, ownerOf } from './proposal.js';
import { ProposalStatus, Recipient } from './recipient.entity.js';
import type { DecideInput, ProposeRecipientInput } from './recipient.input.js';
import { recipientPolicy } from './recipient.policy.js';

/** Statuses in which somebody is, or may become, a recipient. */
const STANDING = [ProposalStatus.proposed, ProposalStatus.active];

/**
 * Who may receive anything at all. Widening takes two people of two roles; narrowing takes one, at once.
 */
@Injectable()
export class RecipientService {
  constructor(
    private readonly gate: Gate,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The newest first. */
  list(
    actor: EmployeeActor,
    { status, first, after }: { status?: ProposalStatus | null; first: number; after?: string | null },
  ): Promise<Page<Recipient>> {
    return this.gate.list(actor, recipientPolicy, 'read', {
      ...(status ? { where: { status } } : {}),
      order: { by: 'proposedAt', direction: 'desc' },
      first,
      after: after ?? null,
    });
  }

  /** Batched per request. @throws not_found */
  get(actor: EmployeeActor, id: string): Promise<Recipient> {
    return this.gate.get(actor, recipientPolicy, 'read', id);
  }

  /** The one that a recipient follows; null for the first of its line. */
  async previous(actor: EmployeeActor, { lineageId, lineageVersion }: Recipient): Promise<Recipient | null> {
    const line = await this.gate.loadMany(actor, recipientPolicy, 'read', 'lineageId', lineageId);
    const before = line.filter(
      (one) => one.lineageVersion < lineageVersion && one.status !== ProposalStatus.refused,
    );
    return before.sort((a, b) => b.lineageVersion - a.lineageVersion)[0] ?? null;
  }

  /**
   * Proposes a recipient. With `previousId` it follows another one and takes its place once it is approved. One that is `never`
   * can be registered, so that what asks for it is refused with the reason on record.
   * @throws input.invalid, not_found, recipient.*, conflict.idempotency_key_reused
   */
  async propose(actor: EmployeeActor, input: ProposeRecipientInput): Promise<Recipient> {
    const { idempotencyKey: key, previousId, ...content } = input;
    const proposedRole = proposingOffice(actor);
    assertWellFormed(content);
    const { ownerFolded } = ownerOf(content.ownerName);
    const id = await this.gate.createOnce(
      actor,
      'proposeRecipient',
      { key, input: { previousId, ...content } },
      async (write, recipientId) => {
        const previous = previousId ? await this.followed(write, previousId) : null;
        if (previous) assertDiffers(previous, content);
        const lineageId = previous?.lineageId ?? recipientId;
        await assertOwnsAlone(write, { category: content.category, ownerFolded, lineageId });
        await write.create(recipientPolicy, 'propose', {
          id: recipientId,
          lineageId,
          lineageVersion: (previous?.lineageVersion ?? 0) + 1,
          name: content.name,
          category: content.category,
          ownerName: content.ownerName,
          ownerFolded,
          country: content.country,
          contractReference: content.contractReference ?? null,
          transferTool: content.transferTool ?? null,
          contractFields: [...(content.contractFields ?? [])],
          agePublicKey: content.agePublicKey,
          deliveryKind: content.deliveryKind,
          deliveryEndpoint: content.deliveryEndpoint ?? null,
          status: ProposalStatus.proposed,
          proposedBy: actor.employeeId,
          proposedRole,
          proposedAt: this.clock.now().toISOString(),
        });
        write.recordAs('policy');
      },
    );
    return this.gate.get(actor, recipientPolicy, 'read', id);
  }

  /**
   * Approves or refuses what another person of another role proposed. Approved, it takes the place of the recipient it
   * follows: that one is retired and every consent to it falls, in the same transaction.
   * @throws not_found, auth.forbidden, recipient.two_roles, recipient.already_decided, recipient.shares_owner
   */
  async decide(actor: EmployeeActor, { id: nodeId, approve }: DecideInput): Promise<Recipient> {
    const id = fromNodeId(Recipient, nodeId);
    const now = this.clock.now();
    await this.gate.write(actor, 'decideRecipient', async (write) => {
      const keeper = write.errand(KEEPING);
      await IndexKeeping.lock(keeper);
      const recipient = await write.get(recipientPolicy, 'read', id);
      const decidedRole = decidingOffice(actor, recipient);
      if (approve) await assertOwnsAlone(write, recipient);
      await write.change(recipientPolicy, 'decide', id, {
        status: approve ? ProposalStatus.active : ProposalStatus.refused,
        decidedBy: actor.employeeId,
        decidedRole,
        decidedAt: now.toISOString(),
      });
      if (approve) await this.replace(write, keeper, recipient, now);
      await IndexKeeping.advance(keeper);
      write.recordAs('policy');
    });
    return this.gate.get(actor, recipientPolicy, 'read', id);
  }

  /** Ends a recipient, or takes a proposal back: by one, at once. @throws not_found, auth.forbidden */
  async retire(actor: EmployeeActor, nodeId: string): Promise<Recipient> {
    const id = fromNodeId(Recipient, nodeId);
    const now = this.clock.now();
    await this.gate.write(actor, 'retireRecipient', async (write) => {
      const keeper = write.errand(KEEPING);
      await IndexKeeping.lock(keeper);
      await write.change(recipientPolicy, 'retire', id, { status: ProposalStatus.retired });
      await endConsentsTo(write, keeper, id, now);
      await IndexKeeping.advance(keeper);
      write.recordAs('policy');
    });
    return this.gate.get(actor, recipientPolicy, 'read', id);
  }

  /** @throws not_found; recipient.already_decided for one that never was a recipient */
  private async followed(write: Write, nodeId: string): Promise<Recipient> {
    const [previous] = await write.load(recipientPolicy, 'read', [fromNodeId(Recipient, nodeId)]);
    if (!previous) throw new CourtyardError('not_found');
    if (previous.status !== ProposalStatus.active && previous.status !== ProposalStatus.retired)
      throw new CourtyardError('recipient.already_decided');
    return previous;
  }

  private async replace(write: Write, keeper: Write, { id, lineageId }: Recipient, now: Date): Promise<void> {
    const line = await write.loadBy(recipientPolicy, 'read', 'lineageId', [lineageId]);
    for (const one of line) {
      if (one.id === id || one.status !== ProposalStatus.active) continue;
      await write.change(recipientPolicy, 'retire', one.id, { status: ProposalStatus.retired });
      await endConsentsTo(write, keeper, one.id, now);
    }
  }
}

/** Another recipient of the same line has to say something else. @throws recipient.unchanged */
function assertDiffers(
  previous: Recipient,
  next: Omit<ProposeRecipientInput, 'idempotencyKey' | 'previousId'>,
): void {
  const told = ({ contractFields, ...rest }: Partial<Recipient> | typeof next) =>
    JSON.stringify([
      rest.name,
      rest.category,
      rest.ownerName,
      rest.country,
      rest.contractReference ?? null,
      rest.transferTool ?? null,
      [...(contractFields ?? [])].sort(),
      rest.agePublicKey,
      rest.deliveryKind,
      rest.deliveryEndpoint ?? null,
    ]);
  if (told(previous) === told(next)) throw new CourtyardError('recipient.unchanged');
}

/**
 * A processor may not belong to the group of any other recipient: what it learns on the organisation's behalf would reach
 * its sister. Its own earlier and later versions are no others.
 * @throws recipient.shares_owner
 */
async function assertOwnsAlone(
  write: Write,
  { category, ownerFolded, lineageId }: Pick<Recipient, 'category' | 'ownerFolded' | 'lineageId'>,
): Promise<void> {
  const group = await write.loadBy(recipientPolicy, 'read', 'ownerFolded', [ownerFolded]);
  const others = group.filter((one) => one.lineageId !== lineageId && STANDING.includes(one.status));
  const clash = isProcessor(category)
    ? others.length > 0
    : others.some((one) => isProcessor(one.category) && one.status === ProposalStatus.active);
  if (clash) throw new CourtyardError('recipient.shares_owner');
}
