import { deepFreeze, entryOf } from './freeze.js';
import type { Term } from './vocabulary.js';

/**
 * What the rule of a purpose means is written once, in `decide.ts`.
 * - `inside`: within the walls, to readers within the audience and to processors on contract
 * - `security`: sign-in events, address, device; never content
 * - `rights`: to the person themself
 * - `legal`: a named law and a case
 * - `statistics`: groups of ten or more
 * - `no`: closed; an agreement with the works council may open a named aggregate, which is no release of a cell
 * - `consent`: organisation policy and the consent of each person concerned, naming the recipient
 * - `never`: nothing opens it
 */
export type PurposeRule =
  | 'inside'
  | 'security'
  | 'rights'
  | 'legal'
  | 'statistics'
  | 'no'
  | 'consent'
  | 'never';

interface PurposeEntry {
  /** The first term is the mapping of privacy-model.md section 3, DPV 2.3. */
  terms: readonly Term[];
  rule: PurposeRule;
  sentence: string;
}

/**
 * Why data is processed: a closed list. An organisation can switch a purpose off, never add, rename or widen one.
 * Source: privacy-model.md section 3.
 */
export const PURPOSES = deepFreeze({
  collaboration: {
    terms: ['dpv:ServiceProvision'],
    rule: 'inside',
    sentence: 'People talk and work with each other across departments.',
  },
  search: {
    terms: ['dpv:SearchFunctionalities'],
    rule: 'inside',
    sentence: 'People find what they may see.',
  },
  directory: {
    terms: ['dpv:RecordManagement'],
    rule: 'inside',
    sentence: 'People find each other, and know who somebody is.',
  },
  security: {
    terms: ['dpv:EnforceSecurity'],
    rule: 'security',
    sentence:
      'Accounts are kept safe by sign-in events, address and device, for 90 days; no content, and not what anybody reads.',
  },
  rights: {
    terms: ['dpv:RightsFulfilment'],
    rule: 'rights',
    sentence: 'A person gets what is held about them, in their own signed-in browser.',
  },
  legal: {
    terms: ['dpv:LegalCompliance', 'dpv:DisputeManagement'],
    rule: 'legal',
    sentence:
      'A named law compels it: a case, two approvers, the least fields, and the person is told unless that law forbids it.',
  },
  statistics: {
    terms: ['dpv:ServiceUsageAnalytics'],
    rule: 'statistics',
    sentence: 'Counts over groups of ten people or more, never about one person.',
  },
  monitoring: {
    terms: ['dpv:PersonnelMonitoring'],
    rule: 'no',
    sentence: 'Watching what employees do: closed.',
  },
  'performance-evaluation': {
    terms: ['dpv:PersonnelPerformanceEvaluation'],
    rule: 'no',
    sentence: 'Judging how employees work: closed.',
  },
  research: {
    terms: ['dpv:ResearchAndDevelopment'],
    rule: 'consent',
    sentence: 'A research body studies what people agreed to share with it.',
  },
  'employer-brand': {
    terms: ['dpv:PublicRelations'],
    rule: 'consent',
    sentence: 'The organisation shows others what its people said, where they agreed.',
  },
  // DPV has no purpose for sharing with a partner: ThirdParty, the document's term, says to whom and not why.
  'partner-sharing': {
    terms: ['dpv:ThirdParty', 'dpv:CommercialPurpose'],
    rule: 'consent',
    sentence: 'A named partner receives what people agreed to share with it.',
  },
  'third-party-service': {
    terms: ['dpv:ThirdParty', 'dpv:RequestedServiceProvision'],
    rule: 'consent',
    sentence: 'A service outside the walls works with what people agreed to hand to it.',
  },
  'ai-training': {
    terms: ['dpv:ResearchAndDevelopment', 'ai:ModelTraining'],
    rule: 'consent',
    sentence: 'A model learns from what people agreed to give to it.',
  },
  marketing: {
    terms: ['dpv:DirectMarketing'],
    rule: 'never',
    sentence: 'Selling something to people by what is known about them: never.',
  },
  advertising: {
    terms: ['dpv:TargetedAdvertising'],
    rule: 'never',
    sentence: 'Showing people advertisements by what is known about them: never.',
  },
  'insurance-or-credit-scoring': {
    terms: ['dpv:ScoringOfIndividuals', 'dpv:CustomerSolvencyMonitoring'],
    rule: 'never',
    sentence: 'Pricing or refusing somebody insurance or credit by what is known about them: never.',
  },
  sale: {
    terms: ['dpv:SellDataToThirdParties', 'dpv:SellInsightsFromData'],
    rule: 'never',
    sentence: 'Selling what people said, or what can be learned from it: never.',
  },
} satisfies Record<string, PurposeEntry>);

export type Purpose = keyof typeof PURPOSES;

export const PURPOSE_NAMES = Object.freeze(Object.keys(PURPOSES) as Purpose[]);

/** An unknown purpose is `never`: closed by default, whatever a row or a request says. */
export function purposeRule(purpose: string): PurposeRule {
  return entryOf<PurposeEntry>(PURPOSES, purpose)?.rule ?? 'never';
}

/** True where a field may be collected for the purpose in the first place; what leaves is decided by consent, not here. */
export function isCollectionPurpose(purpose: string): boolean {
  return COLLECTION_RULES.includes(purposeRule(purpose));
}

const COLLECTION_RULES: readonly PurposeRule[] = Object.freeze([
  'inside',
  'security',
  'rights',
  'legal',
  'statistics',
]);
