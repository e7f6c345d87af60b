import { Can, CurrentActor, type EmployeeActor, type RequestContext } from '@courtyard/access';
import { PageArgs, toConnection, toNodeId } from '@courtyard/graphql';
import { Employee, Introductions } from '@courtyard/people';
import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Community } from './community.entity.js';
import { EnterCommunityArgs } from './community.input.js';
import { CommunityService } from './community.service.js';
import { CommunityInvitation } from './community-invitation.entity.js';
import { CommunityInvitationService } from './community-invitation.service.js';
import { CommunityInvitationConnection, InvitingCommunity } from './community-invitation.view.js';

const id = { type: () => ID };

/** Invitations as operations, and as fields of a community. */
@Resolver(() => Community)
export class CommunityInvitationResolver {
  constructor(
    private readonly service: CommunityInvitationService,
    private readonly communities: CommunityService,
  ) {}

  @Query(() => [CommunityInvitation], { description: 'Communities you are asked into, the newest first.' })
  @Can('read', CommunityInvitation)
  communityInvitations(@CurrentActor() actor: EmployeeActor): Promise<readonly CommunityInvitation[]> {
    return this.service.mine(actor);
  }

  @Mutation(() => Community)
  @Can('invite', Community)
  inviteToCommunity(
    @CurrentActor() actor: EmployeeActor,
    @Args('communityId', id) communityId: string,
    @Args('employeeId', id) employeeId: string,
  ): Promise<Community> {
    return this.service.invite(actor, communityId, employeeId);
  }

  @Mutation(() => Community)
  @Can('revoke', CommunityInvitation)
  revokeCommunityInvitation(
    @CurrentActor() actor: EmployeeActor,
    @Args('communityId', id) communityId: string,
    @Args('employeeId', id) employeeId: string,
  ): Promise<Community> {
    return this.service.revoke(actor, communityId, employeeId);
  }

  @Mutation(() => Community)
  @Can('accept', CommunityInvitation)
  async acceptCommunityInvitation(
    @CurrentActor() actor: EmployeeActor,
    @Context() context: RequestContext,
    @Args() { id: communityId, charterVersion }: EnterCommunityArgs,
  ): Promise<Community> {
    // What is told afterwards is told to the actor as they are then.
    const entered = await this.service.accept(actor, communityId, charterVersion);
    context.actor = entered;
    return this.communities.get(entered, communityId);
  }

  @Mutation(() => Boolean, { description: 'Nobody else is told.' })
  @Can('decline', CommunityInvitation)
  async declineCommunityInvitation(
    @CurrentActor() actor: EmployeeActor,
    @Args('id', id) communityId: string,
  ): Promise<boolean> {
    await this.service.decline(actor, communityId);
    return true;
  }

  @ResolveField(() => CommunityInvitationConnection, {
    description: 'Who is asked in and has not come; for whoever may invite.',
  })
  async invitations(
    @CurrentActor() actor: EmployeeActor,
    @Parent() community: Community,
    @Args() args: PageArgs,
  ): Promise<CommunityInvitationConnection> {
    return toConnection(await this.service.open(actor, community.id, args));
  }
}

@Resolver(() => CommunityInvitation)
export class CommunityInvitationFieldsResolver {
  constructor(
    private readonly service: CommunityInvitationService,
    private readonly introductions: Introductions,
  ) {}

  @ResolveField(() => Employee)
  employee(
    @CurrentActor() actor: EmployeeActor,
    @Parent() { employeeId }: CommunityInvitation,
  ): Promise<Employee | null> {
    return this.introductions.of(actor, employeeId);
  }

  @ResolveField(() => Employee)
  invitedBy(
    @CurrentActor() actor: EmployeeActor,
    @Parent() invitation: CommunityInvitation,
  ): Promise<Employee | null> {
    return this.introductions.of(actor, invitation.invitedBy);
  }

  @ResolveField(() => InvitingCommunity)
  async community(
    @CurrentActor() actor: EmployeeActor,
    @Parent() invitation: CommunityInvitation,
  ): Promise<InvitingCommunity | null> {
    const told = await this.service.communityOf(actor, invitation);
    if (!told) return null;
    const { id: own, name, purpose, access, charter, charterVersion, endsAt } = told;
    const id = toNodeId(Community, own);
    return { id, name, purpose, access, charter, charterVersion, endsAt };
  }
}
