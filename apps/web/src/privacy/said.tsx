import { useQuery } from '@apollo/client/react';
import { CardBones, Empty } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { MyConsentsDocument, type SaidFragment } from '../generated/graphql';
import { When } from '../language/when';
import { MoreButton } from '../shell/more-button';
import { useFieldNames } from '../terms/use-field-names';
import { usePurposeWords } from '../terms/use-purpose-words';
import { useRecipientWords } from '../terms/use-recipient-words';
import { AnswerLine } from './answer-line';
import { standing } from './answers';
import { Limits } from './limits';
import { MovedInEver } from './moved-in-ever';
import styles from './privacy.module.css';
import { useWithdraw } from './use-withdraw';

const Receipt = lazy(() => import('./receipt'));

/** Everything I said yes or no to, as it stands, and the limits I set. */
export function Said() {
  const { t } = useLingui();
  const { data, error, refetch, fetchMore } = useQuery(MyConsentsDocument, {
    fetchPolicy: 'cache-and-network',
  });
  const page = data?.myConsents;
  return (
    <>
      {error && !page && (
        <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />
      )}
      {!page && !error && <CardBones count={2} label={t`Reading what you said`} />}
      {page?.nodes.length === 0 && (
        <Empty title={<Trans>You have said nothing yet</Trans>}>
          <Trans>Each yes and each no stands here with its receipt. Having said nothing counts as no.</Trans>
        </Empty>
      )}
      {page && page.nodes.length > 0 && (
        <div className={styles.card}>
          {page.nodes.map((consent) => (
            <OneSaid key={consent.id} consent={consent} />
          ))}
        </div>
      )}
      <MoreButton page={page?.pageInfo} onMore={(after) => fetchMore({ variables: { after } })} />
      <Limits />
      <MovedInEver />
    </>
  );
}

function OneSaid({ consent }: { consent: SaidFragment }) {
  const fields = useFieldNames();
  const purposes = usePurposeWords();
  const recipients = useRecipientWords();
  const { withdraw, error } = useWithdraw();
  const [receipt, setReceipt] = useState(false);
  const field = fields.name(consent.field);
  const stands = standing(consent.state);
  return (
    <article className={styles.entry} data-card tabIndex={-1}>
      <div className={styles.line}>
        <h2>
          {stands === false ? (
            <Trans>
              No to {consent.recipient.name}: {field}
            </Trans>
          ) : (
            <Trans>
              Yes to {consent.recipient.name}: {field}
            </Trans>
          )}
        </h2>
        <When at={consent.at} className={styles.meta} />
      </div>
      {consent.itemExcerpt && <p>“{consent.itemExcerpt}”</p>}
      <p className={styles.meta}>
        {recipients.line(consent.recipient)} · {purposes.name[consent.purpose]}
      </p>
      <div className={styles.line}>
        <AnswerLine answer={asAnswer(consent)} about={field} error={error} onWithdraw={withdraw} />
        <button
          type="button"
          className={styles.link}
          aria-expanded={receipt}
          onClick={() => setReceipt(!receipt)}
        >
          {receipt ? <Trans>Close the receipt</Trans> : <Trans>Receipt</Trans>}
        </button>
      </div>
      {receipt && (
        <Suspense>
          <Receipt id={consent.id} />
        </Suspense>
      )}
    </article>
  );
}

function asAnswer({ id, state, at, effectiveAt, validUntil }: SaidFragment) {
  return { __typename: 'ConsentAnswer' as const, id, state, at, effectiveAt, validUntil };
}
