import { useQuery } from '@apollo/client/react';
import { createContext, type ReactNode, use } from 'react';
import { MeDocument } from '../generated/graphql';
import type { Viewer } from './viewer-read';

const ViewerContext = createContext<Viewer | null>(null);

/** Draws its children only while somebody is signed in; the name follows an edited profile. */
export function ViewerProvider({ children }: { children: ReactNode }) {
  const { data } = useQuery(MeDocument, { fetchPolicy: 'cache-first' });
  return data?.me ? <ViewerContext value={data.me as Viewer}>{children}</ViewerContext> : null;
}

export function useViewer(): Viewer {
  const viewer = use(ViewerContext);
  if (!viewer) throw new Error('useViewer stands outside ViewerProvider');
  return viewer;
}
