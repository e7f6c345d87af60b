import { useLingui } from '@lingui/react';
import { dayWords } from './time';

/** Writes days in the language of the screen. */
export function useDay(): (at: string) => string {
  const { i18n } = useLingui();
  return (at) => dayWords(new Date(at), i18n.locale);
}
