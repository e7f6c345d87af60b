import {
  PURPOSE_NAMES,
  purposeRule,
  RECIPIENT_CATEGORY_NAMES,
  type RecipientCategory,
  recipientRule,
} from '@courtyard/catalogue';

/**
 * A disclosure serves purposes whose rule is `consent`, and recipients that such a purpose can serve at all. What a processor
 * gets on contract, a person by right or a court by law is none: it has its own way out, or none yet.
 */
export const DISCLOSED_RULE = 'consent';

/** Categories that a purpose of consent can serve, as `decide` has it. */
export const SERVED: readonly RecipientCategory[] = RECIPIENT_CATEGORY_NAMES.filter((category) =>
  ['inside', 'ordinary'].includes(recipientRule(category)),
);

/** Categories that are known and not `never`. An unknown one is not among them. */
export const KNOWN: readonly RecipientCategory[] = RECIPIENT_CATEGORY_NAMES.filter(
  (category) => recipientRule(category) !== 'never',
);

export const DISCLOSED_PURPOSES = PURPOSE_NAMES.filter((purpose) => purposeRule(purpose) === DISCLOSED_RULE);

/** A list of words as SQL. They are words of our code, and are refused when they could be more than that. */
export function words(list: readonly string[]): string {
  return list.map(word).join(', ');
}

export function word(text: string): string {
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(text)) throw new Error('This is not a word of our code.');
  return `'${text}'`;
}

/**
 * Why a field may not leave whatever its people say, or null: the first three reasons of privacy-model.md section 5 in their
 * order. It speaks of `q` (the request: purpose, recipient_id, entity, field_no), `r` (its recipient), `pr` (the rule of its
 * purpose) and `pp` (what the organisation decided on that purpose, where it did); whatever else is missing closes.
 */
export function verdictSql(): string {
  return `case
    when coalesce(pr.rule, 'never') = 'never' then 'purpose_never'
    when r.category is null or r.category not in (${words(KNOWN)}) then 'recipient_never'
    when pr.rule <> '${DISCLOSED_RULE}' or r.category not in (${words(SERVED)}) or r.status <> 'active'
      or coalesce(pp.switched_off, false)
      or not exists (select from public.opening o where o.organisation_id = q.organisation_id and o.status = 'active'
        and o.purpose = q.purpose and o.recipient_id = q.recipient_id and o.entity = q.entity
        and q.field_no = any (o.field_nos)) then 'policy'
    end`;
}
