import { DirectoryKeeping, PeopleModule } from '@courtyard/people';
import { CLOCK, type Clock } from '@courtyard/records';
import { Inject, Module, type OnModuleInit, type Provider } from '@nestjs/common';
import { AnsweringService } from './consent/answering.service.js';
import { ConsentResolver } from './consent/consent.resolver.js';
import { ConsentCards } from './consent/consent-cards.service.js';
import { endConsentsOnLeaving } from './consent/leaving.js';
import { OwnCells } from './consent/own-cells.service.js';
import { OwnConsentsService } from './consent/own-consents.service.js';
import { ConsentStates } from './deciding/consent-states.js';
import { OrganisationPolicies } from './deciding/organisation-policy.service.js';
import { IndexRebuilding } from './index/index-rebuilding.service.js';
import { ProcessingLimitResolver } from './limit/processing-limit.resolver.js';
import { ProcessingLimitService } from './limit/processing-limit.service.js';
import { OpeningResolver } from './opening/opening.resolver.js';
import { OpeningService } from './opening/opening.service.js';
import { PurposeResolver } from './purpose/purpose.resolver.js';
import { PurposeService } from './purpose/purpose.service.js';
import { ReceiptService } from './receipt/receipt.service.js';
import { RecipientResolver } from './recipient/recipient.resolver.js';
import { RecipientService } from './recipient/recipient.service.js';
import { AskingService } from './request/asking.service.js';
import { ConsentRequestResolver } from './request/consent-request.resolver.js';
import { ConsentRequestService } from './request/consent-request.service.js';
import { ConsentTicking } from './ticking/consent-ticking.service.js';

const SERVICES = [
  AnsweringService,
  AskingService,
  ConsentCards,
  ConsentRequestService,
  ConsentStates,
  IndexRebuilding,
  OpeningService,
  OrganisationPolicies,
  OwnCells,
  OwnConsentsService,
  ProcessingLimitService,
  PurposeService,
  ReceiptService,
  RecipientService,
];

export const consentResolvers = [
  ConsentRequestResolver,
  ConsentResolver,
  OpeningResolver,
  ProcessingLimitResolver,
  PurposeResolver,
  RecipientResolver,
];

/** The services without resolvers and without the ticker, for processes that serve no GraphQL and for tests. */
export const consentProviders: readonly Provider[] = SERVICES;

/**
 * Who may receive what, and what people said. It needs `Gate` and `CLOCK` of records, identity's `Reauthentication` and the
 * services of people.
 */
@Module({
  imports: [PeopleModule],
  providers: [...SERVICES, ...consentResolvers, ConsentTicking],
  exports: SERVICES,
})
export class ConsentModule implements OnModuleInit {
  constructor(
    private readonly keeping: DirectoryKeeping,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    endConsentsOnLeaving(this.keeping, this.clock);
  }
}
