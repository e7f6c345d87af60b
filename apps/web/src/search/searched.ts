import type { HistoryState } from '@tanstack/react-router';

declare module '@tanstack/react-router' {
  interface HistoryState {
    searched?: string;
  }
}

/**
 * What somebody searches for is personal, so it stands in no address: addresses are logged by proxies, sent as referrers and
 * kept by browsers for whoever sits down next. It is the state of this tab's history entry, so that back and forward keep it.
 */
export function asSearched(words: string): { to: '/search'; state: (before: HistoryState) => HistoryState } {
  return { to: '/search', state: (before) => ({ ...before, searched: words }) };
}

/** The search field of the screen, where there is one: `/` goes there. */
export function focusSearchField(): boolean {
  const field = document.querySelector<HTMLInputElement>('[data-search-field]');
  field?.focus();
  field?.select();
  return field !== null;
}
