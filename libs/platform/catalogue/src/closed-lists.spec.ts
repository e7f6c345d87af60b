import { CATEGORIES, isContent } from './categories.js';
import { EmptyConsentReader } from './consent-reader.js';
import { decide } from './decide.js';
import { consentsAt, everyConsent, questionAt } from './decision-space.js';
import { deepFreeze } from './freeze.js';
import { IMPERSONAL_REASONS } from './impersonal-reasons.js';
import { PURPOSES, purposeRule } from './purposes.js';
import { RECIPIENT_CATEGORIES, recipientRule } from './recipients.js';
import { RETENTION_RULES } from './retention.js';
import { iriOf, type Term } from './vocabulary.js';

const LISTS = {
  CATEGORIES,
  IMPERSONAL_REASONS,
  PURPOSES,
  RECIPIENT_CATEGORIES,
  RETENTION_RULES,
};

describe('closed lists', () => {
  it.each(Object.entries(LISTS))('%s explains every entry in a sentence', (_, list) => {
    for (const entry of Object.values<string | { sentence: string }>(list)) {
      expect(typeof entry === 'string' ? entry : entry.sentence).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('holds the purposes and rules of privacy-model.md section 3', () => {
    const rules = Object.entries(PURPOSES).map(
      ([name, { rule, terms }]) => `${name} ${rule} ${terms.join(' ')}`,
    );
    expect(rules).toMatchInlineSnapshot(`
     [
       "collaboration inside dpv:ServiceProvision",
       "search inside dpv:SearchFunctionalities",
       "directory inside dpv:RecordManagement",
       "security security dpv:EnforceSecurity",
       "rights rights dpv:RightsFulfilment",
       "legal legal dpv:LegalCompliance dpv:DisputeManagement",
       "statistics statistics dpv:ServiceUsageAnalytics",
       "monitoring no dpv:PersonnelMonitoring",
       "performance-evaluation no dpv:PersonnelPerformanceEvaluation",
       "research consent dpv:ResearchAndDevelopment",
       "employer-brand consent dpv:PublicRelations",
       "partner-sharing consent dpv:ThirdParty dpv:CommercialPurpose",
       "third-party-service consent dpv:ThirdParty dpv:RequestedServiceProvision",
       "ai-training consent dpv:ResearchAndDevelopment ai:ModelTraining",
       "marketing never dpv:DirectMarketing",
       "advertising never dpv:TargetedAdvertising",
       "insurance-or-credit-scoring never dpv:ScoringOfIndividuals dpv:CustomerSolvencyMonitoring",
       "sale never dpv:SellDataToThirdParties dpv:SellInsightsFromData",
     ]
    `);
  });

  it('holds the recipients and rules of privacy-model.md section 3', () => {
    const rules = Object.entries(RECIPIENT_CATEGORIES).map(([name, { rule }]) => `${name} ${rule}`);
    expect(rules).toMatchInlineSnapshot(`
     [
       "self self",
       "audience-member inside",
       "manager inside",
       "hr inside",
       "compliance-officer inside",
       "works-council inside",
       "it-operator operator",
       "processor processor",
       "sub-processor processor",
       "group-company ordinary",
       "business-partner ordinary",
       "research-body ordinary",
       "authority authority",
       "public ordinary",
       "ai-provider ordinary",
       "marketing-or-advertising-party never",
       "data-broker never",
       "insurer never",
       "credit-agency never",
       "unknown-owner never",
     ]
    `);
  });

  it('names terms by their IRI', () => {
    expect(iriOf('pd:EmailAddressWork')).toBe('https://w3id.org/dpv/pd#EmailAddressWork');
    expect(iriOf('dpv:SellDataToThirdParties')).toBe('https://w3id.org/dpv#SellDataToThirdParties');
    const lists = [...Object.values(PURPOSES), ...Object.values(RECIPIENT_CATEGORIES)];
    const terms = lists.flatMap((entry): readonly Term[] => entry.terms);
    for (const term of terms) expect(iriOf(term)).toMatch(/^https:\/\/w3id\.org\/dpv[a-z/]*#[A-Za-z]+$/);
  });
});

describe('never', () => {
  it('cannot be edited while the program runs', () => {
    const purposes = PURPOSES as unknown as Record<string, { rule: string; terms: string[] }>;
    const recipients = RECIPIENT_CATEGORIES as unknown as Record<string, { rule: string }>;
    expect(() => Object.assign(purposes.sale as object, { rule: 'consent' })).toThrow(TypeError);
    expect(() => purposes.sale?.terms.push('dpv:Marketing')).toThrow(TypeError);
    expect(() => Object.assign(purposes, { sale: PURPOSES.research })).toThrow(TypeError);
    expect(() => Object.assign(purposes, { resale: PURPOSES.research })).toThrow(TypeError);
    expect(() => delete purposes.sale).toThrow(TypeError);
    expect(() => Object.defineProperty(purposes.sale, 'rule', { value: 'consent' })).toThrow(TypeError);
    expect(() => Object.assign(recipients.insurer as object, { rule: 'ordinary' })).toThrow(TypeError);
    expect(() => Object.setPrototypeOf(recipients, { broker: { rule: 'ordinary' } })).toThrow(TypeError);
    expect([purposeRule('sale'), recipientRule('insurer')]).toEqual(['never', 'never']);
  });

  it('is what anything unknown is, names of object internals included', () => {
    for (const name of ['', 'Sale', 'fun', 'toString', 'constructor', '__proto__', 'hasOwnProperty']) {
      expect([purposeRule(name), recipientRule(name), isContent(name)]).toEqual(['never', 'never', true]);
    }
    const [point] = everyConsent();
    if (!point) throw new Error('The space is empty.');
    const question = questionAt(point);
    const recipient = { ...question.recipient, category: 'friend' as never };
    expect(decide({ ...question, purpose: 'fun' as never }, consentsAt(point))).toMatchObject({
      reason: 'purpose_never',
    });
    expect(decide({ ...question, recipient }, new EmptyConsentReader())).toMatchObject({
      reason: 'recipient_never',
    });
  });

  it('does not trust a Set to stay as it is', () => {
    expect(() => deepFreeze({ held: new Set([1]) })).toThrow(TypeError);
  });
});
