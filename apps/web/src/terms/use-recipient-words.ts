import { useLingui } from '@lingui/react/macro';
import type { RecipientCategory, RecipientNameFragment } from '../generated/graphql';

/** What each category of recipients is called, and a recipient in one line. */
export function useRecipientWords() {
  const { t, i18n } = useLingui();
  const category: Record<RecipientCategory, string> = {
    self: t`Yourself`,
    audience_member: t`Member of an audience`,
    manager: t`Manager`,
    hr: t`Human resources`,
    compliance_officer: t`Compliance officer`,
    works_council: t`Works council`,
    it_operator: t`IT operator`,
    processor: t`Processor`,
    sub_processor: t`Sub-processor`,
    group_company: t`Company of the group`,
    business_partner: t`Business partner`,
    research_body: t`Research body`,
    authority: t`Authority`,
    public: t`The public`,
    ai_provider: t`AI provider`,
    marketing_or_advertising_party: t`Marketing or advertising party`,
    data_broker: t`Data broker`,
    insurer: t`Insurer`,
    credit_agency: t`Credit agency`,
    unknown_owner: t`Owner unknown`,
  };
  const country = (code: string): string => {
    try {
      return new Intl.DisplayNames(i18n.locale, { type: 'region' }).of(code) ?? code;
    } catch {
      return code;
    }
  };
  /** "Business partner, Austria", with the owner where that is another name. */
  const line = (recipient: RecipientNameFragment): string => {
    const parts = [category[recipient.category], country(recipient.country)];
    if (recipient.ownerName !== recipient.name) parts.push(t`belongs to ${recipient.ownerName}`);
    return parts.join(', ');
  };
  return { category, country, line };
}

/** Nothing ever goes to these, whatever the purpose. */
export const neverCategories: readonly RecipientCategory[] = [
  'marketing_or_advertising_party',
  'data_broker',
  'insurer',
  'credit_agency',
  'unknown_owner',
];

/** Parties outside that may be registered. */
export const outsideCategories: readonly RecipientCategory[] = [
  'business_partner',
  'research_body',
  'group_company',
  'processor',
  'sub_processor',
  'ai_provider',
  'authority',
  'public',
  ...neverCategories,
];
