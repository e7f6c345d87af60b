import { Can, CurrentActor, type EmployeeActor, Public } from '@courtyard/access';
import {
  AcceptInvitationInput,
  Account,
  Language,
  type SessionContext,
  SignInInput,
} from '@courtyard/identity';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Organisation } from '../organisation/organisation.entity.js';
import { ViewerService } from './viewer.service.js';
import { InvitationGreeting, Viewer } from './viewer.view.js';

@Resolver(() => Viewer)
export class ViewerResolver {
  constructor(private readonly service: ViewerService) {}

  @Query(() => Viewer)
  @Can('read', Organisation)
  me(@CurrentActor() actor: EmployeeActor): Promise<Viewer> {
    return this.service.of(actor);
  }

  @Query(() => InvitationGreeting)
  @Public('an invitation is read by somebody who has no account yet; the token is the right to')
  invitation(@Args('token') token: string): Promise<InvitationGreeting> {
    return this.service.greet(token);
  }

  @Mutation(() => Viewer)
  @Public('sign-in happens before there is an actor')
  signIn(@Args('input') input: SignInInput, @Context() context: SessionContext): Promise<Viewer> {
    return this.service.signIn(input, context);
  }

  @Mutation(() => Viewer)
  @Public('an invitation is accepted by somebody who has no account yet; the token is the right to')
  acceptInvitation(
    @Args('input') input: AcceptInvitationInput,
    @Context() context: SessionContext,
  ): Promise<Viewer> {
    return this.service.acceptInvitation(input, context);
  }

  @Mutation(() => Viewer)
  @Can('change_language', Account)
  changeLanguage(
    @CurrentActor() actor: EmployeeActor,
    @Args('language', { type: () => Language }) language: Language,
  ): Promise<Viewer> {
    return this.service.changeLanguage(actor, language);
  }
}
