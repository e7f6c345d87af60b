import { Can, CurrentActor, type EmployeeActor, Untold } from '@courtyard/access';
import { InstantScalar } from '@courtyard/graphql';
import {
  AccountChanges,
  AccountNotice,
  Passkey,
  PasskeyService,
  Reauthentication,
  Session,
  type SessionContext,
} from '@courtyard/identity';
import { Args, Context, ID, Mutation, ResolveField, Resolver } from '@nestjs/graphql';
import { ViewerService } from '../viewer/viewer.service.js';
import { Viewer } from '../viewer/viewer.view.js';
import { AddPasskeyInput } from './own-account.input.js';

/** Proving again who one is, and passkeys: each operation answers with the viewer, who has changed by it. */
@Resolver(() => Viewer)
export class OwnAccountResolver {
  constructor(
    private readonly proofs: Reauthentication,
    private readonly keys: PasskeyService,
    private readonly changes: AccountChanges,
    private readonly viewers: ViewerService,
  ) {}

  @ResolveField(() => InstantScalar, {
    nullable: true,
    description: 'Until when giving and approving need no new proof of who you are; absent: ask first.',
  })
  reauthenticatedUntil(@CurrentActor() actor: EmployeeActor): Promise<string | null> {
    return this.proofs.freshUntil(actor);
  }

  @ResolveField(() => InstantScalar, {
    nullable: true,
    description: 'Giving and approving rest until then, because something about your sign-in changed.',
  })
  frozenUntil(@CurrentActor() actor: EmployeeActor): Promise<string | null> {
    return this.proofs.frozenUntil(actor);
  }

  @ResolveField(() => [Passkey])
  passkeys(@CurrentActor() actor: EmployeeActor): Promise<readonly Passkey[]> {
    return this.keys.mine(actor);
  }

  @ResolveField(() => [AccountNotice], {
    description: 'What was changed about the account since the last sign-in, to be shown once.',
  })
  accountNotices(@CurrentActor() actor: EmployeeActor): Promise<readonly AccountNotice[]> {
    return this.changes.notices(actor);
  }

  @Can('prove', Session)
  @Mutation(() => Viewer, { description: 'Proves by password that it is you; holds for five minutes here.' })
  @Untold('a proof goes before a yes and not before a no')
  async reauthenticate(
    @CurrentActor() actor: EmployeeActor,
    @Args('password') password: string,
  ): Promise<Viewer> {
    await this.proofs.byPassword(actor, password);
    return this.viewers.of(actor);
  }

  @Can('add', Passkey)
  @Mutation(() => String, { description: 'Options for navigator.credentials.create, as JSON.' })
  beginPasskeyRegistration(
    @CurrentActor() actor: EmployeeActor,
    @Context() { client }: SessionContext,
  ): Promise<string> {
    return this.keys.beginRegistration(actor, client);
  }

  @Can('add', Passkey)
  @Mutation(() => Viewer)
  async addPasskey(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') input: AddPasskeyInput,
    @Context() { client }: SessionContext,
  ): Promise<Viewer> {
    await this.keys.add(actor, input, client);
    return this.viewers.of(actor);
  }

  @Can('remove', Passkey)
  @Mutation(() => Viewer)
  async removePasskey(
    @CurrentActor() actor: EmployeeActor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<Viewer> {
    await this.keys.remove(actor, id);
    return this.viewers.of(actor);
  }

  @Can('use', Passkey)
  @Mutation(() => String, { description: 'Options for navigator.credentials.get, as JSON.' })
  @Untold('a proof goes before a yes and not before a no')
  beginPasskeyAssertion(
    @CurrentActor() actor: EmployeeActor,
    @Context() { client }: SessionContext,
  ): Promise<string> {
    return this.keys.beginAssertion(actor, client);
  }

  @Can('use', Passkey)
  @Mutation(() => Viewer, { description: 'Proves by passkey that it is you; holds for five minutes here.' })
  @Untold('a proof goes before a yes and not before a no')
  async reauthenticateWithPasskey(
    @CurrentActor() actor: EmployeeActor,
    @Args('response') response: string,
    @Context() { client }: SessionContext,
  ): Promise<Viewer> {
    await this.keys.prove(actor, response, client);
    return this.viewers.of(actor);
  }

  @Can('dismiss', AccountNotice)
  @Mutation(() => Viewer)
  async dismissAccountNotice(
    @CurrentActor() actor: EmployeeActor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<Viewer> {
    await this.changes.dismiss(actor, id);
    return this.viewers.of(actor);
  }
}
