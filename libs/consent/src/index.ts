export { CONSENT_KINDS, Consent, type ConsentKind } from './consent/consent.entity.js';
export { consentPolicy } from './consent/consent.policy.js';
export { consentErrors } from './consent.errors.js';
export { ConsentEpoch, ConsentIndexRow, ConsentItemRow } from './index/consent-index.entity.js';
export { consentEpochPolicy, consentIndexPolicy, consentItemPolicy } from './index/consent-index.policy.js';
export { ProcessingLimit, ProcessingLimitKind } from './limit/processing-limit.entity.js';
export { processingLimitPolicy } from './limit/processing-limit.policy.js';
export { Opening } from './opening/opening.entity.js';
export { openingPolicy } from './opening/opening.policy.js';
export { ConsentPolicy, PurposeProposal, PurposeSetting } from './purpose/purpose.entity.js';
export {
  consentPolicyPolicy,
  purposeProposalPolicy,
  purposeSettingPolicy,
} from './purpose/purpose.policy.js';
export { DeliveryKind, ProposalStatus, Recipient } from './recipient/recipient.entity.js';
export { recipientPolicy } from './recipient/recipient.policy.js';
export { ConsentAsk } from './request/consent-ask.entity.js';
export { consentAskPolicy } from './request/consent-ask.policy.js';
export { ConsentRequest, ConsentRequestedField } from './request/consent-request.entity.js';
export { consentRequestedFieldPolicy, consentRequestPolicy } from './request/consent-request.policy.js';
export { DECIDING_ROLES, PROPOSING_ROLES } from './roles.js';
export { PurposeTerm, RecipientCategoryTerm } from './terms.js';
