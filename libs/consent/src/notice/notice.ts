import { createHash } from 'node:crypto';

export type NoticeLanguage = 'en' | 'de';

/** What a person is told before they answer. Its versions stay: a receipt names the one that was read. */
export interface Notice {
  readonly id: string;
  readonly version: number;
  readonly text: Readonly<Record<NoticeLanguage, string>>;
}

const FIRST: Notice = Object.freeze({
  id: 'consent',
  version: 1,
  text: Object.freeze({
    en: `You are asked whether named fields of yours may leave this house: to the one recipient named on the card, for the one purpose named there, and for nothing else.

Nothing changes if you say no. Nobody but you can see whether you were asked, whether you answered, and what you said: not your manager, not an administrator, not the compliance officer. Not answering counts like no.

A yes begins to count after the time to think it over that the card names; until then you can take it back as if it had never been said. It covers what exists today, unless the card names a later day. It ends by itself on the day the card names, after twelve months at the latest, when you leave, and whenever the recipient, its owner, its country or this notice changes.

You can take a yes back at any time, with one click, without giving a reason. From then on nothing more is sent. What was sent before cannot be called back by us; the recipient is told.

What a recipient can conclude from something that is missing, we cannot hide. What is about several people leaves only if each of them has said yes.

The legal basis is your consent (GDPR Art. 6(1)(a) and 7). You have the rights to access, correction, erasure, restriction and data portability, and may complain to a supervisory authority.`,
    de: `Sie werden gefragt, ob benannte Felder von Ihnen dieses Haus verlassen dürfen: an den einen Empfänger, der auf der Karte steht, für den einen Zweck, der dort steht, und für nichts anderes.

Wenn Sie Nein sagen, ändert sich nichts. Niemand außer Ihnen sieht, ob Sie gefragt wurden, ob Sie geantwortet haben und was Sie gesagt haben: nicht Ihre Führungskraft, nicht die Administration, nicht die Compliance-Stelle. Nicht zu antworten gilt wie ein Nein.

Ein Ja zählt erst nach der Bedenkzeit, die auf der Karte steht; bis dahin nehmen Sie es zurück, als wäre es nie gesagt worden. Es umfasst, was es heute gibt, sofern die Karte keinen späteren Tag nennt. Es endet von selbst an dem Tag, den die Karte nennt, spätestens nach zwölf Monaten, wenn Sie ausscheiden, und immer wenn sich der Empfänger, sein Eigentümer, sein Land oder dieser Hinweis ändert.

Ein Ja können Sie jederzeit mit einem Klick und ohne Begründung zurücknehmen. Von da an wird nichts mehr gesendet. Was vorher gesendet wurde, können wir nicht zurückholen; der Empfänger wird unterrichtet.

Was ein Empfänger aus dem Fehlen von etwas schließt, können wir nicht verbergen. Was mehrere Menschen betrifft, geht nur hinaus, wenn jede und jeder von ihnen Ja gesagt hat.

Rechtsgrundlage ist Ihre Einwilligung (Art. 6 Abs. 1 Buchst. a und Art. 7 DSGVO). Sie haben die Rechte auf Auskunft, Berichtigung, Löschung, Einschränkung und Datenübertragbarkeit und können sich bei einer Aufsichtsbehörde beschweren.`,
  }),
});

/** All versions, the oldest first. One that was shown once is never changed: its hash stands in receipts. */
export const NOTICES: readonly Notice[] = Object.freeze([FIRST]);

/** The version that cards show now. A newer one than a person read lets their yes fall. */
export const NOTICE: Notice = NOTICES.at(-1) as Notice;

/** @throws Error for a version that never was */
export function noticeOf(id: string, version: number): Notice {
  const notice = NOTICES.find((one) => one.id === id && one.version === version);
  if (!notice) throw new Error(`There is no notice ${id} of version ${version}.`);
  return notice;
}

/** SHA-256 of the text in UTF-8, in hexadecimal. */
export function noticeHash(notice: Notice, language: NoticeLanguage): string {
  return createHash('sha256').update(notice.text[language], 'utf8').digest('hex');
}
