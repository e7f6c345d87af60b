import { Can, CurrentActor, type EmployeeActor, Untold } from '@courtyard/access';
import { InstantScalar, PageArgs, toConnection } from '@courtyard/graphql';
import { Args, ArgsType, Field, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { IsString, MaxLength } from 'class-validator';
import { AnsweringService } from '../consent/answering.service.js';
import { Consent } from '../consent/consent.entity.js';
import { ConsentCards } from '../consent/consent-cards.service.js';
import { Recipient } from '../recipient/recipient.entity.js';
import { RecipientService } from '../recipient/recipient.service.js';
import { ConsentAsk } from './consent-ask.entity.js';
import { ConsentRequest } from './consent-request.entity.js';
import { AnswerConsentInput, AskConsentInput } from './consent-request.input.js';
import { ConsentRequestService } from './consent-request.service.js';
import {
  ConsentItemConnection,
  ConsentRequestConnection,
  ConsentRequestField,
} from './consent-request.view.js';

@ArgsType()
class ItemArgs extends PageArgs {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  requestId!: string;

  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  fieldKey!: string;
}

@Resolver(() => ConsentRequest)
export class ConsentRequestResolver {
  constructor(
    private readonly requests: ConsentRequestService,
    private readonly answering: AnsweringService,
    private readonly cards: ConsentCards,
    private readonly recipients: RecipientService,
  ) {}

  @Query(() => ConsentRequestConnection, { description: 'What was asked of me; open ones first.' })
  @Can('read', ConsentAsk)
  @Untold('what somebody says, or looks at before they say it, is told to nobody else')
  async askedOfMe(
    @CurrentActor() actor: EmployeeActor,
    @Args() args: PageArgs,
  ): Promise<ConsentRequestConnection> {
    return toConnection(await this.requests.askedOf(actor, args));
  }

  @Query(() => ConsentItemConnection, { description: 'My items of a per-item field of a request.' })
  @Can('read', ConsentAsk)
  @Untold('what somebody says, or looks at before they say it, is told to nobody else')
  async itemsOfMine(
    @CurrentActor() actor: EmployeeActor,
    @Args() args: ItemArgs,
  ): Promise<ConsentItemConnection> {
    return toConnection(await this.cards.items(actor, args));
  }

  @Mutation(() => ConsentRequest, {
    description: 'Asks an audience; whoever was asked too often lately is left out, and nobody learns who.',
  })
  @Can('ask', ConsentRequest)
  askConsent(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') input: AskConsentInput,
  ): Promise<ConsentRequest> {
    return this.requests.ask(actor, input);
  }

  @Mutation(() => ConsentRequest, {
    description: 'A yes needs a fresh proof of who I am; a no needs nothing.',
  })
  @Can('answer', ConsentAsk)
  @Untold('what somebody says, or looks at before they say it, is told to nobody else')
  answerConsent(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') input: AnswerConsentInput,
  ): Promise<ConsentRequest> {
    return this.answering.answer(actor, input);
  }

  @Mutation(() => ConsentRequest, { description: 'Not now; counts like no.' })
  @Can('answer', ConsentAsk)
  @Untold('what somebody says, or looks at before they say it, is told to nobody else')
  deferConsent(
    @CurrentActor() actor: EmployeeActor,
    @Args('requestId', { type: () => ID }) requestId: string,
  ): Promise<ConsentRequest> {
    return this.answering.defer(actor, requestId);
  }

  @Mutation(() => Consent, { description: 'Takes a yes back: always, at once, without a reason.' })
  @Can('say', Consent)
  @Untold('what somebody says, or looks at before they say it, is told to nobody else')
  withdrawConsent(
    @CurrentActor() actor: EmployeeActor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<Consent> {
    return this.answering.withdraw(actor, id);
  }

  @ResolveField(() => Recipient)
  recipient(@CurrentActor() actor: EmployeeActor, @Parent() request: ConsentRequest): Promise<Recipient> {
    return this.recipients.get(actor, request.recipientId);
  }

  @ResolveField(() => InstantScalar)
  askedAt(@CurrentActor() actor: EmployeeActor, @Parent() request: ConsentRequest): Promise<string> {
    return this.cards.askedAt(actor, request);
  }

  @ResolveField(() => String)
  noticeText(@CurrentActor() actor: EmployeeActor, @Parent() request: ConsentRequest): string {
    return this.cards.noticeText(actor, request);
  }

  @ResolveField(() => [ConsentRequestField])
  fields(
    @CurrentActor() actor: EmployeeActor,
    @Parent() request: ConsentRequest,
  ): Promise<ConsentRequestField[]> {
    return this.cards.fields(actor, request);
  }

  @ResolveField(() => Boolean)
  answered(@CurrentActor() actor: EmployeeActor, @Parent() request: ConsentRequest): Promise<boolean> {
    return this.cards.answered(actor, request);
  }
}
