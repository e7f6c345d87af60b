import { type EmployeeActor, keys } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import {
  AudienceDirectory,
  AudienceKeys,
  AudiencePartKind,
  Employee,
  EmployeeKind,
  employeePolicy,
  foldedName,
  type ReaderQuery,
} from '@courtyard/people';
import { Gate, type Page, type Write } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { commentsBelow } from '../comment/below.js';
import { Post } from '../post/post.entity.js';
import { postPolicy } from '../post/post.policy.js';
import { Community, CommunityAccess, CommunityHistory, CommunityRole } from './community.entity.js';
import type {
  ChangeCommunityAccessInput,
  FoundCommunityInput,
  ReviseCommunityInput,
} from './community.input.js';
import { communityPolicy } from './community.policy.js';
import { inviteTo } from './community-invitation.service.js';
import { groupOf, rename, takeKeys } from './generations.js';
import { assertAwake, assertMayEnter, keepBy, keeperIdsOf, letIn, openAs } from './looking-after.js';

/** Of a longer conversation those are invited who spoke first; others are invited by name. */
const MOST_SPEAKERS = 100;

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

  /** @throws not_found */
  get(actor: EmployeeActor, nodeId: string): Promise<Community> {
    return this.gate.get(actor, communityPolicy, 'read', fromNodeId(Community, nodeId));
  }

  /** The keys of a community one may know of, of all generations; a feed along them holds what reaches its members. @throws not_found */
  async keysOf(actor: EmployeeActor, nodeId: string): Promise<string[]> {
    const { id } = await this.get(actor, nodeId);
    return this.audiences.keysOf(actor, groupOf(id));
  }

  async memberCount(actor: EmployeeActor, community: Community): Promise<number> {
    return (await this.audiences.describe(actor, [community.audienceKey])).count;
  }

  /** Whether somebody may know who is in it: its members, and every colleague where it was open from the beginning. */
  showsMembers(actor: EmployeeActor, community: Community): boolean {
    const { access, wasNarrower } = community;
    return this.isMember(actor, community) || (access === CommunityAccess.open && !wasNarrower);
  }

  /** None for who may not know. */
  async members(actor: EmployeeActor, community: Community, query: ReaderQuery): Promise<Page<Employee>> {
    if (!this.showsMembers(actor, community)) return { rows: [], endCursor: null, hasNextPage: false };
    const page = await this.audiences.readers(actor, [community.audienceKey], query);
    return { ...page, rows: page.rows.map(({ employee }) => employee) };
  }

  /**
   * Its founder is its first owner and member. From a conversation: those who spoke in it may be invited along.
   * @throws not_found for a post one may not see, input.invalid for an end in the past
   */
  async found(actor: EmployeeActor, input: FoundCommunityInput): Promise<Community> {
    const { idempotencyKey: key, ...content } = input;
    const endsAt = comingInstant(input.endsAt);
    const startedFromId = input.fromPostId ? await this.threadOf(actor, input.fromPostId) : null;
    const speakers = startedFromId && input.inviteSpeakers ? await this.speakersOf(actor, startedFromId) : [];
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
        const community: Partial<Community> = {
          id: communityId,
          name: input.name,
          nameFolded: foldedName(input.name).nameFolded,
          purpose: input.purpose,
          access: input.access,
          audienceKey,
          ownerIds: [actor.employeeId],
          moderatorIds: [],
          charter: input.charter ?? '',
          charterVersion: input.charter ? 1 : 0,
          history: input.history ?? CommunityHistory.from_start,
          wasNarrower: false,
          promisedAnswerHours: null,
          endsAt,
          startedFromId,
          version: 1,
          createdAt: new Date().toISOString(),
          importedFrom: null,
          sourceKey: null,
        };
        await write.create(communityPolicy, 'found', community);
        if (endsAt) await AudienceKeys.rest(write, groupOf(communityId), endsAt);
        await AudienceKeys.grant(write, [actor.employeeId], audienceKey);
        const known = await write.load(employeePolicy, 'address', speakers);
        for (const speaker of known) await inviteTo(write, community as Community, speaker.id);
        await write.emit('community.changed', { communityId });
      },
    );
    return this.gate.get(await this.renewed(actor), communityPolicy, 'read', id);
  }

  /** @throws not_found also for a post that was withdrawn */
  private async threadOf(actor: EmployeeActor, postNodeId: string): Promise<string> {
    const post = await this.gate.get(actor, postPolicy, 'read', fromNodeId(Post, postNodeId), 'aside');
    if (post.status !== 'published') throw new CourtyardError('not_found');
    return post.id;
  }

  private async speakersOf(actor: EmployeeActor, postId: string): Promise<string[]> {
    const post = await this.gate.get(actor, postPolicy, 'read', postId, 'aside');
    // To whoever has not judged it, no more of them than are shown: else the invitations would be counted.
    const { rows } = await commentsBelow(this.gate, actor, post, { first: MOST_SPEAKERS });
    const speakers = new Set([post.authorId, ...rows.map(({ authorId }) => authorId)]);
    speakers.delete(actor.employeeId);
    return [...speakers];
  }

  /** What it says of itself; another wording of the charter counts on. @throws not_found, auth.forbidden */
  async revise(actor: EmployeeActor, input: ReviseCommunityInput): Promise<Community> {
    const id = fromNodeId(Community, input.id);
    const { name, purpose } = input;
    const charter = input.charter ?? '';
    await this.gate.write(actor, 'reviseCommunity', async (write) => {
      const before = await write.get(communityPolicy, 'revise', id);
      const { nameFolded } = foldedName(name);
      const charterVersion = before.charterVersion + (charter === before.charter ? 0 : 1);
      await write.change(communityPolicy, 'revise', id, {
        name,
        nameFolded,
        purpose,
        charter,
        charterVersion,
      });
      if (name !== before.name) await rename(write, before, name);
      await write.emit('community.changed', { communityId: id });
    });
    return this.gate.get(actor, communityPolicy, 'read', id);
  }

  /** A first answer to a question, within so many hours; null: none is promised. @throws not_found, auth.forbidden */
  async promiseAnswers(actor: EmployeeActor, nodeId: string, hours: number | null): Promise<Community> {
    const id = fromNodeId(Community, nodeId);
    await this.gate.write(actor, 'promiseAnswers', async (write) => {
      await write.change(communityPolicy, 'revise', id, { promisedAnswerHours: hours });
      await write.emit('community.changed', { communityId: id });
    });
    return this.gate.get(actor, communityPolicy, 'read', id);
  }

  /**
   * How one comes in, and what one reads then. Opened wider, what was said before stays with those who could read it; made
   * narrower, everybody in it stays. @throws not_found, auth.forbidden
   */
  async changeAccess(actor: EmployeeActor, input: ChangeCommunityAccessInput): Promise<Community> {
    const id = fromNodeId(Community, input.id);
    const { access, history } = input;
    await this.gate.write(actor, 'changeCommunityAccess', async (write) => {
      const before = await write.get(communityPolicy, 'change_access', id);
      await openAs(write, before, { access, history });
      await write.emit('community.changed', { communityId: id });
    });
    return this.gate.get(await this.renewed(actor), communityPolicy, 'read', id);
  }

  /**
   * From then on it is read, and nothing new is said in it; now, where no day is named. What somebody said stays theirs to
   * correct and to withdraw, and everybody may leave.
   * @throws not_found, auth.forbidden, input.invalid for a day that is over
   */
  archive(actor: EmployeeActor, nodeId: string, on?: string | null): Promise<Community> {
    return this.end(actor, 'archiveCommunity', nodeId, comingInstant(on) ?? new Date().toISOString());
  }

  /** It goes on, without an end. @throws not_found, auth.forbidden */
  reopen(actor: EmployeeActor, nodeId: string): Promise<Community> {
    return this.end(actor, 'reopenCommunity', nodeId, null);
  }

  private async end(
    actor: EmployeeActor,
    operation: string,
    nodeId: string,
    endsAt: string | null,
  ): Promise<Community> {
    const id = fromNodeId(Community, nodeId);
    await this.gate.write(actor, operation, async (write) => {
      await write.change(communityPolicy, 'archive', id, { endsAt });
      await AudienceKeys.rest(write, groupOf(id), endsAt);
      await write.emit('community.changed', { communityId: id });
    });
    return this.gate.get(actor, communityPolicy, 'read', id);
  }

  /**
   * @param charterVersion the wording of the charter that was shown; not asked where it has none
   * @throws not_found, auth.forbidden for a closed one, community.archived, community.charter_not_shown
   */
  async join(actor: EmployeeActor, nodeId: string, charterVersion?: number | null): Promise<Community> {
    return there(
      await this.changeMembers(actor, 'joinCommunity', 'join', nodeId, async (write, community) => {
        assertMayEnter(community, charterVersion);
        // Whoever is in it comes in no more.
        if (this.isMember(actor, community)) return;
        await letIn(write, community, actor.employeeId);
      }),
    );
  }

  /**
   * What was said there is out of sight from then on. Null afterwards where only members know of it.
   * @throws not_found, auth.forbidden for who is no member, community.last_owner
   */
  leave(actor: EmployeeActor, nodeId: string): Promise<Community | null> {
    return this.changeMembers(actor, 'leaveCommunity', 'leave', nodeId, (write, community) =>
      this.takeOut(write, 'leave', community, actor.employeeId),
    );
  }

  /** @throws not_found, auth.forbidden, community.archived */
  async addMember(actor: EmployeeActor, nodeId: string, employeeNodeId: string): Promise<Community> {
    const employeeId = fromNodeId(Employee, employeeNodeId);
    return there(
      await this.changeMembers(
        actor,
        'addCommunityMember',
        'manage_members',
        nodeId,
        async (write, community) => {
          assertAwake(community);
          const [employee] = await write.load(employeePolicy, 'address', [employeeId]);
          if (!employee) throw new CourtyardError('not_found');
          await letIn(write, community, employeeId);
        },
      ),
    );
  }

  /**
   * Moderators take out members only; owners and moderators go by an owner's hand.
   * @throws not_found, auth.forbidden, community.last_owner
   */
  async removeMember(actor: EmployeeActor, nodeId: string, employeeNodeId: string): Promise<Community> {
    const employeeId = fromNodeId(Employee, employeeNodeId);
    return there(
      await this.changeMembers(actor, 'removeCommunityMember', 'manage_members', nodeId, (write, community) =>
        this.takeOut(write, 'change_roles', community, employeeId),
      ),
    );
  }

  /**
   * Makes a member an owner, a moderator, or neither. The last owner stays one until somebody else is.
   * @throws not_found for who is no member, auth.forbidden, community.last_owner, community.role_needs_employment
   */
  async changeRole(
    actor: EmployeeActor,
    nodeId: string,
    employeeNodeId: string,
    role: CommunityRole,
  ): Promise<Community> {
    const employeeId = fromNodeId(Employee, employeeNodeId);
    return there(
      await this.changeMembers(
        actor,
        'changeCommunityRole',
        'change_roles',
        nodeId,
        async (write, community) => {
          if (!(await AudienceKeys.holds(write, employeeId, community.audienceKey)))
            throw new CourtyardError('not_found');
          // Locked: who is leaving the company at this moment looks after nothing afterwards.
          const employee = await write.get(employeePolicy, 'address', employeeId);
          if (role !== CommunityRole.member && employee.kind !== EmployeeKind.employee)
            throw new CourtyardError('community.role_needs_employment');
          const others = {
            ownerIds: community.ownerIds.filter((id) => id !== employeeId),
            moderatorIds: community.moderatorIds.filter((id) => id !== employeeId),
          };
          if (role === CommunityRole.owner) others.ownerIds.push(employeeId);
          if (role === CommunityRole.moderator) others.moderatorIds.push(employeeId);
          if (others.ownerIds.length === 0) throw new CourtyardError('community.last_owner');
          await keepBy(write, 'change_roles', community, others);
        },
      ),
    );
  }

  /** A member looks after a community that nobody owns any more. @throws not_found, auth.forbidden */
  async takeOver(actor: EmployeeActor, nodeId: string): Promise<Community> {
    return there(
      await this.changeMembers(actor, 'takeOverCommunity', 'take_over', nodeId, (write, community) => {
        const moderatorIds = community.moderatorIds.filter((id) => id !== actor.employeeId);
        return keepBy(write, 'take_over', community, { ownerIds: [actor.employeeId], moderatorIds });
      }),
    );
  }

  private async takeOut(
    write: Write,
    action: 'leave' | 'change_roles',
    community: Community,
    employeeId: string,
  ) {
    if (keeperIdsOf(community).includes(employeeId)) {
      // Judged before anything is told of who else owns it.
      await write.get(communityPolicy, action, community.id);
      const keepers = {
        ownerIds: community.ownerIds.filter((id) => id !== employeeId),
        moderatorIds: community.moderatorIds.filter((id) => id !== employeeId),
      };
      // One without owners, as an import may make it, is left like any other.
      if (keepers.ownerIds.length === 0 && community.ownerIds.length > 0)
        throw new CourtyardError('community.last_owner');
      await keepBy(write, action, community, keepers);
    }
    await takeKeys(write, community.id, employeeId);
  }

  private async changeMembers(
    actor: EmployeeActor,
    operation: string,
    action: 'join' | 'leave' | 'manage_members' | 'change_roles' | 'take_over',
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

/** @throws input.invalid for what is over */
function comingInstant(at: string | null | undefined): string | null {
  if (!at) return null;
  if (Date.parse(at) <= Date.now()) throw new CourtyardError('input.invalid', { fields: ['endsAt'] });
  return at;
}

/** @throws not_found for who ended their own knowledge of it, as an owner who takes themself out of a hidden one. */
function there(community: Community | null): Community {
  if (!community) throw new CourtyardError('not_found');
  return community;
}
