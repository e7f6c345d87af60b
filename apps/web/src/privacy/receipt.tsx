import { useQuery } from '@apollo/client/react';
import { RowBones } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { FailureNotice } from '../failure/failure-notice';
import { ConsentReceiptDocument } from '../generated/graphql';
import { download } from '../shell/download';
import facts from '../shell/facts.module.css';
import styles from './privacy.module.css';

/** The receipt of one answer, to read and to keep (ISO/IEC TS 27560:2023). */
export default function Receipt({ id }: { id: string }) {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery(ConsentReceiptDocument, {
    variables: { id },
    fetchPolicy: 'no-cache',
  });
  const receipt = data?.consentReceipt;
  return (
    <section className={styles.receipt} aria-label={t`Receipt`}>
      {error && <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />}
      {!receipt && !error && <RowBones count={2} label={t`Fetching the receipt`} />}
      {receipt && (
        <>
          <dl className={`${facts.facts} ${facts.small}`}>
            {receipt.lines.map((line) => (
              <div key={line.label} className={facts.pair}>
                <dt>{line.label}</dt>
                <dd>{line.text}</dd>
              </div>
            ))}
          </dl>
          <div className={styles.buttons}>
            <Button size="xs" onClick={() => download('courtyard-receipt.json', receipt.json)}>
              <Trans>Keep the receipt</Trans>
            </Button>
            <span className={styles.meta}>
              <Trans>JSON after ISO/IEC TS 27560</Trans>
            </span>
          </div>
        </>
      )}
    </section>
  );
}
