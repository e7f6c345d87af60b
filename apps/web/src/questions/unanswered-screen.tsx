import { useQuery } from '@apollo/client/react';
import { CardBones, Empty, Icon, Panel } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import { failureOf } from '../failure/failure';
import { FailureNotice } from '../failure/failure-notice';
import { PostCard } from '../feed/post-card';
import threadStyles from '../feed/thread.module.css';
import { AskedHereDocument, UnansweredDocument } from '../generated/graphql';
import { Ambient } from '../shell/ambient';
import { Head } from '../shell/head';
import { MoreButton } from '../shell/more-button';
import { NotHere } from '../shell/places';
import styles from './questions.module.css';
import { UsualTime } from './usual-time';

/** Questions that wait for an answer: those first that wait longest, and by nothing else. */
export function UnansweredScreen() {
  const { community: communityId } = useSearch({ from: '/_inside/unanswered' });
  return <Unanswered key={communityId} communityId={communityId} />;
}

function Unanswered({ communityId }: { communityId: string | undefined }) {
  const { t } = useLingui();
  const { data, error, refetch, fetchMore } = useQuery(UnansweredDocument, {
    variables: communityId ? { communityId } : {},
    fetchPolicy: 'cache-and-network',
  });
  const here = useQuery(AskedHereDocument, {
    variables: { communityId: communityId ?? '' },
    skip: !communityId,
  });
  const community = here.data?.node.__typename === 'Community' ? here.data.node : null;
  if (error && !data && failureOf(error).code === 'not_found') return <NotHere />;
  const name = community?.name;
  // What was answered while one looks stays, and says so.
  const questions = (data?.unanswered.nodes ?? []).filter((post) => !post.withdrawn);
  return (
    <>
      <Head
        name={t`Unanswered`}
        title={name && t`Unanswered in ${name}`}
        before={communityId && <Back communityId={communityId} />}
        rule={
          name ? <Trans>{name} · what waits longest first</Trans> : <Trans>What waits longest first</Trans>
        }
      />
      {error && !data && (
        <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />
      )}
      {!data && !error && <CardBones label={t`Reading the questions`} />}
      <section aria-label={t`Questions`}>
        {questions.map((post) => (
          <PostCard key={post.id} post={post} />
        ))}
      </section>
      {data && questions.length === 0 && (
        <Empty
          title={<Trans>Nobody waits for an answer</Trans>}
          step={
            <Button component={Link} to="/">
              <Trans>Go to Home</Trans>
            </Button>
          }
        >
          <Trans>A question stands here from when it is asked until whoever asked accepts an answer.</Trans>
        </Empty>
      )}
      <MoreButton page={data?.unanswered.pageInfo} onMore={(after) => fetchMore({ variables: { after } })} />
      <Ambient>
        <Panel title={<Trans>How this list is made</Trans>}>
          <p className={styles.note}>
            {community?.usualAnswerHours != null && (
              <>
                <UsualTime hours={community.usualAnswerHours} />{' '}
              </>
            )}
            <Trans>
              By waiting time and nothing else: no reaction, no answer and nobody’s name moves a question up
              or down. Whoever asked says what answers it.
            </Trans>
          </p>
        </Panel>
      </Ambient>
    </>
  );
}

function Back({ communityId }: { communityId: string }) {
  const { t } = useLingui();
  return (
    <Link
      to="/communities/$communityId"
      params={{ communityId }}
      className={threadStyles.back}
      aria-label={t`Back to the community`}
    >
      <Icon name="back" />
    </Link>
  );
}
