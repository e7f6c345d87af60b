import {
  type Field,
  fieldKey,
  type OrganisationPolicy,
  type Purpose,
  purposeRule,
  type RecipientCategory,
  recipientRule,
} from '@courtyard/catalogue';
import { isOpen } from './disclosure-rules.js';

export type Verdict = 'purpose_never' | 'recipient_never' | 'policy';

/**
 * Why a field may not leave whatever its people say, or null where they decide: the first three reasons of privacy-model.md
 * section 5, in their order.
 */
export function verdictOf(asked: {
  readonly purpose: Purpose;
  readonly recipient: { readonly id: string; readonly category: RecipientCategory };
  readonly policy: OrganisationPolicy;
  readonly field: Pick<Field, 'entity' | 'name' | 'asked'>;
}): Verdict | null {
  const { purpose, recipient, policy, field } = asked;
  const never = neverOf(purpose, recipient.category);
  if (never !== null) return never;
  const isAllowed = isOpen({
    purpose,
    category: recipient.category,
    switchedOff: policy.switchedOff.includes(purpose),
    basis: policy.basis[purpose] ?? null,
    asked: field.asked,
    opened: policy.opened.some(
      (opening) =>
        opening.purpose === purpose &&
        opening.recipient === recipient.id &&
        opening.fields.includes(fieldKey(field)),
    ),
  });
  return isAllowed ? null : 'policy';
}

/** Nothing opens it: not policy, not consent. */
export function neverOf(purpose: Purpose, category: RecipientCategory): Verdict | null {
  if (purposeRule(purpose) === 'never') return 'purpose_never';
  return recipientRule(category) === 'never' ? 'recipient_never' : null;
}
