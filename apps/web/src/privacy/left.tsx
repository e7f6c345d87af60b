import { useQuery } from '@apollo/client/react';
import { CardBones } from '@courtyard/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { FailureNotice } from '../failure/failure-notice';
import { LeftAboutMeDocument } from '../generated/graphql';
import { When } from '../language/when';
import { MoreButton } from '../shell/more-button';
import { useFieldNames } from '../terms/use-field-names';
import { usePurposeWords } from '../terms/use-purpose-words';
import { useRecipientWords } from '../terms/use-recipient-words';
import { KeptDrawing } from './kept-drawing';
import styles from './privacy.module.css';

/** What left with something about me, newest first; for most people nothing. */
export function Left() {
  const { t } = useLingui();
  const { data, error, refetch, fetchMore } = useQuery(LeftAboutMeDocument);
  const purposes = usePurposeWords();
  const recipients = useRecipientWords();
  const fields = useFieldNames();
  const page = data?.leftAboutMe;
  if (error && !page)
    return <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />;
  if (!page) return <CardBones count={1} label={t`Reading what left`} />;
  if (page.nodes.length === 0)
    return (
      <div className={styles.kept}>
        <KeptDrawing />
        <h2>
          <Trans>Nothing about you has left.</Trans>
        </h2>
        <p>
          <Trans>
            When something does, it stands here with the recipient, the purpose and the fields, on the day it
            leaves. It needs your yes first, or a law that is named.
          </Trans>
        </p>
      </div>
    );
  return (
    <>
      <div className={styles.card}>
        {page.nodes.map((departure) => (
          <article key={`${departure.at}${departure.recipient.id}`} className={styles.entry}>
            <div className={styles.line}>
              <h2>
                <Trans>
                  {fields.list(departure.fields)} to {departure.recipient.name}
                </Trans>
              </h2>
              <When at={departure.at} className={styles.meta} />
            </div>
            <p>“{departure.question}”</p>
            <p className={styles.meta}>
              {recipients.line(departure.recipient)} · {purposes.name[departure.purpose]} ·{' '}
              <Plural value={departure.rows} one="one row about you" other="# rows about you" />
            </p>
          </article>
        ))}
      </div>
      <MoreButton page={page.pageInfo} onMore={(after) => fetchMore({ variables: { after } })} />
    </>
  );
}
