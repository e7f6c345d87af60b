import { useLingui } from '@lingui/react';
import { dayWords } from '../language/time';

/** A calendar day, the same for everybody: no zone turns it into the day before. */
export function Day({ on }: { on: string }) {
  const { i18n } = useLingui();
  return <time dateTime={on}>{dayWords(new Date(`${on}T00:00:00`), i18n.locale)}</time>;
}
