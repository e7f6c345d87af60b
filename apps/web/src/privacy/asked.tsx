import { useQuery } from '@apollo/client/react';
import { CardBones, Empty } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { FailureNotice } from '../failure/failure-notice';
import { AskedOfMeDocument, MyPasskeysDocument } from '../generated/graphql';
import { FrozenNotice } from '../reauthentication/frozen-notice';
import { MoreButton } from '../shell/more-button';
import { RequestCard } from './request-card';

/** Each request as a card; the open ones come first. */
export function Asked() {
  const { t } = useLingui();
  const { data, error, refetch, fetchMore } = useQuery(AskedOfMeDocument);
  const account = useQuery(MyPasskeysDocument, { fetchPolicy: 'cache-and-network' });
  const frozenUntil = account.data?.me.frozenUntil ?? null;
  const page = data?.askedOfMe;
  return (
    <>
      {frozenUntil && <FrozenNotice until={frozenUntil} />}
      {error && !page && (
        <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />
      )}
      {!page && !error && <CardBones count={1} label={t`Reading what is asked of you`} />}
      {page?.nodes.length === 0 && (
        <Empty title={<Trans>Nobody asks you for anything</Trans>}>
          <Trans>
            When somebody outside wants something about you, the question stands here, with your own values
            and two equal buttons. Until you say yes, the answer is no.
          </Trans>
        </Empty>
      )}
      {page?.nodes.map((request) => (
        <RequestCard key={request.id} request={request} frozen={frozenUntil !== null} />
      ))}
      <MoreButton page={page?.pageInfo} onMore={(after) => fetchMore({ variables: { after } })} />
    </>
  );
}
