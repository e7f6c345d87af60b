import type { Filling, Words } from './words.js';

/** Schlichte Worte. Keine Mail sagt, was im Haus steht, wer fragt oder wer was entschieden hat: das steht hinter der Anmeldung. */
export const german: Words = {
  invitation: (filling) => ({
    subject: 'Ihre Einladung zu Courtyard',
    text: letter(filling, [
      filling.organisation === undefined
        ? 'Sie sind zu Courtyard eingeladen, dem internen Netzwerk Ihrer Organisation.'
        : `Sie sind zu Courtyard eingeladen, dem internen Netzwerk von ${filling.organisation}.`,
      `Wählen Sie hier ein Passwort; der Link gehört Ihnen allein und gilt einmal${until(filling)}:\n${filling.link}`,
    ]),
  }),
  password_reset: (filling) => ({
    subject: 'Ein neues Passwort wählen',
    text: letter(filling, [
      'Jemand, vermutlich Sie selbst, hat für Courtyard ein neues Passwort verlangt.',
      `Wählen Sie es hier; der Link gilt einmal${until(filling)}:\n${filling.link}`,
      'Waren Sie es nicht? Dann tun Sie nichts: Ihr Passwort bleibt, wie es ist.',
    ]),
  }),
  account_changed: (filling) => ({
    subject: 'An Ihrer Anmeldung hat sich etwas geändert',
    text: letter(filling, [
      `${CHANGED[filling.kind ?? ''] ?? 'An Ihrer Anmeldung bei Courtyard wurde etwas geändert.'}${
        filling.at === undefined ? '' : ` Das geschah am ${filling.at} (UTC).`
      }`,
      'Zwei Wochen lang kann niemand in Ihrem Namen zustimmen oder etwas freigeben; ablehnen und widerrufen geht immer.',
      'Waren Sie es nicht? Dann melden Sie alle Ihre Geräte ab und sagen Sie denen Bescheid, die Courtyard bei Ihnen betreiben.',
    ]),
  }),
  consent_asked: (filling) => ({
    subject: 'Jemand bittet um Ihre Einwilligung',
    text: letter(filling, [
      'In Courtyard wurden Sie gefragt, ob etwas von Ihnen die Organisation verlassen darf. Was immer Sie antworten, und auch wenn Sie es nicht tun: für Sie ändert sich nichts.',
      `Lesen und beantworten Sie es hier:\n${filling.link}`,
    ]),
  }),
  disclosure_notice: (filling) => ({
    subject: 'Etwas von Ihnen hat Courtyard verlassen',
    text: letter(filling, [
      'Etwas, dem Sie zugestimmt hatten, wurde an den Empfänger gegeben, für den Sie zugestimmt hatten.',
      `Was, an wen und wofür, steht hier; dort können Sie auch widerrufen:\n${filling.link}`,
    ]),
  }),
  moved_in: (filling) => ({
    subject: 'Was über Sie nach Courtyard übernommen wurde',
    text: letter(filling, [
      'Ihre Organisation hat ein älteres Netzwerk nach Courtyard übernommen und damit auch, was Sie dort geschrieben haben. Sie haben damit in nichts eingewilligt, und nichts davon verlässt die Organisation.',
      `Sehen Sie hier, was übernommen wurde, woher und von wem, und widersprechen Sie oder löschen Sie es:\n${filling.link}`,
    ]),
  }),
};

const CHANGED: Readonly<Record<string, string>> = {
  password_reset: 'Das Passwort Ihres Courtyard-Kontos wurde zurückgesetzt.',
  password_changed: 'Das Passwort Ihres Courtyard-Kontos wurde geändert.',
  passkey_added: 'Ihrem Courtyard-Konto wurde ein Passkey hinzugefügt.',
  passkey_removed: 'Von Ihrem Courtyard-Konto wurde ein Passkey entfernt.',
  address_changed: 'Die E-Mail-Adresse Ihres Courtyard-Kontos wurde geändert.',
};

function until({ until }: Filling): string {
  return until === undefined ? ' und nicht lange' : `, bis ${until} (UTC)`;
}

function letter({ name }: Filling, paragraphs: readonly string[]): string {
  return [
    name ? `Guten Tag ${name},` : 'Guten Tag,',
    ...paragraphs,
    'Courtyard\n\nDiese Mail hat eine Maschine geschrieben; Antworten liest niemand. Sie enthält keine Bilder und meldet niemandem, dass Sie sie geöffnet haben.',
  ].join('\n\n');
}
