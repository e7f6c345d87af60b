import { useLingui } from '@lingui/react/macro';
import { numberWords } from '../language/time';
import { toldCount } from './count-words';

export function useCountWords(): (text: string) => string {
  const { t, i18n } = useLingui();
  return (text) => {
    const told = toldCount(text);
    if (told.kind === 'number') return numberWords(told.value, i18n.locale);
    if (told.kind === 'few') return t`fewer than ten`;
    return told.kind === 'rest' ? t`the rest` : told.text;
  };
}
