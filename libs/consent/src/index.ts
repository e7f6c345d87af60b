import './consent/consent-restoring.js';
import './limit/limit-restoring.js';

export { AnsweringService } from './consent/answering.service.js';
export { CONSENT_KINDS, Consent, type ConsentKind } from './consent/consent.entity.js';
export { consentPolicy } from './consent/consent.policy.js';
export { ConsentCards } from './consent/consent-cards.service.js';
export { endConsentsOnLeaving } from './consent/leaving.js';
export { OwnCells } from './consent/own-cells.service.js';
export { ConsentAnswerState, OwnConsentsService } from './consent/own-consents.service.js';
export { type ConsentEvent, isYes, type Standing, standingsOf, type Word } from './consent/standing.js';
export { consentErrors } from './consent.errors.js';
export { ConsentModule, consentProviders, consentResolvers } from './consent.module.js';
export {
  ConsentStates,
  DISCLOSING,
  type Limits,
  type LoadedConsents,
  NO_LIMITS,
} from './deciding/consent-states.js';
export { OrganisationPolicies } from './deciding/organisation-policy.service.js';
export { officeOf } from './decision.js';
export { type AskedField, askedField, askedFieldByKey, askedFields, isPerItem } from './field/asked-field.js';
export { CatalogueField, toldField, toldFieldByNumber } from './field/catalogue-field.view.js';
export { ConsentEpoch, ConsentIndexRow, ConsentItemRow } from './index/consent-index.entity.js';
export { consentEpochPolicy, consentIndexPolicy, consentItemPolicy } from './index/consent-index.policy.js';
export { IndexKeeping, KEEPING } from './index/index-keeping.js';
export { IndexRebuilding } from './index/index-rebuilding.service.js';
export { BEGINNING, FOREVER, indexRowsOf } from './index/index-rows.js';
export { ProcessingLimit, ProcessingLimitKind } from './limit/processing-limit.entity.js';
export { processingLimitPolicy } from './limit/processing-limit.policy.js';
export { ProcessingLimitService } from './limit/processing-limit.service.js';
export { NOTICE, NOTICES, noticeHash, noticeOf } from './notice/notice.js';
export { Opening } from './opening/opening.entity.js';
export { openingPolicy } from './opening/opening.policy.js';
export { OpeningService } from './opening/opening.service.js';
export { ConsentPolicy, PurposeProposal, PurposeSetting } from './purpose/purpose.entity.js';
export {
  consentPolicyPolicy,
  purposeProposalPolicy,
  purposeSettingPolicy,
} from './purpose/purpose.policy.js';
export { PurposeService } from './purpose/purpose.service.js';
export { PurposePolicy } from './purpose/purpose.view.js';
export { ReceiptService } from './receipt/receipt.service.js';
export { ConsentReceipt } from './receipt/receipt.view.js';
export { DeliveryKind, ProposalStatus, Recipient } from './recipient/recipient.entity.js';
export { DecideInput, ProposeRecipientInput } from './recipient/recipient.input.js';
export { recipientPolicy } from './recipient/recipient.policy.js';
export { RecipientService } from './recipient/recipient.service.js';
export { ProposalArgs } from './recipient/recipient.view.js';
export { AskingService } from './request/asking.service.js';
export { ConsentAsk } from './request/consent-ask.entity.js';
export { consentAskPolicy } from './request/consent-ask.policy.js';
export { ConsentRequest, ConsentRequestedField } from './request/consent-request.entity.js';
export { AnswerConsentInput, AskConsentInput } from './request/consent-request.input.js';
export { consentRequestedFieldPolicy, consentRequestPolicy } from './request/consent-request.policy.js';
export { ConsentRequestService } from './request/consent-request.service.js';
export { DECIDING_ROLES, PROPOSING_ROLES } from './roles.js';
export { PurposeTerm, RecipientCategoryTerm } from './terms.js';
export { ConsentTicking } from './ticking/consent-ticking.service.js';
