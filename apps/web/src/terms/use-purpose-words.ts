import { useLingui } from '@lingui/react/macro';
import type { Purpose } from '../generated/graphql';

/** What each purpose is called. The list is closed: privacy-model.md section 3. */
export function usePurposeWords() {
  const { t } = useLingui();
  const name: Record<Purpose, string> = {
    collaboration: t`Working together`,
    search: t`Search`,
    directory: t`The directory`,
    security: t`Security`,
    rights: t`Your rights`,
    legal: t`A named law`,
    statistics: t`Statistics of groups`,
    monitoring: t`Monitoring`,
    performance_evaluation: t`Judging performance`,
    research: t`Research`,
    employer_brand: t`Presenting the employer`,
    partner_sharing: t`Sharing with a partner`,
    third_party_service: t`A service of a third party`,
    ai_training: t`Training an AI`,
    marketing: t`Marketing`,
    advertising: t`Advertising`,
    insurance_or_credit_scoring: t`Insurance or credit scoring`,
    sale: t`Sale`,
  };
  /** The log writes purposes with hyphens, and may know one that this page does not. */
  const named = (purpose: string): string => {
    const known = purpose.replaceAll('-', '_');
    return Object.hasOwn(name, known) ? name[known as Purpose] : purpose;
  };
  return { name, named };
}

/** What people can be asked about: everything else is inside, or never. */
export const askable: readonly Purpose[] = [
  'research',
  'employer_brand',
  'partner_sharing',
  'third_party_service',
  'ai_training',
];

export const forbidden: readonly Purpose[] = [
  'marketing',
  'advertising',
  'insurance_or_credit_scoring',
  'sale',
];
