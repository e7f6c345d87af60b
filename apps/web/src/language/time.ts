/**
 * How an instant is said beside a post: near ones by distance, today and yesterday by name, others by date. Alone it begins
 * with a capital; `within` a sentence it does not.
 */
export function timeWords(at: Date, now: Date, locale: string, within = false): string {
  const begun = (words: string) => (within ? words : sentenceCase(words, locale));
  const minutes = Math.floor((now.getTime() - at.getTime()) / 60_000);
  if (minutes < 1 && minutes > -5) return begun(distance(locale).format(0, 'second'));
  if (minutes >= 0 && minutes < 60) return distance(locale).format(-minutes, 'minute');
  const clock = format(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
  const days = daysBetween(at, now);
  if (days === 0 || days === 1) return `${begun(distance(locale).format(-days, 'day'))}, ${clock}`;
  if (at.getFullYear() === now.getFullYear())
    return `${format(locale, { day: 'numeric', month: 'long' }).format(at)}, ${clock}`;
  return dayWords(at, locale);
}

/** The whole instant, for the title: nobody has to guess a zone. */
export function wholeTime(at: Date, locale: string): string {
  return format(locale, { dateStyle: 'full', timeStyle: 'long', hourCycle: 'h23' }).format(at);
}

/** The day alone, with its year: "3 November 2026". */
export function dayWords(at: Date, locale: string): string {
  return format(locale, { day: 'numeric', month: 'long', year: 'numeric' }).format(at);
}

/** Hours and minutes only. */
export function clockTime(at: Date, locale: string): string {
  return format(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

export function numberWords(value: number, locale: string): string {
  return new Intl.NumberFormat(dated(locale)).format(value);
}

/** English here is the English of Europe: 3 November, and a day of 24 hours. */
function dated(locale: string): string {
  return locale === 'en' ? 'en-GB' : locale;
}

function daysBetween(at: Date, now: Date): number {
  const dayOf = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((dayOf(now) - dayOf(at)) / 86_400_000);
}

function sentenceCase(words: string, locale: string): string {
  const [first = '', ...rest] = words;
  return first.toLocaleUpperCase(locale) + rest.join('');
}

const formats = new Map<string, Intl.DateTimeFormat>();
function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(dated(locale), options);
  formats.set(key, known);
  return known;
}

const distances = new Map<string, Intl.RelativeTimeFormat>();
function distance(locale: string): Intl.RelativeTimeFormat {
  const known = distances.get(locale) ?? new Intl.RelativeTimeFormat(dated(locale), { numeric: 'auto' });
  distances.set(locale, known);
  return known;
}
