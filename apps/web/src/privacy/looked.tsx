import { useQuery } from '@apollo/client/react';
import { CardBones, Empty, Notice } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { LookedAtMeDocument, type LookedAtMeQuery } from '../generated/graphql';
import { When } from '../language/when';
import { MoreButton } from '../shell/more-button';
import { useLookWords } from '../terms/use-look-words';
import styles from './privacy.module.css';

const EntryProof = lazy(() => import('../proof/entry-proof'));

/** Who looked at something of mine: role, purpose, time, and the proof of each entry. */
export function Looked() {
  const { t } = useLingui();
  const { data, error, refetch, fetchMore } = useQuery(LookedAtMeDocument, {
    fetchPolicy: 'cache-and-network',
  });
  const page = data?.lookedAtMe;
  if (error && !page)
    return <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />;
  if (!page) return <CardBones count={2} label={t`Reading who looked`} />;
  if (page.nodes.length === 0)
    return (
      <Empty title={<Trans>No look at your data is recorded</Trans>}>
        <Trans>
          Whoever asks for a guarded field of yours, or reads beyond their audience, stands here. Reading what
          you posted to people is theirs: nobody keeps a list of that.
        </Trans>
      </Empty>
    );
  return (
    <>
      <div className={styles.gap}>
        <Notice icon="check">
          <Trans>
            Open an entry to check it in this browser. That proves what was recorded; it cannot prove that
            everything was.
          </Trans>
        </Notice>
      </div>
      <div className={styles.card}>
        {page.nodes.map((entry) => (
          <Look key={entry.eventId} entry={entry} />
        ))}
      </div>
      <MoreButton page={page.pageInfo} onMore={(after) => fetchMore({ variables: { after } })} />
    </>
  );
}

function Look({ entry }: { entry: LookedAtMeQuery['lookedAtMe']['nodes'][number] }) {
  const words = useLookWords();
  const [open, setOpen] = useState(false);
  return (
    <article className={styles.entry} data-card tabIndex={-1}>
      <div className={styles.line}>
        <h2>{words.title(entry)}</h2>
        <When at={entry.at} className={styles.meta} />
      </div>
      <p>{words.detail(entry)}</p>
      <div className={styles.line}>
        <span className={styles.meta}>{words.purpose(entry)}</span>
        <button type="button" className={styles.link} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? <Trans>Close the proof</Trans> : <Trans>Check the proof</Trans>}
        </button>
      </div>
      {open && (
        <Suspense>
          <EntryProof entry={entry} />
        </Suspense>
      )}
    </article>
  );
}
