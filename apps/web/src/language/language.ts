import { i18n, type Messages } from '@lingui/core';
import type { Language } from '../generated/graphql';
import type { Part } from './parts';

const place = 'courtyard.language';

/** The language of this browser before anybody is signed in: the last one used here, else the browser's. */
export function firstLanguage(): Language {
  const kept = storedLanguage();
  if (kept) return kept;
  return navigator.language.toLowerCase().startsWith('de') ? 'de' : 'en';
}

/** Loads what was learned so far in a language and tells the page, so that hyphenation and readers of the screen follow. */
export async function speak(language: Language): Promise<void> {
  if (i18n.locale !== language) {
    const words = await Promise.all(['house', ...learned].map((part) => wordsOf(language, part as Spoken)));
    i18n.loadAndActivate({ locale: language, messages: Object.assign({}, ...words) });
  }
  document.documentElement.lang = language;
  try {
    localStorage.setItem(place, language);
  } catch {
    // The next visit begins in the browser's language.
  }
}

/** The words of these parts, in the language that is spoken and in each that will be: a route's, before it is drawn. */
export async function learn(...parts: readonly Part[]): Promise<void> {
  const fresh = parts.filter((part) => !learned.has(part));
  const { locale } = i18n;
  const words = await Promise.all(fresh.map((part) => wordsOf(locale as Language, part)));
  for (const part of fresh) learned.add(part);
  for (const messages of words) i18n.load(locale, messages);
  // Another language was chosen meanwhile.
  if (i18n.locale !== locale) await learnAgain(fresh);
}

async function learnAgain(parts: readonly Part[]): Promise<void> {
  for (const part of parts) i18n.load(i18n.locale, await wordsOf(i18n.locale as Language, part));
}

type Spoken = Part | 'house';
const learned = new Set<Part>();

const catalogues = import.meta.glob<{ messages: Messages }>('../locales/**/*.po');

async function wordsOf(language: Language, part: Spoken): Promise<Messages> {
  const path = part === 'house' ? `../locales/${language}.po` : `../locales/${part}/${language}.po`;
  const catalogue = await catalogues[path]?.();
  if (!catalogue) throw new Error(`There are no words at ${path}.`);
  return catalogue.messages;
}

// Whatever is drawn without its words is a fault of ours, and told as one: journeys fail by it.
i18n.on('missing', ({ id, locale }) => reportError(new Error(`No words for ${id} in ${locale}.`)));

function storedLanguage(): Language | undefined {
  try {
    const kept = localStorage.getItem(place);
    return kept === 'en' || kept === 'de' ? kept : undefined;
  } catch {
    return undefined;
  }
}
