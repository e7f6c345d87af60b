import type { MailContent } from '@courtyard/identity';
import { german } from './words.de.js';
import { english } from './words.en.js';
import type { Letter, Words } from './words.js';

const LANGUAGES: Readonly<Record<MailContent['language'], Words>> = { en: english, de: german };

/** A mail whose parameters make no letter. Never repeats them. */
export class UnfitMail extends Error {
  override readonly name = 'UnfitMail';
}

/**
 * Makes words of a mail.
 * @param publicUrl where people reach this installation
 * @throws UnfitMail for an unknown template, and for a link that leads anywhere else
 */
export function letterOf({ template, language, parameters }: MailContent, publicUrl: string): Letter {
  const words = (LANGUAGES[language] ?? english)[template];
  if (words === undefined) throw new UnfitMail();
  const { name, path, at, kind, expiresAt, organisation } = parameters;
  return words({
    name: name === undefined ? undefined : oneLine(name),
    link: linkTo(path ?? '/', publicUrl),
    at: at === undefined ? undefined : timeIn(language, at),
    until: expiresAt === undefined ? undefined : timeIn(language, expiresAt),
    organisation: organisation === undefined ? undefined : oneLine(organisation),
    kind,
  });
}

/** Only below our own address: a mail that could be made to lead elsewhere would be the best bait there is. */
function linkTo(path: string, publicUrl: string): string {
  const link = URL.parse(path, publicUrl);
  if (!path.startsWith('/') || link?.origin !== new URL(publicUrl).origin) throw new UnfitMail();
  return link.href;
}

/** Names come from imports and people; line breaks and controls in them would write lines of their own. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, 100);
}

function timeIn(language: 'en' | 'de', at: string): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) throw new UnfitMail();
  return time.toLocaleString(language === 'de' ? 'de-DE' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
}
