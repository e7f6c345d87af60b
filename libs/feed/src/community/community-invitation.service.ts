import { type EmployeeActor, systemActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import { AudienceKeys, Employee, employeePolicy } from '@courtyard/people';
import { Gate, type Page, type Write } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { Community } from './community.entity.js';
import { communityPolicy } from './community.policy.js';
import type { CommunityInvitation } from './community-invitation.entity.js';
import { communityInvitationPolicy } from './community-invitation.policy.js';
import { assertAwake, assertMayEnter, keeperIdsOf, letIn } from './looking-after.js';

const STANDS_DAYS = 30;
/** After a no: asking again within it does not reach the person. */
const RESTS_DAYS = 90;
const DAY = 86_400_000;
const ENTERING = 'enter_invited';
/** More open invitations than these nobody looks through. */
const MOST_OPEN = 100;

/** Asking somebody into a community, and the answer to it. */
@Injectable()
export class CommunityInvitationService {
  constructor(private readonly gate: Gate) {}

  /** Those that wait for the actor's answer, the newest first. */
  async mine(actor: EmployeeActor): Promise<readonly CommunityInvitation[]> {
    const { rows } = await this.gate.list(actor, communityInvitationPolicy, 'read', {
      where: { employeeId: actor.employeeId, expiresAt: { from: new Date().toISOString() } },
      order: { by: 'invitedAt', direction: 'desc' },
      first: MOST_OPEN,
    });
    return rows;
  }

  /** Those that were not taken back, the newest first, for whoever may invite; for others there are none. */
  open(
    actor: EmployeeActor,
    communityId: string,
    { first, after }: { first: number; after?: string | null },
  ): Promise<Page<CommunityInvitation>> {
    return this.gate.list(actor, communityInvitationPolicy, 'oversee', {
      where: { communityId, expiresAt: { from: new Date().toISOString() } },
      order: { by: 'invitedAt', direction: 'desc' },
      first,
      after: after ?? null,
    });
  }

  /** What an invitation invites to. Ask with a row that the actor was let through to: it opens a hidden community's name. */
  async communityOf(actor: EmployeeActor, { communityId }: CommunityInvitation): Promise<Community | null> {
    const entering = systemActor(ENTERING, actor.organisationId, actor.requestId);
    return this.gate.load(entering, communityPolicy, 'introduce', communityId);
  }

  /**
   * Invited again is invited for another thirty days.
   * @throws not_found, auth.forbidden, community.archived, community.already_member
   */
  async invite(actor: EmployeeActor, nodeId: string, employeeNodeId: string): Promise<Community> {
    const [id, employeeId] = [fromNodeId(Community, nodeId), fromNodeId(Employee, employeeNodeId)];
    await this.gate.write(actor, 'inviteToCommunity', async (write) => {
      const community = await write.get(communityPolicy, 'invite', id);
      assertAwake(community);
      const [employee] = await write.load(employeePolicy, 'address', [employeeId]);
      if (!employee) throw new CourtyardError('not_found');
      if (await AudienceKeys.holds(write, employeeId, community.audienceKey))
        throw new CourtyardError('community.already_member');
      await inviteTo(write, community, employeeId);
      await write.emit('community.changed', { communityId: id });
    });
    return this.gate.get(actor, communityPolicy, 'read', id);
  }

  /** @throws not_found where nothing is open, auth.forbidden for who does not look after it */
  async revoke(actor: EmployeeActor, nodeId: string, employeeNodeId: string): Promise<Community> {
    const [id, employeeId] = [fromNodeId(Community, nodeId), fromNodeId(Employee, employeeNodeId)];
    await this.gate.write(actor, 'revokeCommunityInvitation', async (write) => {
      // Judged by the community as it is now, and not by whom the invitation names alone.
      await write.get(communityPolicy, 'invite', id);
      const key = { communityId: id, employeeId };
      await write.change(communityInvitationPolicy, 'revoke', key, { revoked: true });
      await write.emit('community.changed', { communityId: id });
    });
    return this.gate.get(actor, communityPolicy, 'read', id);
  }

  /**
   * @param charterVersion the wording of the charter that was shown; not asked where it has none
   * @throws not_found for what expired or was revoked, community.archived, community.charter_not_shown
   */
  async accept(actor: EmployeeActor, nodeId: string, charterVersion?: number | null): Promise<EmployeeActor> {
    const key = { communityId: fromNodeId(Community, nodeId), employeeId: actor.employeeId };
    await this.gate.write(actor, 'acceptCommunityInvitation', async (write) => {
      // Judged first: who was not invited makes nothing wait, and learns nothing.
      const { expiresAt } = await write.get(communityInvitationPolicy, 'accept', key);
      if (Date.parse(expiresAt) <= Date.now()) throw new CourtyardError('not_found');
      const community = await write.errand(ENTERING).get(communityPolicy, 'admit', key.communityId);
      assertMayEnter(community, charterVersion);
      await write.remove(communityInvitationPolicy, 'accept', key);
      await letIn(write, community, actor.employeeId);
      await write.emit('community.changed', { communityId: key.communityId });
    });
    return (await this.gate.refresh(actor)) ?? actor;
  }

  /** Nobody else is told; to those who asked it stays open until it expires. @throws not_found for what expired or was revoked */
  async decline(actor: EmployeeActor, nodeId: string): Promise<void> {
    const key = { communityId: fromNodeId(Community, nodeId), employeeId: actor.employeeId };
    await this.gate.write(actor, 'declineCommunityInvitation', async (write) => {
      const at = new Date();
      const { expiresAt } = await write.get(communityInvitationPolicy, 'decline', key);
      if (Date.parse(expiresAt) <= at.getTime()) throw new CourtyardError('not_found');
      const answer = { declined: true, declinedAt: at.toISOString() };
      await write.change(communityInvitationPolicy, 'decline', key, answer);
    });
  }
}

/** Part of a write by somebody who looks after the community. */
export async function inviteTo(write: Write, community: Community, employeeId: string): Promise<void> {
  const { actor } = write;
  if (actor.kind !== 'employee') throw new Error('An errand invites nobody.');
  const at = Date.now();
  const invitation = {
    invitedBy: actor.employeeId,
    invitedAt: new Date(at).toISOString(),
    expiresAt: new Date(at + STANDS_DAYS * DAY).toISOString(),
    revoked: false,
    keeperIds: keeperIdsOf(community),
  };
  const key = { communityId: community.id, employeeId };
  const known = await write.loadBy(communityInvitationPolicy, 'renew', 'employeeId', [employeeId]);
  const before = known.find(({ communityId }) => communityId === community.id);
  if (!before) {
    const unanswered = { declined: false, declinedAt: null };
    await write.create(communityInvitationPolicy, 'invite', { ...key, ...invitation, ...unanswered });
    return;
  }
  const rests = before.declinedAt !== null && Date.parse(before.declinedAt) + RESTS_DAYS * DAY > at;
  const answer = rests ? {} : { declined: false, declinedAt: null };
  await write.change(communityInvitationPolicy, 'renew', key, { ...invitation, ...answer });
}
