import { fieldKey } from '@courtyard/catalogue';
import type { Consent } from '../consent/consent.entity.js';
import { isYes } from '../consent/standing.js';
import { coveredBy } from '../index/index-rows.js';
import type { Receipted } from './receipt.js';
import { FIELD_TERMS, PURPOSE_TERMS } from './receipt-terms.js';

/** A receipt as a person reads it, in the language they answered in. */
export function linesOf(receipted: Receipted): { label: string; text: string }[] {
  const { answer, since, field, recipient } = receipted;
  const words = WORDS[answer.language];
  const day = (at: string | null) => (at === null ? words.never : formatted(answer.language, at));
  const key = fieldKey(field);
  const owner = recipient.ownerName === recipient.name ? '' : `${words.belongs} ${recipient.ownerName}, `;
  return [
    { label: words.field, text: FIELD_TERMS[answer.language][key] ?? key },
    {
      label: words.recipient,
      text: `${recipient.name} (${owner}${country(answer.language, recipient.country)})`,
    },
    { label: words.purpose, text: PURPOSE_TERMS[answer.language][answer.purpose] ?? answer.purpose },
    { label: words.answer, text: isYes(answer) ? words.yes : words.no },
    { label: words.at, text: day(answer.at) },
    ...(isYes(answer)
      ? [
          { label: words.effective, text: day(answer.effectiveAt) },
          coverageOf(answer),
          { label: words.until, text: day(answer.validUntil) },
          ...(answer.provenBy === null ? [] : [{ label: words.proof, text: words.proofs[answer.provenBy] }]),
        ]
      : []),
    ...since.map((event) => ({ label: words.became[event.kind] ?? event.kind, text: day(event.at) })),
    { label: words.withdraw, text: words.how },
    { label: words.notice, text: `${words.version} ${answer.noticeVersion}` },
  ];
}

/** What was shown, or everything that came to be by a day. */
function coverageOf(answer: Consent): { label: string; text: string } {
  const words = WORDS[answer.language];
  const until = coveredBy(answer);
  const isAsShown = answer.seen !== null && Date.parse(until) < Date.parse(answer.at);
  const text = formatted(answer.language, until);
  return isAsShown
    ? { label: words.coversShown, text: `${words.asOf} ${text}` }
    : { label: words.covers, text };
}

type Became = Readonly<Partial<Record<Consent['kind'], string>>>;

const WORDS = {
  en: {
    field: 'What',
    recipient: 'To whom',
    purpose: 'What for',
    answer: 'What I said',
    yes: 'Yes',
    no: 'No',
    at: 'When',
    effective: 'Counts from',
    covers: 'Covers what came to be until',
    coversShown: 'Covers',
    asOf: 'what I was shown, as it stands since',
    until: 'Ends on',
    proof: 'How I showed that it was me',
    proofs: { password: 'By my password', passkey: 'By my passkey' },
    never: 'never',
    withdraw: 'Taking it back',
    how: 'In the privacy centre, with one click, at any time.',
    notice: 'Privacy notice',
    version: 'version',
    belongs: 'belongs to',
    became: {
      ConsentWithdrawn: 'Taken back',
      ConsentExpired: 'Ran out',
      ConsentInvalidated: 'Fell, because something changed',
      ConsentRevoked: 'Revoked',
    } as Became,
  },
  de: {
    field: 'Was',
    recipient: 'An wen',
    purpose: 'Wofür',
    answer: 'Was ich gesagt habe',
    yes: 'Ja',
    no: 'Nein',
    at: 'Wann',
    effective: 'Zählt ab',
    covers: 'Umfasst, was entstand bis',
    coversShown: 'Umfasst',
    asOf: 'was mir gezeigt wurde, in der Fassung vom',
    until: 'Endet am',
    proof: 'Wie ich gezeigt habe, dass ich es bin',
    proofs: { password: 'Mit meinem Passwort', passkey: 'Mit meinem Passkey' },
    never: 'nie',
    withdraw: 'Zurücknehmen',
    how: 'Im Datenschutzbereich, mit einem Klick, jederzeit.',
    notice: 'Datenschutzhinweis',
    version: 'Fassung',
    belongs: 'gehört zu',
    became: {
      ConsentWithdrawn: 'Zurückgenommen',
      ConsentExpired: 'Abgelaufen',
      ConsentInvalidated: 'Entfallen, weil sich etwas geändert hat',
      ConsentRevoked: 'Widerrufen',
    } as Became,
  },
} as const;

function country(language: 'en' | 'de', code: string): string {
  return new Intl.DisplayNames(language, { type: 'region', fallback: 'code' }).of(code) ?? code;
}

/** UTC, because a receipt is read anywhere. */
function formatted(language: 'en' | 'de', at: string): string {
  const format = new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  return `${format.format(new Date(at))} UTC`;
}
