import { useLingui } from '@lingui/react/macro';

/** A change of policy in a sentence, by the operation that made it. */
export function useChangeWords(): (kind: string, text: string) => string {
  const { t } = useLingui();
  const words: Readonly<Record<string, string>> = {
    proposeRecipient: t`A recipient was proposed.`,
    decideRecipient: t`A proposed recipient was decided on.`,
    retireRecipient: t`A recipient was ended; every yes that named it fell.`,
    proposeOpening: t`Opening fields to a recipient was proposed.`,
    decideOpening: t`A proposed opening was decided on.`,
    retireOpening: t`An opening was closed.`,
    switchPurposeOff: t`A purpose was switched off.`,
    switchPurposeOn: t`A purpose was switched on again.`,
    askConsent: t`People were asked.`,
  };
  return (kind, text) => (Object.hasOwn(words, kind) ? (words[kind] as string) : text);
}
