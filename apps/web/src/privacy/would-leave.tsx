import { useQuery } from '@apollo/client/react';
import { Icon, RowBones } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { FailureNotice } from '../failure/failure-notice';
import { type AskedFragment, WouldLeaveAboutMeDocument } from '../generated/graphql';
import { useFieldNames } from '../terms/use-field-names';
import styles from './privacy.module.css';

/** Exactly what the request would contain about me if it were sent now, value by value. */
export function WouldLeave({ request }: { request: AskedFragment }) {
  const { t } = useLingui();
  const { name } = useFieldNames();
  const { data, error, refetch } = useQuery(WouldLeaveAboutMeDocument, {
    variables: { requestId: request.id },
    fetchPolicy: 'network-only', // what was true a minute ago is no answer to this question
  });
  const cells = data?.wouldLeaveAboutMe;
  const leaving = cells?.filter((cell) => cell.released) ?? [];
  return (
    <section className={styles.inset} aria-label={t`Exactly what they would get`}>
      <h3>
        <Trans>If it were sent now</Trans>
      </h3>
      {error && <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />}
      {!cells && !error && <RowBones count={2} label={t`Counting what would leave`} />}
      {cells && (
        <>
          <p className={`${styles.quiet} ${styles.gap}`} role="status">
            {leaving.length === 0 ? (
              <Trans>Nothing about you would leave.</Trans>
            ) : (
              <Trans>Only what is marked would leave, under a random number instead of your id.</Trans>
            )}{' '}
            <Trans>A yes that has not cooled off yet does not count here.</Trans>
          </p>
          <ul className={styles.leaves}>
            {cells.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two cells may read the same
              <li key={index} className={cell.released ? undefined : styles.stays}>
                <span>{name(cell.field)}</span>
                <b>{cell.value}</b>
                {cell.released ? (
                  <span className={styles.goes}>
                    <Icon name="outside" small /> <Trans>would leave</Trans>
                  </span>
                ) : (
                  <span>
                    <Trans>stays</Trans>
                  </span>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
