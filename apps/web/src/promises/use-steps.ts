import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import {
  BreakPledgeDocument,
  ConfirmPledgeDocument,
  KeepPledgeDocument,
  ReopenPledgeDocument,
  TakeBackConfirmationDocument,
} from '../generated/graphql';

const documents = {
  keep: KeepPledgeDocument,
  break: BreakPledgeDocument,
  reopen: ReopenPledgeDocument,
  confirm: ConfirmPledgeDocument,
  takeBack: TakeBackConfirmationDocument,
} as const;

export type Step = keyof typeof documents;

/** What one may say of a promise; the answer of the server is the post on the screen. */
export function useSteps() {
  const client = useApolloClient();
  const [busy, setBusy] = useState<Step | null>(null);
  const [error, setError] = useState<unknown>(undefined);
  const run = async (step: Step, postId: string) => {
    setBusy(step);
    setError(undefined);
    try {
      await client.mutate({ mutation: documents[step], variables: { postId } });
    } catch (failure) {
      setError(failure);
    }
    setBusy(null);
  };
  return { run, busy, error };
}
