import { Can, CurrentActor, type EmployeeActor, Untold } from '@courtyard/access';
import { PageArgs, toConnection } from '@courtyard/graphql';
import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CatalogueField, toldFieldByNumber } from '../field/catalogue-field.view.js';
import { ReceiptService } from '../receipt/receipt.service.js';
import { ConsentReceipt } from '../receipt/receipt.view.js';
import { Recipient } from '../recipient/recipient.entity.js';
import { RecipientService } from '../recipient/recipient.service.js';
import { ConsentConnection } from '../request/consent-request.view.js';
import { Consent } from './consent.entity.js';
import { ConsentCards } from './consent-cards.service.js';
import { ConsentAnswerState, OwnConsentsService } from './own-consents.service.js';

@Resolver(() => Consent)
export class ConsentResolver {
  constructor(
    private readonly consents: OwnConsentsService,
    private readonly cards: ConsentCards,
    private readonly recipients: RecipientService,
    private readonly receipts: ReceiptService,
  ) {}

  @Query(() => ConsentConnection, { description: 'What I said, as it stands; the newest first.' })
  @Can('read', Consent)
  @Untold('what somebody says, or looks at before they say it, is told to nobody else')
  async myConsents(@CurrentActor() actor: EmployeeActor, @Args() args: PageArgs): Promise<ConsentConnection> {
    return toConnection(await this.consents.page(actor, args));
  }

  @Query(() => ConsentReceipt)
  @Can('read', Consent)
  @Untold('what somebody says, or looks at before they say it, is told to nobody else')
  consentReceipt(
    @CurrentActor() actor: EmployeeActor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<ConsentReceipt> {
    return this.receipts.of(actor, id);
  }

  @ResolveField(() => Recipient)
  recipient(@CurrentActor() actor: EmployeeActor, @Parent() consent: Consent): Promise<Recipient> {
    return this.recipients.get(actor, consent.recipientId);
  }

  @ResolveField(() => CatalogueField)
  field(@Parent() { entity, fieldNo }: Consent): CatalogueField {
    return toldFieldByNumber(entity ?? '', fieldNo ?? 0);
  }

  @ResolveField(() => String, { nullable: true, description: 'Of a yes to one item: its beginning.' })
  itemExcerpt(@CurrentActor() actor: EmployeeActor, @Parent() consent: Consent): Promise<string | null> {
    return this.cards.excerpt(actor, consent);
  }

  @ResolveField(() => ConsentAnswerState)
  state(@CurrentActor() actor: EmployeeActor, @Parent() consent: Consent): Promise<ConsentAnswerState> {
    return this.cards.stateOf(actor, consent);
  }
}
