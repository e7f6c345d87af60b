import '../egress.errors.js';
import type { EmployeeActor } from '@courtyard/access';
import {
  askedField,
  DECIDING_ROLES,
  type DecideInput,
  OrganisationPolicies,
  officeOf,
  RecipientService,
} from '@courtyard/consent';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import { Reauthentication } from '@courtyard/identity';
import { officePolicy, type Role } from '@courtyard/people';
import { CLOCK, type Clock, Gate, type Write } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { EGRESS_OPTIONS, type EgressOptions } from '../egress.options.js';
import { hashOfSecret, makeGrantSecret, sealSecret } from '../grant/grant-secret.js';
import { verdictOf } from '../rule/verdict.js';
import { Disclosure, DisclosureStatus } from './disclosure.entity.js';
import {
  disclosureApprovalPolicy,
  disclosureFieldPolicy,
  disclosureGrantPolicy,
  disclosurePolicy,
} from './disclosure.policy.js';
import { Seat } from './disclosure.view.js';
import { type DisclosureApproval, SeatDecision } from './disclosure-approval.entity.js';

/**
 * Two seats (privacy-model.md section 5):
 *
 *     requested ──approve──▶ one seat taken ──approve by another person of another role──▶ approved, with its grant
 *         └────────refuse────────────┴──▶ refused
 *
 * 1. Neither seat is the requester's, and no person and no role takes both. The tables hold it, too.
 * 2. Each approval needs a proof of the last minutes who one is, and an account that does not rest; each seat a role that does not.
 * 3. The row of the disclosure is locked first, so two approvals come one after the other, and whoever approves is judged once
 *    more as they are at that moment.
 * 4. The grant is made in the transaction of the second approval; its secret is sealed at once and kept nowhere else.
 */
