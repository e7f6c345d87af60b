import { useQuery } from '@apollo/client/react';
import { CardBones, Empty, Panel } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { FailureNotice } from '../failure/failure-notice';
import { PostCard } from '../feed/post-card';
import { WaitingPledgesDocument } from '../generated/graphql';
import styles from '../questions/questions.module.css';
import { Ambient } from '../shell/ambient';
import { Head } from '../shell/head';
import { MoreButton } from '../shell/more-button';

/** One's own promises that wait, and those made to one: by their day, and by nothing else. */
export function PromisesScreen() {
  const { t } = useLingui();
  const { data, error, refetch, fetchMore } = useQuery(WaitingPledgesDocument, {
    fetchPolicy: 'cache-and-network',
  });
  // What was said of one while one looks stays, and says so.
  const promises = (data?.waitingPledges.nodes ?? []).filter((post) => !post.withdrawn);
  return (
    <>
      <Head name={t`Promises`} rule={<Trans>Yours, and those made to you · the earliest day first</Trans>} />
      {error && !data && (
        <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />
      )}
      {!data && !error && <CardBones label={t`Reading the promises`} />}
      <section aria-label={t`Promises`}>
        {promises.map((post) => (
          <PostCard key={post.id} post={post} />
        ))}
      </section>
      {data && promises.length === 0 && (
        <Empty
          title={<Trans>No promise waits</Trans>}
          step={
            <Button component={Link} to="/">
              <Trans>Go to Home</Trans>
            </Button>
          }
        >
          <Trans>
            What you promised somebody, and what somebody promised you, stands here until it is kept or openly
            broken.
          </Trans>
        </Empty>
      )}
      <MoreButton
        page={data?.waitingPledges.pageInfo}
        onMore={(after) => fetchMore({ variables: { after } })}
      />
      <Ambient>
        <Panel title={<Trans>How this list is made</Trans>}>
          <p className={styles.note}>
            <Trans>
              By the day and nothing else. Only you see your list; nobody is told how many promises somebody
              keeps or breaks, and nothing counts them.
            </Trans>
          </p>
        </Panel>
      </Ambient>
    </>
  );
}
