import { Can, CurrentActor, type EmployeeActor } from '@courtyard/access';
import { connectionOf, PageArgs, toConnection } from '@courtyard/graphql';
import { Employee, Introductions } from '@courtyard/people';
import { Args, ID, Mutation, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Community } from './community.entity.js';
import { AskCommunityInput } from './community.input.js';
import { CommunityRequest } from './community-request.entity.js';
import { CommunityRequestService } from './community-request.service.js';

@ObjectType()
export class CommunityRequestConnection extends connectionOf(CommunityRequest) {}

const id = { type: () => ID };

/** Requests as operations of a community, and as its fields. */
@Resolver(() => Community)
export class CommunityRequestResolver {
  constructor(private readonly service: CommunityRequestService) {}

  @Mutation(() => Community)
  @Can('request', Community)
  requestToJoinCommunity(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') input: AskCommunityInput,
  ): Promise<Community> {
    return this.service.ask(actor, input);
  }

  @Mutation(() => Community)
  @Can('withdraw', CommunityRequest)
  withdrawCommunityRequest(
    @CurrentActor() actor: EmployeeActor,
    @Args('id', id) communityId: string,
  ): Promise<Community> {
    return this.service.withdraw(actor, communityId);
  }

  @Mutation(() => Community)
  @Can('manage_members', Community)
  admitToCommunity(
    @CurrentActor() actor: EmployeeActor,
    @Args('communityId', id) communityId: string,
    @Args('employeeId', id) employeeId: string,
  ): Promise<Community> {
    return this.service.admit(actor, communityId, employeeId);
  }

  @Mutation(() => Community)
  @Can('manage_members', Community)
  declineCommunityRequest(
    @CurrentActor() actor: EmployeeActor,
    @Args('communityId', id) communityId: string,
    @Args('employeeId', id) employeeId: string,
  ): Promise<Community> {
    return this.service.decline(actor, communityId, employeeId);
  }

  @ResolveField(() => CommunityRequest, { nullable: true, description: 'What you asked, unless you are in.' })
  myRequest(
    @CurrentActor() actor: EmployeeActor,
    @Parent() community: Community,
  ): Promise<CommunityRequest | null> {
    return this.service.mine(actor, community.id);
  }

  @ResolveField(() => CommunityRequestConnection, {
    description: 'Who waits to be let in; for whoever may answer.',
  })
  async requests(
    @CurrentActor() actor: EmployeeActor,
    @Parent() community: Community,
    @Args() args: PageArgs,
  ): Promise<CommunityRequestConnection> {
    return toConnection(await this.service.waiting(actor, community.id, args));
  }
}

@Resolver(() => CommunityRequest)
export class CommunityRequestFieldsResolver {
  constructor(private readonly introductions: Introductions) {}

  @ResolveField(() => Employee)
  employee(
    @CurrentActor() actor: EmployeeActor,
    @Parent() request: CommunityRequest,
  ): Promise<Employee | null> {
    return this.introductions.of(actor, request.employeeId);
  }
}
