import { useMutation } from '@apollo/client/react';
import { WithdrawConsentDocument } from '../generated/graphql';

/** Takes a yes back at once, without a question: no more clicks than giving it (privacy-model.md section 4). */
export function useWithdraw() {
  const [mutate, { loading, error }] = useMutation(WithdrawConsentDocument, {
    // The same consent stands on the request as its answer.
    update: (cache, { data }) => {
      const ended = data?.withdrawConsent;
      if (!ended) return;
      const id = cache.identify({ __typename: 'ConsentAnswer', id: ended.id });
      if (id) cache.modify({ id, fields: { state: () => ended.state, effectiveAt: () => null } });
    },
  });
  const withdraw = (id: string) =>
    mutate({ variables: { id } }).then(
      () => undefined,
      () => undefined, // `error` says it in words
    );
  return { withdraw, loading, error };
}
