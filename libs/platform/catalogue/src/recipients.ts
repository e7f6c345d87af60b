import { deepFreeze, entryOf } from './freeze.js';
import type { Term } from './vocabulary.js';

/**
 * What the rule of a category means is written once, in `decide.ts`.
 * - `self`: the person concerned
 * - `inside`: within the walls; need-to-know holds here, too
 * - `operator`: keeps the machine running, gets no content
 * - `processor`: works on the organisation's behalf under a contract (GDPR Art. 28)
 * - `ordinary`: any other third party: organisation policy and consent, naming it
 * - `authority`: what a named law compels
 * - `never`: nothing opens it, whatever the purpose
 */
export type RecipientRule = 'self' | 'inside' | 'operator' | 'processor' | 'ordinary' | 'authority' | 'never';

interface RecipientEntry {
  terms: readonly Term[];
  rule: RecipientRule;
  sentence: string;
}

/** Who may be named as receiving data: a closed list. Source: privacy-model.md section 3, entities of DPV 2.3. */
export const RECIPIENT_CATEGORIES = deepFreeze({
  self: { terms: ['dpv:DataSubject'], rule: 'self', sentence: 'You yourself.' },
  'audience-member': {
    terms: ['dpv:Employee'],
    rule: 'inside',
    sentence: 'Somebody in the audience it was written to.',
  },
  manager: { terms: ['dpv:Employee'], rule: 'inside', sentence: 'Somebody who leads a department.' },
  hr: { terms: ['dpv:OrganisationalUnit'], rule: 'inside', sentence: 'The people department.' },
  'compliance-officer': {
    terms: ['dpv:Employee'],
    rule: 'inside',
    sentence: 'Somebody who audits who accessed what.',
  },
  'works-council': {
    terms: ['dpv:OrganisationalUnit'],
    rule: 'inside',
    sentence: 'The elected council of the employees.',
  },
  'it-operator': {
    terms: ['dpv:OrganisationalUnit'],
    rule: 'operator',
    sentence: 'Those who run the machine; they get no content.',
  },
  processor: {
    terms: ['dpv:DataProcessor'],
    rule: 'processor',
    sentence: 'A company that works for the organisation under a contract, with a closed list of fields.',
  },
  'sub-processor': {
    terms: ['dpv:DataSubProcessor'],
    rule: 'processor',
    sentence: 'A company that works for a processor, under the same limits.',
  },
  'group-company': {
    terms: ['dpv:ThirdParty', 'dpv:ParentLegalEntity', 'dpv:SubsidiaryLegalEntity'],
    rule: 'ordinary',
    sentence: 'Another company of the same group: a third party like any other.',
  },
  'business-partner': {
    terms: ['dpv:ThirdParty'],
    rule: 'ordinary',
    sentence: 'A company the organisation works with.',
  },
  'research-body': {
    terms: ['dpv:ThirdParty', 'dpv:AcademicScientificOrganisation'],
    rule: 'ordinary',
    sentence: 'A university or institute.',
  },
  authority: {
    terms: ['dpv:Authority'],
    rule: 'authority',
    sentence: 'A court or public authority; it gets what a named law compels, and nothing else.',
  },
  public: { terms: ['dpv:ThirdParty'], rule: 'ordinary', sentence: 'Everybody.' },
  'ai-provider': {
    terms: ['dpv:ThirdParty', 'eu-aiact:AIProvider'],
    rule: 'ordinary',
    sentence: 'A company that makes or runs a model.',
  },
  'marketing-or-advertising-party': {
    terms: ['dpv:ThirdParty'],
    rule: 'never',
    sentence: 'Somebody whose trade is marketing or advertising: never.',
  },
  'data-broker': {
    terms: ['dpv:ThirdParty'],
    rule: 'never',
    sentence: 'Somebody who trades in data: never.',
  },
  insurer: { terms: ['dpv:ThirdParty'], rule: 'never', sentence: 'An insurance company: never.' },
  'credit-agency': {
    terms: ['dpv:ThirdParty'],
    rule: 'never',
    sentence: 'Somebody who rates who can pay: never.',
  },
  'unknown-owner': {
    terms: ['dpv:ThirdParty'],
    rule: 'never',
    sentence: 'Somebody of whom we do not know to whom they belong: never.',
  },
} satisfies Record<string, RecipientEntry>);

export type RecipientCategory = keyof typeof RECIPIENT_CATEGORIES;

export const RECIPIENT_CATEGORY_NAMES = Object.freeze(
  Object.keys(RECIPIENT_CATEGORIES) as RecipientCategory[],
);

/** An unknown category is `never`: closed by default, whatever a row or a request says. */
export function recipientRule(category: string): RecipientRule {
  return entryOf<RecipientEntry>(RECIPIENT_CATEGORIES, category)?.rule ?? 'never';
}
