import { allowedActions, Can, CurrentActor, type EmployeeActor } from '@courtyard/access';
import { recipientRule } from '@courtyard/catalogue';
import { toConnection } from '@courtyard/graphql';
import { Action, toldActions } from '@courtyard/people';
import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Recipient } from './recipient.entity.js';
import { DecideInput, ProposeRecipientInput } from './recipient.input.js';
import { recipientPolicy } from './recipient.policy.js';
import { RecipientService } from './recipient.service.js';
import { ProposalArgs, RecipientConnection } from './recipient.view.js';

@Resolver(() => Recipient)
export class RecipientResolver {
  constructor(private readonly recipients: RecipientService) {}

  @Query(() => RecipientConnection, {
    name: 'recipients',
    description: 'To whom anything may go; the newest first.',
  })
  @Can('read', Recipient)
  async list(@CurrentActor() actor: EmployeeActor, @Args() args: ProposalArgs): Promise<RecipientConnection> {
    return toConnection(await this.recipients.list(actor, args));
  }

  @Mutation(() => Recipient)
  @Can('propose', Recipient)
  proposeRecipient(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') input: ProposeRecipientInput,
  ): Promise<Recipient> {
    return this.recipients.propose(actor, input);
  }

  @Mutation(() => Recipient)
  @Can('decide', Recipient)
  decideRecipient(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') input: DecideInput,
  ): Promise<Recipient> {
    return this.recipients.decide(actor, input);
  }

  @Mutation(() => Recipient, { description: 'At once; every consent to it falls.' })
  @Can('retire', Recipient)
  retireRecipient(
    @CurrentActor() actor: EmployeeActor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<Recipient> {
    return this.recipients.retire(actor, id);
  }

  @ResolveField(() => Boolean, { description: 'Nothing ever goes there, whatever anybody says.' })
  never(@Parent() recipient: Recipient): boolean {
    return recipientRule(recipient.category) === 'never';
  }

  @ResolveField(() => Boolean)
  proposedByMe(@CurrentActor() actor: EmployeeActor, @Parent() recipient: Recipient): boolean {
    return recipient.proposedBy === actor.employeeId;
  }

  @ResolveField(() => Recipient, { nullable: true, description: 'The one before it in its lineage.' })
  previous(@CurrentActor() actor: EmployeeActor, @Parent() recipient: Recipient): Promise<Recipient | null> {
    return this.recipients.previous(actor, recipient);
  }

  @ResolveField(() => [Action])
  allowed(@CurrentActor() actor: EmployeeActor, @Parent() recipient: Recipient): Action[] {
    const actions = allowedActions(recipientPolicy, actor, recipient);
    const mine = recipient.proposedBy === actor.employeeId;
    return toldActions(actions.filter((action) => !(mine && action === 'decide')));
  }
}
