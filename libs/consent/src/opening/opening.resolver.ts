import { allowedActions, Can, CurrentActor, type EmployeeActor } from '@courtyard/access';
import { connectionOf, toConnection } from '@courtyard/graphql';
import { Action, toldActions } from '@courtyard/people';
import { Args, ID, Mutation, ObjectType, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CatalogueField, toldFieldByNumber } from '../field/catalogue-field.view.js';
import { Recipient } from '../recipient/recipient.entity.js';
import { DecideInput } from '../recipient/recipient.input.js';
import { RecipientService } from '../recipient/recipient.service.js';
import { Opening } from './opening.entity.js';
import { OpeningArgs, ProposeOpeningInput } from './opening.input.js';
import { openingPolicy } from './opening.policy.js';
import { OpeningService } from './opening.service.js';

@ObjectType()
export class OpeningConnection extends connectionOf(Opening) {}

@Resolver(() => Opening)
export class OpeningResolver {
  constructor(
    private readonly openings: OpeningService,
    private readonly recipients: RecipientService,
  ) {}

  @Query(() => OpeningConnection, { name: 'openings', description: 'What may be asked for and sent at all.' })
  @Can('read', Opening)
  async list(@CurrentActor() actor: EmployeeActor, @Args() args: OpeningArgs): Promise<OpeningConnection> {
    return toConnection(await this.openings.list(actor, args));
  }

  @Mutation(() => Opening)
  @Can('propose', Opening)
  proposeOpening(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') input: ProposeOpeningInput,
  ): Promise<Opening> {
    return this.openings.propose(actor, input);
  }

  @Mutation(() => Opening)
  @Can('decide', Opening)
  decideOpening(@CurrentActor() actor: EmployeeActor, @Args('input') input: DecideInput): Promise<Opening> {
    return this.openings.decide(actor, input);
  }

  @Mutation(() => Opening, { description: 'Narrows only; at once.' })
  @Can('retire', Opening)
  retireOpening(
    @CurrentActor() actor: EmployeeActor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<Opening> {
    return this.openings.retire(actor, id);
  }

  @ResolveField(() => Recipient)
  recipient(@CurrentActor() actor: EmployeeActor, @Parent() opening: Opening): Promise<Recipient> {
    return this.recipients.get(actor, opening.recipientId);
  }

  @ResolveField(() => [CatalogueField])
  fields(@Parent() { entity, fieldNos }: Opening): CatalogueField[] {
    return fieldNos.map((fieldNo) => toldFieldByNumber(entity, fieldNo));
  }

  @ResolveField(() => Boolean)
  proposedByMe(@CurrentActor() actor: EmployeeActor, @Parent() opening: Opening): boolean {
    return opening.proposedBy === actor.employeeId;
  }

  @ResolveField(() => [Action])
  allowed(@CurrentActor() actor: EmployeeActor, @Parent() opening: Opening): Action[] {
    const actions = allowedActions(openingPolicy, actor, opening);
    const mine = opening.proposedBy === actor.employeeId;
    return toldActions(actions.filter((action) => !(mine && action === 'decide')));
  }
}
