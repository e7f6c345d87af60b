import { useQuery } from '@apollo/client/react';
import { Icon, RowBones } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { LogProofDocument, type LogProofQuery } from '../generated/graphql';
import { numberWords } from '../language/time';
import { download } from '../shell/download';
import { bytesOf, shortHex } from './bytes';
import { checkEntry, holds, type ShownEntry, type Verdict } from './check-entry';
import styles from './proof.module.css';

type Proof = NonNullable<LogProofQuery['logProof']>;

/** The proof of one entry, computed in this browser and said in words: what it proves, and what it cannot. */
export default function EntryProof({ entry }: { entry: ShownEntry }) {
  const { t } = useLingui();
  const { data, error, loading, refetch } = useQuery(LogProofDocument, {
    variables: { eventId: entry.eventId },
    fetchPolicy: 'no-cache', // the newest checkpoint, and nothing of it stays
    notifyOnNetworkStatusChange: true,
  });
  const proof = data?.logProof ?? null;
  const verdict = useVerdict(proof, entry);
  const again = () => void refetch().catch(() => undefined);
  return (
    <section className={styles.proof} aria-label={t`What the proof says`} aria-busy={loading}>
      <h3>
        <Trans>What the proof says</Trans>
      </h3>
      {error && <FailureNotice error={error} onRetry={again} />}
      {!data && !error && <RowBones count={2} label={t`Fetching the proof`} />}
      {data && !proof && (
        <Step mark="clock">
          <Trans>
            This entry is recorded and waits for the next checkpoint, usually some seconds. Until then there
            is nothing to check.
          </Trans>
        </Step>
      )}
      {proof && verdict && <Findings proof={proof} verdict={verdict} />}
      <ul>
        <Step mark="none">
          <Trans>
            It cannot prove that everything was recorded. The application has no way to read this without
            recording it.
          </Trans>
        </Step>
      </ul>
      <div className={styles.buttons}>
        {proof && (
          <Button
            size="xs"
            onClick={() => download(`courtyard-proof-${proof.position}.json`, JSON.stringify(proof, null, 2))}
          >
            <Trans>Take the proof</Trans>
          </Button>
        )}
        {data && (
          <Button size="xs" loading={loading} onClick={again}>
            <Trans>Check it again</Trans>
          </Button>
        )}
      </div>
    </section>
  );
}

function useVerdict(proof: Proof | null, entry: ShownEntry): Verdict | null {
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  useEffect(() => {
    let current = true;
    setVerdict(null);
    if (proof)
      void checkEntry(proof, entry).then((found) => {
        if (current) setVerdict(found);
      });
    return () => {
      current = false;
    };
  }, [proof, entry]);
  return verdict;
}

function Findings({ proof, verdict }: { proof: Proof; verdict: Verdict }) {
  const { i18n } = useLingui();
  const number = (digits: string) => numberWords(Number(digits), i18n.locale);
  const leaf = bytesOf(proof.leafHash);
  const root = bytesOf(proof.root);
  return (
    <>
      <p className={holds(verdict) ? styles.good : styles.bad} role="status">
        {holds(verdict) ? (
          <Trans>Proven in this browser.</Trans>
        ) : (
          <Trans>This proof does not hold. Tell data protection or the works council; keep it.</Trans>
        )}
      </p>
      <ul>
        <Step mark={verdict.shown ? 'yes' : 'no'}>
          {verdict.shown ? (
            <Trans>The proven entry says what stands on this screen.</Trans>
          ) : (
            <Trans>The proven entry says something else than this screen.</Trans>
          )}
        </Step>
        <Step mark={verdict.unaltered ? 'yes' : 'no'}>
          {verdict.unaltered ? (
            <Trans>Not a byte of it was changed since it went into the log.</Trans>
          ) : (
            <Trans>Its bytes are not those that went into the log.</Trans>
          )}
        </Step>
        <Step mark={verdict.placed ? 'yes' : 'no'}>
          {verdict.placed ? (
            <Trans>
              It stands at its place, number {number(proof.position)}, in a log of {number(proof.treeSize)}{' '}
              entries.
            </Trans>
          ) : (
            <Trans>It does not stand at its place in the log.</Trans>
          )}
        </Step>
        <Step mark={verdict.signed ? 'yes' : 'no'}>
          {verdict.signed ? (
            <Trans>
              The newest checkpoint names exactly this log. Its signature is ours; no witness outside the
              house signs yet.
            </Trans>
          ) : (
            <Trans>The checkpoint names another log.</Trans>
          )}
        </Step>
      </ul>
      <p className={styles.code}>
        {leaf && `entry ${shortHex(leaf)}`}
        <br />
        {root && `root  ${shortHex(root)}`}
      </p>
    </>
  );
}

function Step({ mark, children }: { mark: 'yes' | 'no' | 'clock' | 'none'; children: ReactNode }) {
  const icons = { yes: 'check', no: 'alert', clock: 'clock', none: 'close' } as const;
  return (
    <li className={styles[mark]}>
      <Icon name={icons[mark]} small />
      <span>{children}</span>
    </li>
  );
}
