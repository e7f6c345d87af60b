import {
  allowedActions,
  Can,
  CurrentActor,
  type EmployeeActor,
  type RequestContext,
} from '@courtyard/access';
import { connectionOf, PageArgs, toConnection } from '@courtyard/graphql';
import { Action, Employee, EmployeeConnection, Introductions, toldActions } from '@courtyard/people';
import { Gate } from '@courtyard/records';
import {
  Args,
  ArgsType,
  Context,
  Field,
  ID,
  Int,
  Mutation,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { IsBoolean, IsOptional } from 'class-validator';
import { Post } from '../post/post.entity.js';
import { postPolicy } from '../post/post.policy.js';
import { Community, CommunityRole } from './community.entity.js';
import {
  ArchiveCommunityArgs,
  ChangeCommunityAccessInput,
  EnterCommunityArgs,
  FoundCommunityInput,
  PromiseAnswersArgs,
  ReviseCommunityInput,
} from './community.input.js';
import { communityPolicy } from './community.policy.js';
import { CommunityService } from './community.service.js';
import { isArchived } from './looking-after.js';

@ObjectType()
export class CommunityConnection extends connectionOf(Community) {}

@ArgsType()
class CommunityArgs extends PageArgs {
  @Field(() => Boolean, { nullable: true, description: 'Only those you are a member of.' })
  @IsOptional()
  @IsBoolean()
  mine?: boolean | null;
}

const id = { type: () => ID };
/** What an archived community is no place for any more. */
const WHILE_OPEN: ReadonlySet<string> = new Set(['join', 'request', 'invite']);
/** What is only for whoever is not in it. */
const FROM_OUTSIDE: ReadonlySet<string> = new Set(['join', 'request']);

@Resolver(() => Community)
export class CommunityResolver {
  constructor(
    private readonly communities: CommunityService,
    private readonly introductions: Introductions,
    private readonly gate: Gate,
  ) {}

  @Query(() => CommunityConnection, { name: 'communities' })
  @Can('read', Community)
  async list(
    @CurrentActor() actor: EmployeeActor,
    @Args() args: CommunityArgs,
  ): Promise<CommunityConnection> {
    return toConnection(await this.communities.list(actor, args));
  }

  @Mutation(() => Community)
  @Can('found', Community)
  foundCommunity(
    @CurrentActor() actor: EmployeeActor,
    @Context() context: RequestContext,
    @Args('input') input: FoundCommunityInput,
  ): Promise<Community> {
    return this.afterwards(actor, context, this.communities.found(actor, input));
  }

  @Mutation(() => Community)
  @Can('join', Community)
  joinCommunity(
    @CurrentActor() actor: EmployeeActor,
    @Context() context: RequestContext,
    @Args() { id: communityId, charterVersion }: EnterCommunityArgs,
  ): Promise<Community> {
    return this.afterwards(actor, context, this.communities.join(actor, communityId, charterVersion));
  }

  @Mutation(() => Community)
  @Can('revise', Community)
  reviseCommunity(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') input: ReviseCommunityInput,
  ): Promise<Community> {
    return this.communities.revise(actor, input);
  }

  @Mutation(() => Community, {
    description: 'Opened wider, what was said before stays with those who could read it.',
  })
  @Can('change_access', Community)
  changeCommunityAccess(
    @CurrentActor() actor: EmployeeActor,
    @Context() context: RequestContext,
    @Args('input') input: ChangeCommunityAccessInput,
  ): Promise<Community> {
    return this.afterwards(actor, context, this.communities.changeAccess(actor, input));
  }

  @Mutation(() => Community, { description: 'From now, or from a day on, it is read and not written to.' })
  @Can('archive', Community)
  archiveCommunity(
    @CurrentActor() actor: EmployeeActor,
    @Args() { id: communityId, on }: ArchiveCommunityArgs,
  ): Promise<Community> {
    return this.communities.archive(actor, communityId, on);
  }

  @Mutation(() => Community, { description: 'What its owners promise whoever asks a question there.' })
  @Can('revise', Community)
  promiseAnswers(
    @CurrentActor() actor: EmployeeActor,
    @Args() { id: communityId, withinHours }: PromiseAnswersArgs,
  ): Promise<Community> {
    return this.communities.promiseAnswers(actor, communityId, withinHours ?? null);
  }

  @Mutation(() => Community, { description: 'It goes on, without an end.' })
  @Can('archive', Community)
  reopenCommunity(
    @CurrentActor() actor: EmployeeActor,
    @Args('id', id) communityId: string,
  ): Promise<Community> {
    return this.communities.reopen(actor, communityId);
  }

  @Mutation(() => Community)
  @Can('change_roles', Community)
  changeCommunityRole(
    @CurrentActor() actor: EmployeeActor,
    @Args('communityId', id) communityId: string,
    @Args('employeeId', id) employeeId: string,
    @Args('role', { type: () => CommunityRole }) role: CommunityRole,
  ): Promise<Community> {
    return this.communities.changeRole(actor, communityId, employeeId, role);
  }

  @Mutation(() => Community, { description: 'Of a community without owners, by a member.' })
  @Can('take_over', Community)
  takeOverCommunity(
    @CurrentActor() actor: EmployeeActor,
    @Args('id', id) communityId: string,
  ): Promise<Community> {
    return this.communities.takeOver(actor, communityId);
  }

  @Mutation(() => Community, {
    nullable: true,
    description: 'Null afterwards where only members know of it.',
  })
  @Can('leave', Community)
  leaveCommunity(
    @CurrentActor() actor: EmployeeActor,
    @Context() context: RequestContext,
    @Args('id', id) communityId: string,
  ): Promise<Community | null> {
    return this.afterwards(actor, context, this.communities.leave(actor, communityId));
  }

  @Mutation(() => Community)
  @Can('manage_members', Community)
  addCommunityMember(
    @CurrentActor() actor: EmployeeActor,
    @Args('communityId', id) communityId: string,
    @Args('employeeId', id) employeeId: string,
  ): Promise<Community> {
    return this.communities.addMember(actor, communityId, employeeId);
  }

  @Mutation(() => Community)
  @Can('manage_members', Community)
  removeCommunityMember(
    @CurrentActor() actor: EmployeeActor,
    @Args('communityId', id) communityId: string,
    @Args('employeeId', id) employeeId: string,
  ): Promise<Community> {
    return this.communities.removeMember(actor, communityId, employeeId);
  }

  @ResolveField(() => Int)
  memberCount(@CurrentActor() actor: EmployeeActor, @Parent() community: Community): Promise<number> {
    return this.communities.memberCount(actor, community);
  }

  @ResolveField(() => Boolean, { description: 'You are a member.' })
  mine(@CurrentActor() actor: EmployeeActor, @Parent() community: Community): boolean {
    return this.communities.isMember(actor, community);
  }

  @ResolveField(() => Boolean, { description: 'It is over, and can be read.' })
  archived(@Parent() community: Community): boolean {
    return isArchived(community);
  }

  @ResolveField(() => [Employee], { description: 'They decide about it.' })
  owners(@CurrentActor() actor: EmployeeActor, @Parent() { ownerIds }: Community): Promise<Employee[]> {
    return this.named(actor, ownerIds);
  }

  @ResolveField(() => [Employee], { description: 'They let people in and take members out.' })
  moderators(
    @CurrentActor() actor: EmployeeActor,
    @Parent() { moderatorIds }: Community,
  ): Promise<Employee[]> {
    return this.named(actor, moderatorIds);
  }

  @ResolveField(() => Post, {
    nullable: true,
    description: 'The post whose conversation it continues, where you may see it.',
  })
  async startedFrom(
    @CurrentActor() actor: EmployeeActor,
    @Parent() { startedFromId }: Community,
  ): Promise<Post | null> {
    const post = startedFromId && (await this.gate.load(actor, postPolicy, 'read', startedFromId));
    return post && post.status === 'published' ? post : null;
  }

  @ResolveField(() => Boolean, { description: 'You may see who is in it.' })
  showsMembers(@CurrentActor() actor: EmployeeActor, @Parent() community: Community): boolean {
    return this.communities.showsMembers(actor, community);
  }

  @ResolveField(() => EmployeeConnection)
  async members(
    @CurrentActor() actor: EmployeeActor,
    @Parent() community: Community,
    @Args() args: PageArgs,
  ): Promise<EmployeeConnection> {
    return toConnection(await this.communities.members(actor, community, args));
  }

  @ResolveField(() => [Action])
  allowed(@CurrentActor() actor: EmployeeActor, @Parent() community: Community): Action[] {
    const actions = allowedActions(communityPolicy, actor, community);
    const mine = this.communities.isMember(actor, community);
    const over = isArchived(community);
    return toldActions(
      actions.filter(
        (action) =>
          !(over && WHILE_OPEN.has(action)) && (mine ? !FROM_OUTSIDE.has(action) : action !== 'leave'),
      ),
    );
  }

  private async named(actor: EmployeeActor, ids: readonly string[]): Promise<Employee[]> {
    const people = await Promise.all(ids.map((one) => this.introductions.of(actor, one)));
    return people.filter((person) => person !== null);
  }

  /** What is told about the community afterwards is told to the actor as they are then. */
  private async afterwards<Told>(
    actor: EmployeeActor,
    context: RequestContext,
    work: Promise<Told>,
  ): Promise<Told> {
    const told = await work;
    context.actor = await this.communities.renewed(actor);
    return told;
  }
}
