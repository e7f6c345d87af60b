import { i18n } from '@lingui/core';
import type { Language } from '../generated/graphql';

const place = 'courtyard.language';

/** The language of this browser before anybody is signed in: the last one used here, else the browser's. */
export function firstLanguage(): Language {
  const kept = storedLanguage();
  if (kept) return kept;
  return navigator.language.toLowerCase().startsWith('de') ? 'de' : 'en';
}

/** Loads the catalogue and tells the page, so that hyphenation and readers of the screen follow. */
export async function speak(language: Language): Promise<void> {
  if (i18n.locale !== language) {
    const { messages } = await catalogues[language]();
    i18n.loadAndActivate({ locale: language, messages });
  }
  document.documentElement.lang = language;
  try {
    localStorage.setItem(place, language);
  } catch {
    // The next visit begins in the browser's language.
  }
}

const catalogues = {
  en: () => import('../locales/en.po'),
  de: () => import('../locales/de.po'),
};

function storedLanguage(): Language | undefined {
  try {
    const kept = localStorage.getItem(place);
    return kept === 'en' || kept === 'de' ? kept : undefined;
  } catch {
    return undefined;
  }
}
