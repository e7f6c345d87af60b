import { useQuery } from '@apollo/client/react';
import type { PartChoice } from '../feed/audience-choice';
import { CommunitiesDocument } from '../generated/graphql';
import { useViewer } from '../session/viewer';

/** Whether the reader may announce at all, and to whom they have chosen. The server judges; this only spares a refusal. */
export function useAnnounces(parts: readonly PartChoice[]): { ever: boolean; these: boolean } {
  const { roles } = useViewer();
  const { data } = useQuery(CommunitiesDocument, { variables: { mine: true } });
  const owned = new Set(
    (data?.communities.nodes ?? []).filter(({ allowed }) => allowed.includes('announce')).map(({ id }) => id),
  );
  const administrates = roles.includes('administrator');
  const may = ({ kind, id }: PartChoice) => {
    if (kind === 'community') return id !== null && owned.has(id);
    return administrates && (kind === 'organisation' || kind === 'department' || kind === 'department_below');
  };
  return { ever: administrates || owned.size > 0, these: parts.length > 0 && parts.every(may) };
}