@Injectable()
export class ApprovalService {
  constructor(
    private readonly gate: Gate,
    private readonly reauthentication: Reauthentication,
    private readonly recipients: RecipientService,
    private readonly policies: OrganisationPolicies,
    @Inject(EGRESS_OPTIONS) private readonly options: EgressOptions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws auth.office_rests, auth.reauthentication_needed, auth.frozen, not_found, auth.forbidden, disclosure.* */
  async decide(actor: EmployeeActor, { id: nodeId, approve }: DecideInput): Promise<Disclosure> {
    const id = fromNodeId(Disclosure, nodeId);
    const role = officeOf(actor, DECIDING_ROLES);
    // Refusing narrows, so it needs no proof.
    const proof = approve ? await this.reauthentication.requireFreshAndUnfrozen(actor) : null;
    const seen = await this.gate.get(actor, disclosurePolicy, 'read', id);
    if (approve) await this.assertStillOpen(actor, seen);
    await this.gate.write(actor, 'decideDisclosure', async (write) => {
      const disclosure = await write.get(disclosurePolicy, 'read', id);
      this.assertWaiting(disclosure);
      if (disclosure.requestedBy === actor.employeeId) throw new CourtyardError('disclosure.own_request');
      const seats = await write.loadBy(disclosureApprovalPolicy, 'read', 'disclosureId', [id]);
      if (seats.some((seat) => seat.role === role || seat.approverId === actor.employeeId))
        throw new CourtyardError('disclosure.seat_taken');
      await write.create(disclosureApprovalPolicy, 'decide', {
        disclosureId: id,
        role,
        approverId: actor.employeeId,
        decision: approve ? SeatDecision.approved : SeatDecision.refused,
        at: this.clock.now().toISOString(),
      });
      if (!approve) await write.change(disclosurePolicy, 'decide', id, { status: DisclosureStatus.refused });
      else if (seats.length > 0) await this.grant(write, disclosure, seats);
      await write.confirm(disclosurePolicy, 'decide', disclosure);
      await write.confirm(disclosureApprovalPolicy, 'decide', {
        organisationId: actor.organisationId,
        disclosureId: id,
        role,
        approverId: actor.employeeId,
      } as DisclosureApproval);
      write.recordAs('disclosure', disclosure.purpose);
      if (proof) write.attest(this.reauthentication.attestation(actor, proof));
    });
    return this.gate.get(actor, disclosurePolicy, 'read', id);
  }

  /** The seats taken, and the one that the actor could take. */
  async seats(actor: EmployeeActor, disclosure: Disclosure, status: DisclosureStatus): Promise<Seat[]> {
    const taken = await this.gate.loadMany(
      actor,
      disclosureApprovalPolicy,
      'read',
      'disclosureId',
      disclosure.id,
    );
    const seats = [...taken]
      .sort((a, b) => (a.at < b.at ? -1 : 1))
      .map(({ role, decision, at, approverId }) =>
        seatOf(role, decision, at, approverId === actor.employeeId),
      );
    const mine = this.openSeat(actor, disclosure, status, taken);
    return mine ? [...seats, seatOf(mine, null, null, true)] : seats;
  }

  /** The role in which the actor could still decide; undefined where they could not. */
  openSeat(
    actor: EmployeeActor,
    { requestedBy }: Disclosure,
    status: DisclosureStatus,
    taken: readonly DisclosureApproval[],
  ): Role | undefined {
    if (status !== DisclosureStatus.requested || requestedBy === actor.employeeId) return undefined;
    const role = DECIDING_ROLES.find((one) => actor.roles.has(one));
    return taken.some((seat) => seat.role === role || seat.approverId === actor.employeeId)
      ? undefined
      : role;
  }

  taken(actor: EmployeeActor, id: string): Promise<readonly DisclosureApproval[]> {
    return this.gate.loadMany(actor, disclosureApprovalPolicy, 'read', 'disclosureId', id);
  }

  private async grant(
    write: Write,
    disclosure: Disclosure,
    seats: readonly DisclosureApproval[],
  ): Promise<void> {
    await this.assertStillHeld(write, seats);
    const { organisationId, id, recipientId, purpose, expiresAt } = disclosure;
    const secret = makeGrantSecret();
    await write.create(disclosureGrantPolicy, 'grant', {
      id,
      recipientId,
      purpose,
      secretHash: hashOfSecret(secret),
      sealedSecret: sealSecret(secret, this.options.sealingKey, { organisationId, disclosureId: id }),
      expiresAt,
    });
    await write.change(disclosurePolicy, 'decide', id, { status: DisclosureStatus.approved });
  }

  /** Who approved first may have left or changed roles since: then nobody stands behind that seat, also where they came back. */
  private async assertStillHeld(write: Write, seats: readonly DisclosureApproval[]): Promise<void> {
    const offices = await write.load(
      officePolicy,
      'read',
      seats.map(({ approverId }) => approverId),
    );
    const now = this.clock.now().getTime();
    const isHeld = seats.every(({ approverId, role, decision }) =>
      offices.some(
        (one) =>
          one.employeeId === approverId &&
          one.role === role &&
          Date.parse(one.countsFrom) <= now &&
          decision === SeatDecision.approved,
      ),
    );
    if (!isHeld) throw new CourtyardError('disclosure.approver_gone');
  }

  /** What was open when it was asked for may be closed by now. The views ask again whatever is said here. */
  private async assertStillOpen(actor: EmployeeActor, disclosure: Disclosure): Promise<void> {
    const recipient = await this.recipients.get(actor, disclosure.recipientId);
    const policy = await this.policies.towards(actor, recipient);
    const rows = await this.gate.loadBy(actor, disclosureFieldPolicy, 'read', 'disclosureId', [
      disclosure.id,
    ]);
    for (const { entity, fieldNo } of rows) {
      const asked = askedField(entity, fieldNo);
      const verdict =
        asked && verdictOf({ purpose: disclosure.purpose, recipient, policy, field: asked.field });
      if (!asked || verdict !== null) throw new CourtyardError('disclosure.not_opened', { fields: [] });
    }
  }

  private assertWaiting({ status, expiresAt }: Disclosure): void {
    const isWaiting =
      status === DisclosureStatus.requested && this.clock.now().getTime() < Date.parse(expiresAt);
    if (!isWaiting) throw new CourtyardError('disclosure.already_decided');
  }
}

function seatOf(role: Role, decision: SeatDecision | null, at: string | null, mine: boolean): Seat {
  return Object.assign(new Seat(), { role, decision, at, mine });
}
