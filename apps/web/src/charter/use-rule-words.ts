import { useLingui } from '@lingui/react/macro';

/** The rule of a purpose in a sentence, by its name in the code. */
export function useRuleWords(): (rule: string, sentence: string) => string {
  const { t } = useLingui();
  const words: Readonly<Record<string, string>> = {
    inside: t`Inside the house; who sees a field is its owner’s choice.`,
    security: t`Sign-ins, addresses and devices only; no content and no reading. For 90 days.`,
    rights: t`To the person themself.`,
    legal: t`Only by a named law, a case and two approvers; the person is told.`,
    statistics: t`Groups of ten or more only.`,
    no: t`No.`,
    consent: t`Only what the house has opened and each person concerned said yes to, for at most 12 months.`,
    never: t`Never, whoever says yes.`,
  };
  return (rule, sentence) => (Object.hasOwn(words, rule) ? (words[rule] as string) : sentence);
}
