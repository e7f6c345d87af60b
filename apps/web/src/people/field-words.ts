import { useLingui } from '@lingui/react/macro';
import type { FieldAudience, GuardedField } from '../generated/graphql';

/** The names of the guarded fields, of their audiences, and of a birthday as the language writes it. */
export function useFieldWords() {
  const { t, i18n } = useLingui();
  const field: Record<GuardedField, string> = {
    mobile_phone: t`Mobile phone`,
    birthday: t`Birthday`,
    private_location: t`Private location`,
  };
  const audience: Record<FieldAudience, string> = {
    organisation: t`Everyone in the house may ask`,
    department: t`Only my department may ask`,
    only_me: t`Only me`,
  };
  const value = (which: GuardedField, stored: string): string => {
    const day =
      which === 'birthday' && /^\d{4}-\d{2}-\d{2}$/.test(stored) ? new Date(`${stored}T00:00:00`) : null;
    if (!day) return stored;
    return new Intl.DateTimeFormat(i18n.locale === 'en' ? 'en-GB' : i18n.locale, {
      dateStyle: 'long',
    }).format(day);
  };
  return { field, audience, value };
}
