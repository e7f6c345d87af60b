import { useQuery } from '@apollo/client/react';
import { OpenedToDocument, type Purpose, PurposeLawsDocument } from '../generated/graphql';
import { forbidden } from '../terms/use-purpose-words';

/** Why nothing at all can be asked for, where that is so. */
export type Closed = 'unnamed' | 'never' | 'switched_off';

export interface Opened {
  /** Keys of the fields that the house has opened; undefined until it is known. */
  keys: ReadonlySet<string> | undefined;
  closed: Closed | null;
  error: unknown;
  retry: () => void;
}

const NOTHING: ReadonlySet<string> = new Set();

/** What two people have opened to a recipient for a purpose, as it stands now. */
export function useOpened(recipientId: string, purpose: Purpose | ''): Opened {
  const isNamed = recipientId !== '' && purpose !== '';
  const openings = useQuery(OpenedToDocument, {
    variables: { recipientId },
    skip: !isNamed,
    fetchPolicy: 'cache-and-network',
  });
  const laws = useQuery(PurposeLawsDocument, { fetchPolicy: 'cache-and-network' });
  const law = laws.data?.purposePolicies.find((one) => one.purpose === purpose);
  const closed = closedBecause(isNamed, purpose, law?.switchedOff ?? false);
  const nodes = openings.data?.openings.nodes.filter((one) => one.purpose === purpose);
  const keys = closed
    ? NOTHING
    : nodes && law && new Set(nodes.flatMap(({ fields }) => fields.map(({ key }) => key)));
  return {
    keys,
    closed,
    error: keys === undefined ? (openings.error ?? laws.error) : undefined,
    retry: () => void Promise.all([openings.refetch(), laws.refetch()]).catch(() => undefined),
  };
}

function closedBecause(isNamed: boolean, purpose: Purpose | '', isOff: boolean): Closed | null {
  if (!isNamed) return 'unnamed';
  if (purpose !== '' && forbidden.includes(purpose)) return 'never';
  return isOff ? 'switched_off' : null;
}
