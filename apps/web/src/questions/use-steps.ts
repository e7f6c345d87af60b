import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import {
  ConfirmSolvedDocument,
  GiveQuestionBackDocument,
  ReopenQuestionDocument,
  TakeBackAnswerDocument,
  TakeQuestionDocument,
} from '../generated/graphql';

const documents = {
  take: TakeQuestionDocument,
  giveBack: GiveQuestionBackDocument,
  confirm: ConfirmSolvedDocument,
  reopen: ReopenQuestionDocument,
  takeBack: TakeBackAnswerDocument,
} as const;

export type Step = keyof typeof documents;

/** What one may do about a question; the answer of the server is the post on the screen. */
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
