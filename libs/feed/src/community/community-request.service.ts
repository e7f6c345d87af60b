import { type EmployeeActor, keys } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import { Employee, employeePolicy } from '@courtyard/people';
import { Gate, type Page } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { Community } from './community.entity.js';
import type { AskCommunityInput } from './community.input.js';
import { communityPolicy } from './community.policy.js';
import type { CommunityRequest } from './community-request.entity.js';
import { communityRequestPolicy } from './community-request.policy.js';
import { assertAwake, assertMayEnter, keeperIdsOf, letIn } from './looking-after.js';

/** After a no. */
const RESTS_DAYS = 30;
const DAY = 86_400_000;

/** Asking to be let into a closed community, and the answer to it. */
@Injectable()
export class CommunityRequestService {
  constructor(private readonly gate: Gate) {}

  /** The actor's own, waiting or answered with no; null where they asked for nothing. Batched per request. */
  async mine(actor: EmployeeActor, communityId: string): Promise<CommunityRequest | null> {
    const rows = await this.gate.loadMany(actor, communityRequestPolicy, 'ask', 'communityId', communityId);
    return rows[0] ?? null;
  }

  /** Those that wait, the oldest first, for whoever may answer; for others there are none. */
  waiting(
    actor: EmployeeActor,
    communityId: string,
    { first, after }: { first: number; after?: string | null },
  ): Promise<Page<CommunityRequest>> {
    return this.gate.list(actor, communityRequestPolicy, 'answer', {
      where: { communityId },
      order: { by: 'askedAt', direction: 'asc' },
      first,
      after: after ?? null,
    });
  }

  /**
   * Asked once is asked; other words replace the earlier ones.
   * @throws not_found, auth.forbidden for one that is not closed, community.already_member, community.archived,
   * community.charter_not_shown, community.request_rests
   */
  async ask(actor: EmployeeActor, input: AskCommunityInput): Promise<Community> {
    const id = fromNodeId(Community, input.id);
    await this.gate.write(actor, 'requestToJoinCommunity', async (write) => {
      const community = await write.get(communityPolicy, 'request', id);
      if (actor.facts.set(keys).has(community.audienceKey))
        throw new CourtyardError('community.already_member');
      assertMayEnter(community, input.charterVersion);
      const request = {
        words: input.words ?? '',
        askedAt: new Date().toISOString(),
        declined: false,
        declinedAt: null,
        keeperIds: keeperIdsOf(community),
      };
      const key = { communityId: id, employeeId: actor.employeeId };
      const [before] = await write.loadBy(communityRequestPolicy, 'ask', 'communityId', [id]);
      if (before?.declinedAt && Date.parse(before.declinedAt) + RESTS_DAYS * DAY > Date.now())
        throw new CourtyardError('community.request_rests');
      if (before) await write.change(communityRequestPolicy, 'ask', key, request);
      else await write.create(communityRequestPolicy, 'ask', { ...key, ...request });
      await write.emit('community.changed', { communityId: id });
    });
    return this.gate.get(actor, communityPolicy, 'read', id);
  }

  /** @throws not_found where nothing waits, auth.forbidden for what was answered with no */
  async withdraw(actor: EmployeeActor, nodeId: string): Promise<Community> {
    const id = fromNodeId(Community, nodeId);
    const key = { communityId: id, employeeId: actor.employeeId };
    await this.gate.write(actor, 'withdrawCommunityRequest', async (write) => {
      await write.remove(communityRequestPolicy, 'withdraw', key);
      await write.emit('community.changed', { communityId: id });
    });
    return this.gate.get(actor, communityPolicy, 'read', id);
  }

  /** @throws not_found, auth.forbidden, community.archived */
  async admit(actor: EmployeeActor, nodeId: string, employeeNodeId: string): Promise<Community> {
    const [id, employeeId] = [fromNodeId(Community, nodeId), fromNodeId(Employee, employeeNodeId)];
    await this.gate.write(actor, 'admitToCommunity', async (write) => {
      const community = await write.change(communityPolicy, 'manage_members', id, {});
      assertAwake(community);
      await write.get(communityRequestPolicy, 'answer', { communityId: id, employeeId });
      const [employee] = await write.load(employeePolicy, 'address', [employeeId]);
      if (!employee) throw new CourtyardError('not_found');
      await letIn(write, community, employeeId);
      await write.emit('community.changed', { communityId: id });
    });
    return this.gate.get(actor, communityPolicy, 'read', id);
  }

  /** Told to whoever asked, without by whom. @throws not_found, auth.forbidden */
  async decline(actor: EmployeeActor, nodeId: string, employeeNodeId: string): Promise<Community> {
    const [id, employeeId] = [fromNodeId(Community, nodeId), fromNodeId(Employee, employeeNodeId)];
    await this.gate.write(actor, 'declineCommunityRequest', async (write) => {
      await write.get(communityPolicy, 'manage_members', id);
      const key = { communityId: id, employeeId };
      const answer = { declined: true, declinedAt: new Date().toISOString() };
      await write.change(communityRequestPolicy, 'answer', key, answer);
      await write.emit('community.changed', { communityId: id });
    });
    return this.gate.get(actor, communityPolicy, 'read', id);
  }
}
