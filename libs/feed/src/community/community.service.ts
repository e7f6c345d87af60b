import { type EmployeeActor, keys } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import {
  AudienceDirectory,
  AudienceKeys,
  AudiencePartKind,
  Employee,
  employeePolicy,
  foldedName,
  type ReaderQuery,
} from '@courtyard/people';
import { Gate, type Page, type Write } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { Community } from './community.entity.js';
import type { FoundCommunityInput } from './community.input.js';
import { communityPolicy } from './community.policy.js';

@Injectable()
export class CommunityService {
  constructor(
    private readonly gate: Gate,
    private readonly audiences: AudienceDirectory,
  ) {}

  /** By name: all the actor may know of, or those they are a member of. */
  list(
    actor: EmployeeActor,
    { mine, first, after }: { mine?: boolean | null; first: number; after?: string | null },
  ): Promise<Page<Community>> {
    return this.gate.list(actor, communityPolicy, mine ? 'address' : 'read', {
      order: { by: 'nameFolded', direction: 'asc' },
      first,
      after: after ?? null,
    });
  }

  isMember(actor: EmployeeActor, community: Community): boolean {
    return actor.facts.set(keys).has(community.audienceKey);
  }

  /** The key of a community one may know of; a feed along it holds what reaches its members. @throws not_found */
  async keyOf(actor: EmployeeActor, nodeId: string): Promise<string> {
    const community = await this.gate.get(actor, communityPolicy, 'read', fromNodeId(Community, nodeId));
    return community.audienceKey;
  }

  async memberCount(actor: EmployeeActor, community: Community): Promise<number> {
    return (await this.audiences.describe(actor, [community.audienceKey])).count;
  }

  /** Who is in it, for whoever may know: its members, and every colleague where it is open. */
  async members(actor: EmployeeActor, community: Community, query: ReaderQuery): Promise<Page<Employee>> {
    const told = this.isMember(actor, community) || community.access === 'open';
    if (!told) return { rows: [], endCursor: null, hasNextPage: false };
    const page = await this.audiences.readers(actor, [community.audienceKey], query);
    return { ...page, rows: page.rows.map(({ employee }) => employee) };
  }

  /** Its founder is its first owner and member. */
  async found(actor: EmployeeActor, input: FoundCommunityInput): Promise<Community> {
    const { idempotencyKey: key, ...content } = input;
    const id = await this.gate.createOnce(
      actor,
      'foundCommunity',
      { key, input: content },
      async (write, communityId) => {
        const audienceKey = await AudienceKeys.create(
          write,
          AudiencePartKind.community,
          communityId,
          input.name,
        );
        await write.create(communityPolicy, 'found', {
          id: communityId,
          name: input.name,
          nameFolded: foldedName(input.name).nameFolded,
          purpose: input.purpose,
          access: input.access,
          audienceKey,
          ownerIds: [actor.employeeId],
          version: 1,
          createdAt: new Date().toISOString(),
          importedFrom: null,
          sourceKey: null,
        });
        await AudienceKeys.grant(write, [actor.employeeId], audienceKey);
        await write.emit('community.changed', { communityId });
      },
    );
    return this.gate.get(await this.renewed(actor), communityPolicy, 'read', id);
  }

  /** @throws not_found, auth.forbidden for a closed one */
  async join(actor: EmployeeActor, nodeId: string): Promise<Community> {
    return there(
      await this.changeMembers(actor, 'joinCommunity', 'join', nodeId, (write, community) =>
        AudienceKeys.grant(write, [actor.employeeId], community.audienceKey),
      ),
    );
  }

  /**
   * What was said there is out of sight from then on. Null afterwards where only members know of it.
   * @throws not_found, auth.forbidden for who is no member, community.last_owner
   */
  leave(actor: EmployeeActor, nodeId: string): Promise<Community | null> {
    return this.changeMembers(actor, 'leaveCommunity', 'leave', nodeId, (write, community) =>
      this.takeOut(write, community, actor.employeeId),
    );
  }

  /** @throws not_found, auth.forbidden */
  async addMember(actor: EmployeeActor, nodeId: string, employeeNodeId: string): Promise<Community> {
    const employeeId = fromNodeId(Employee, employeeNodeId);
    return there(
      await this.changeMembers(
        actor,
        'addCommunityMember',
        'manage_members',
        nodeId,
        async (write, community) => {
          const [employee] = await write.load(employeePolicy, 'address', [employeeId]);
          if (!employee) throw new CourtyardError('not_found');
          await AudienceKeys.grant(write, [employeeId], community.audienceKey);
        },
      ),
    );
  }

  /** @throws not_found, auth.forbidden, community.last_owner */
  async removeMember(actor: EmployeeActor, nodeId: string, employeeNodeId: string): Promise<Community> {
    const employeeId = fromNodeId(Employee, employeeNodeId);
    return there(
      await this.changeMembers(actor, 'removeCommunityMember', 'manage_members', nodeId, (write, community) =>
        this.takeOut(write, community, employeeId),
      ),
    );
  }

  private async takeOut(write: Write, community: Community, employeeId: string) {
    const owners = community.ownerIds.filter((id) => id !== employeeId);
    // One without owners, as an import may make it, is left like any other.
    if (owners.length === 0 && community.ownerIds.length > 0)
      throw new CourtyardError('community.last_owner');
    if (owners.length < community.ownerIds.length) {
      await write.change(communityPolicy, 'leave', community.id, { ownerIds: owners });
    }
    await AudienceKeys.revoke(write, [employeeId], community.audienceKey);
  }

  private async changeMembers(
    actor: EmployeeActor,
    operation: string,
    action: 'join' | 'leave' | 'manage_members',
    nodeId: string,
    work: (write: Write, community: Community) => Promise<void>,
  ): Promise<Community | null> {
    const id = fromNodeId(Community, nodeId);
    await this.gate.write(actor, operation, async (write) => {
      // The row is locked and its version counted, so that two changes of its members come one after the other.
      const community = await write.change(communityPolicy, action, id, {});
      await work(write, community);
      await write.emit('community.changed', { communityId: id });
    });
    return this.gate.load(await this.renewed(actor), communityPolicy, 'read', id);
  }

  /** The actor with the keys they hold now. */
  async renewed(actor: EmployeeActor): Promise<EmployeeActor> {
    return (await this.gate.refresh(actor)) ?? actor;
  }
}

/** @throws not_found for who ended their own knowledge of it, as an owner who takes themself out of a hidden one. */
function there(community: Community | null): Community {
  if (!community) throw new CourtyardError('not_found');
  return community;
}
