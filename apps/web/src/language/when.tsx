import { useLingui } from '@lingui/react';
import { createStore, useStore } from '../connection/store';
import { timeWords, wholeTime } from './time';

const minute = createStore(Date.now());
setInterval(() => minute.set(Date.now()), 30_000);

/** A time in words that stay true while one looks at them; the whole instant is its title. */
export function When({
  at,
  className,
  within = false,
}: {
  at: string;
  className?: string | undefined;
  /** It stands within a sentence: "asked now", not "asked Now". */
  within?: boolean;
}) {
  const { i18n } = useLingui();
  const date = new Date(at);
  const now = Math.max(useStore(minute), Date.now());
  return (
    <time dateTime={at} title={wholeTime(date, i18n.locale)} className={className}>
      {timeWords(date, new Date(now), i18n.locale, within)}
    </time>
  );
}
