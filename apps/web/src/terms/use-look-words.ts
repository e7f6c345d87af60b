import { useLingui } from '@lingui/react/macro';
import { useFieldNames } from './use-field-names';
import { usePurposeWords } from './use-purpose-words';
import { useRoleWords } from './use-role-words';

export interface LookFacts {
  operation: string;
  purpose: string;
  roles: readonly string[];
  fields: readonly string[];
  decision: string;
  outcome?: string | null;
  case: string | null;
}

/** What the log calls a delivery; its case is the disclosure. */
const DELIVERED = 'deliverDisclosure';

/** An entry about me in sentences. It names roles: whose name they had is data protection's to say. */
export function useLookWords() {
  const { t } = useLingui();
  const fields = useFieldNames();
  const purposes = usePurposeWords();
  const roles = useRoleWords();

  const who = (facts: LookFacts): string => {
    const special = facts.roles.some((role) => role !== 'employee');
    return special ? roles.leading(facts.roles) : t`A colleague`;
  };
  const title = (facts: LookFacts): string => {
    const what = [...new Set(facts.fields.map(fields.named))].join(', ');
    if (facts.operation === DELIVERED) return what ? t`Left the house: ${what}` : t`Something left the house`;
    if (facts.decision === 'denied')
      return what ? t`${who(facts)} asked for: ${what}. Refused.` : t`${who(facts)} asked and was refused.`;
    return what ? t`${who(facts)} saw: ${what}` : t`${who(facts)} looked at something of yours`;
  };
  const detail = (facts: LookFacts): string => {
    if (facts.operation === DELIVERED) return t`It stands under What left, with the recipient.`;
    if (facts.case) return t`Under the case ${facts.case}.`;
    if (facts.decision === 'denied') return t`Nothing was shown.`;
    if (facts.outcome === 'failed' || facts.outcome === null)
      return t`Asked for, and recorded first. Whether the answer arrived is not certain.`;
    return t`Asked for and shown once. It was recorded before it was shown.`;
  };
  const purpose = (facts: LookFacts): string => t`Purpose: ${purposes.named(facts.purpose)}`;
  return { title, detail, purpose };
}
