import { type HistoryState, useRouterState } from '@tanstack/react-router';
import { useViewer } from '../session/viewer';

declare module '@tanstack/react-router' {
  interface HistoryState {
    searched?: { readonly words: string; readonly by: string };
  }
}

/**
 * What somebody searches for is personal, so it stands in no address: addresses are logged by proxies, sent as referrers and
 * kept by browsers for whoever sits down next. It is the state of this tab's history entry, so that back and forward keep it.
 * The tab keeps its entries when somebody signs out, so they say whose words they are.
 */
export function useSearched(): {
  /** What the viewer searched for at this entry; empty where they did not, or somebody else did. */
  readonly searched: string;
  /** Where to navigate to search for words. */
  readonly asSearched: (words: string) => { to: '/search'; state: (before: HistoryState) => HistoryState };
} {
  const { employee } = useViewer();
  const searched = useRouterState({
    select: ({ location: { state } }) =>
      state.searched && state.searched.by === employee.id ? state.searched.words : '',
  });
  return {
    searched,
    asSearched: (words) => ({
      to: '/search',
      state: (before) => ({ ...before, searched: { words, by: employee.id } }),
    }),
  };
}

/** The search field of the screen, where there is one: `/` goes there. */
export function focusSearchField(): boolean {
  const field = document.querySelector<HTMLInputElement>('[data-search-field]');
  field?.focus();
  field?.select();
  return field !== null;
}
