import { Can, CurrentActor, type EmployeeActor, Public, Urgent } from '@courtyard/access';
import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { SessionContext } from '../client.js';
import { Session } from './session.entity.js';
import { SessionService } from './session.service.js';

@Resolver(() => Session)
export class SessionResolver {
  constructor(private readonly sessionService: SessionService) {}

  @Can('read', Session)
  @Query(() => [Session])
  sessions(@CurrentActor() actor: EmployeeActor): Promise<readonly Session[]> {
    return this.sessionService.list(actor);
  }

  @ResolveField(() => Boolean)
  current(@Parent() session: Session, @CurrentActor() actor: EmployeeActor): boolean {
    return session.id === actor.sessionId;
  }

  @Can('revoke', Session)
  @Urgent('a lost device is signed out while everybody reads')
  @Mutation(() => Boolean)
  async revokeSession(
    @CurrentActor() actor: EmployeeActor,
    @Args('id', { type: () => ID }) id: string,
    @Context() context: SessionContext,
  ): Promise<boolean> {
    await this.sessionService.revoke(actor, id);
    if (id === actor.sessionId) context.endSession();
    return true;
  }

  @Public('signing out of what has ended already is no fault, and takes the cookie back')
  @Urgent('whoever leaves is out, however much is going on')
  @Mutation(() => Boolean)
  async signOut(@Context() context: SessionContext): Promise<boolean> {
    if (context.actor?.kind === 'employee') await this.sessionService.signOut(context.actor);
    context.endSession();
    return true;
  }

  @Can('revoke', Session)
  @Urgent('whoever fears for their account ends it everywhere, at once')
  @Mutation(() => Boolean)
  async signOutEverywhere(
    @CurrentActor() actor: EmployeeActor,
    @Context() context: SessionContext,
  ): Promise<boolean> {
    await this.sessionService.signOutEverywhere(actor);
    context.endSession();
    return true;
  }
}
