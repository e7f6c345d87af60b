import {
  allowedActions,
  Can,
  CurrentActor,
  type EmployeeActor,
  type RequestContext,
} from '@courtyard/access';
import { connectionOf, PageArgs, toConnection } from '@courtyard/graphql';
import { Action, Employee, EmployeeConnection, Introductions, toldActions } from '@courtyard/people';
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
import { Community } from './community.entity.js';
import { FoundCommunityInput } from './community.input.js';
import { communityPolicy } from './community.policy.js';
import { CommunityService } from './community.service.js';

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

@Resolver(() => Community)
export class CommunityResolver {
  constructor(
    private readonly communities: CommunityService,
    private readonly introductions: Introductions,
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
    @Args('id', id) communityId: string,
  ): Promise<Community> {
    return this.afterwards(actor, context, this.communities.join(actor, communityId));
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

  @ResolveField(() => [Employee])
  async owners(@CurrentActor() actor: EmployeeActor, @Parent() community: Community): Promise<Employee[]> {
    const owners = await Promise.all(community.ownerIds.map((owner) => this.introductions.of(actor, owner)));
    return owners.filter((owner) => owner !== null);
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
    return toldActions(actions.filter((action) => action !== (mine ? 'join' : 'leave')));
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
