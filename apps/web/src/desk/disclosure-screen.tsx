import { useMutation, useQuery } from '@apollo/client/react';
import { CardBones, Notice } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Textarea } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import {
  CancelDisclosureDocument,
  DisclosureDocument,
  type DisclosureWholeFragment,
  RecordAnswerDocument,
} from '../generated/graphql';
import { When } from '../language/when';
import { Head } from '../shell/head';
import { useFieldNames } from '../terms/use-field-names';
import { usePurposeWords } from '../terms/use-purpose-words';
import { BackToDisclosures } from './back-to-disclosures';
import { ColumnTable } from './column-table';
import styles from './disclosure.module.css';
import { DisclosureTag } from './disclosures-screen';
import { ManifestPaper } from './manifest-paper';
import { may } from './officer';
import { Seats } from './seats';
import { Steps } from './steps';

/** One disclosure: what would leave, two seats, and the manifest beside. */
export function DisclosureScreen() {
  const { t } = useLingui();
  const { disclosureId } = useParams({ from: '/_inside/desk/disclosures/$disclosureId' });
  const { data, error, refetch } = useQuery(DisclosureDocument, {
    variables: { id: disclosureId },
    fetchPolicy: 'cache-and-network',
  });
  const disclosure = data?.node.__typename === 'Disclosure' ? data.node : undefined;
  return (
    <div className={styles.page}>
      <div>
        <Head
          before={<BackToDisclosures />}
          name={t`Disclosure`}
          rule={disclosure && <DisclosureTag status={disclosure.status} />}
          title={disclosure ? `${disclosure.recipient.name} · ${t`Disclosure`}` : undefined}
        />
        {error && !disclosure && (
          <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />
        )}
        {!disclosure && !error && <CardBones count={2} label={t`Reading the disclosure`} />}
        {disclosure && <Whole disclosure={disclosure} />}
      </div>
      {disclosure && (disclosure.manifest || isOpen(disclosure)) && <ManifestPaper {...disclosure} />}
    </div>
  );
}

/** It may still leave. */
function isOpen({ status }: Pick<DisclosureWholeFragment, 'status'>): boolean {
  return status === 'requested' || status === 'approved';
}

function Whole({ disclosure }: { disclosure: DisclosureWholeFragment }) {
  const purposes = usePurposeWords();
  const fields = useFieldNames();
  const to = disclosure.recipient.name;
  const purpose = purposes.name[disclosure.purpose];
  const over = !isOpen(disclosure);
  return (
    <>
      <Steps at={disclosure.manifest ? 4 : 3} />
      <p className={styles.lead}>
        <Trans>
          “{disclosure.question}” {fields.list(disclosure.fields)} to <b>{to}</b>, for <b>{purpose}</b>.
        </Trans>{' '}
        {!over && (
          <Trans>
            What has not left by{' '}
            <b>
              <When at={disclosure.expiresAt} within />
            </b>{' '}
            never does.
          </Trans>
        )}
      </p>
      {over && !disclosure.manifest ? (
        <Notice title={<Trans>It is over, and was not delivered.</Trans>}>
          <Trans>
            Its recipient confirmed nothing, so there is no manifest. Whoever something left of all the same
            finds it in their own privacy centre.
          </Trans>
        </Notice>
      ) : (
        <>
          <ColumnTable columns={disclosure.columns} />
          <p className={styles.note}>
            <Trans>
              Who said no, or nothing, is not shown to anybody. It is judged again, cell by cell, as it
              leaves; where nobody agrees, a table without a row is delivered like any other.
            </Trans>
          </p>
        </>
      )}
      <Seats disclosure={disclosure} />
      <Afterwards disclosure={disclosure} />
    </>
  );
}

function Afterwards({ disclosure }: { disclosure: DisclosureWholeFragment }) {
  const [cancel, { error, loading }] = useMutation(CancelDisclosureDocument, {
    variables: { id: disclosure.id },
  });
  return (
    <div className={styles.over}>
      {disclosure.answered && (
        <Notice icon="check" title={<Trans>What it answered:</Trans>}>
          {disclosure.answered}
        </Notice>
      )}
      {error && <FailureNotice error={error} />}
      {may(disclosure, 'record_answer') && disclosure.answered === null && <Answer id={disclosure.id} />}
      {may(disclosure, 'cancel') && (
        <div>
          <Button size="xs" loading={loading} onClick={() => void cancel().catch(() => undefined)}>
            <Trans>Stop it</Trans>
          </Button>
        </div>
      )}
    </div>
  );
}

function Answer({ id }: { id: string }) {
  const { t } = useLingui();
  const [answered, setAnswered] = useState('');
  const [record, { error, loading }] = useMutation(RecordAnswerDocument);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void record({ variables: { id, answered: answered.trim() } }).catch(() => undefined);
  };
  return (
    <form className={styles.over} onSubmit={submit}>
      <Textarea
        label={t`What did it answer?`}
        description={t`Everybody who asks later why this left reads it here.`}
        required
        withAsterisk={false}
        rows={2}
        maxLength={2000}
        value={answered}
        onChange={(event) => setAnswered(event.currentTarget.value)}
      />
      {error && <FailureNotice error={error} />}
      <div>
        <Button type="submit" size="xs" loading={loading}>
          <Trans>Record it</Trans>
        </Button>
      </div>
    </form>
  );
}
