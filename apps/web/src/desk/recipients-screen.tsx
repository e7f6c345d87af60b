import { useMutation, useQuery } from '@apollo/client/react';
import { CardBones, Empty, Notice } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import {
  DecideRecipientDocument,
  type RecipientCardFragment,
  RecipientsDocument,
  RetireRecipientDocument,
} from '../generated/graphql';
import { useViewer } from '../session/viewer';
import facts from '../shell/facts.module.css';
import { Head } from '../shell/head';
import { MoreButton } from '../shell/more-button';
import { useFieldNames } from '../terms/use-field-names';
import { useRecipientWords } from '../terms/use-recipient-words';
import { Decide } from './decide';
import desk from './desk.module.css';
import styles from './entry.module.css';
import { OfficeRests } from './office-rests';
import { may, mayPropose } from './officer';
import { StatusTag, TwoRoles } from './proposal-status';

const ProposeRecipient = lazy(() => import('./propose-recipient'));

/** The named parties that anything may go to. Each stands here by two roles, and every change of it is a new one. */
export function RecipientsScreen() {
  const { t } = useLingui();
  const { roles, officeFrom } = useViewer();
  const [proposing, setProposing] = useState<RecipientCardFragment | 'new' | null>(null);
  const { data, error, refetch, fetchMore } = useQuery(RecipientsDocument, {
    variables: {},
    fetchPolicy: 'cache-and-network',
  });
  const page = data?.recipients;
  return (
    <div className={desk.column}>
      <Head
        name={t`Recipients`}
        rule={<Trans>Two people of two roles, or nobody</Trans>}
        action={
          mayPropose(roles) &&
          !officeFrom &&
          proposing === null && (
            <Button size="xs" onClick={() => setProposing('new')}>
              <Trans>Propose a recipient</Trans>
            </Button>
          )
        }
      />
      {proposing !== null && (
        <Suspense>
          <ProposeRecipient
            key={proposing === 'new' ? 'new' : proposing.id}
            previous={proposing === 'new' ? null : proposing}
            onClose={() => setProposing(null)}
          />
        </Suspense>
      )}
      {error && !page && (
        <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />
      )}
      {!page && !error && <CardBones count={2} label={t`Reading the recipients`} />}
      {page?.nodes.length === 0 && (
        <Empty title={<Trans>Nobody receives anything</Trans>}>
          <Trans>
            A recipient is proposed by one role and decided by another. Until then nothing can be asked.
          </Trans>
        </Empty>
      )}
      {page?.nodes.map((recipient) => (
        <RecipientCard key={recipient.id} recipient={recipient} onFollow={() => setProposing(recipient)} />
      ))}
      <MoreButton page={page?.pageInfo} onMore={(after) => fetchMore({ variables: { after } })} />
    </div>
  );
}

function RecipientCard({ recipient, onFollow }: { recipient: RecipientCardFragment; onFollow: () => void }) {
  const words = useRecipientWords();
  const fields = useFieldNames();
  const { roles, officeFrom } = useViewer();
  const [decide] = useMutation(DecideRecipientDocument);
  const input = (approve: boolean) => ({ variables: { input: { id: recipient.id, approve } } });
  return (
    <article id={recipient.id} className={styles.card} data-card tabIndex={-1}>
      <div className={styles.head}>
        <h2>{recipient.name}</h2>
        <StatusTag status={recipient.status} />
      </div>
      {recipient.never && (
        <Notice tone="amber" icon="outside" title={<Trans>Nothing ever goes there.</Trans>}>
          <Trans>To such a party nothing leaves, whatever the purpose and whoever says yes.</Trans>
        </Notice>
      )}
      <dl className={`${facts.facts} ${facts.small}`}>
        <dt>
          <Trans>Who</Trans>
        </dt>
        <dd>{words.line(recipient)}</dd>
        <dt>
          <Trans>Version</Trans>
        </dt>
        <dd>
          {recipient.version}
          {recipient.previous && (
            <>
              {', '}
              <Trans>
                follows {recipient.previous.name}, {words.line({ ...recipient, ...recipient.previous })}
              </Trans>
            </>
          )}
        </dd>
        <dt>
          <Trans>Goes by</Trans>
        </dt>
        <dd>
          {recipient.deliveryKind === 'https' ? (
            <>
              <Trans>Signed delivery to an address</Trans>
              <span className={desk.code}>{recipient.deliveryEndpoint}</span>
            </>
          ) : (
            <Trans>Sealed file in a folder of their own</Trans>
          )}
        </dd>
        {recipient.contractReference && (
          <>
            <dt>
              <Trans>Contract</Trans>
            </dt>
            <dd>
              {recipient.contractReference}
              {recipient.contractFields.length > 0 &&
                `: ${recipient.contractFields.map(fields.named).join(', ')}`}
            </dd>
          </>
        )}
      </dl>
      <TwoRoles proposal={recipient} />
      {recipient.status === 'proposed' && !recipient.proposedByMe && <OfficeRests />}
      {recipient.status === 'proposed' && may(recipient, 'decide') && !recipient.proposedByMe && (
        <Decide about={recipient.name} decide={(approve) => decide(input(approve))} />
      )}
      <div className={styles.buttons}>
        {recipient.status === 'active' && mayPropose(roles) && !officeFrom && (
          <Button size="xs" onClick={onFollow}>
            <Trans>Propose a change</Trans>
          </Button>
        )}
        {may(recipient, 'retire') && <Retire id={recipient.id} />}
      </div>
    </article>
  );
}

function Retire({ id }: { id: string }) {
  const [asking, setAsking] = useState(false);
  const [retire, { error, loading }] = useMutation(RetireRecipientDocument, { variables: { id } });
  if (!asking)
    return (
      <Button size="xs" onClick={() => setAsking(true)}>
        <Trans>End it…</Trans>
      </Button>
    );
  return (
    <Notice
      icon="alert"
      title={<Trans>Every yes to this recipient falls at once.</Trans>}
      actions={
        <>
          <Button size="xs" loading={loading} onClick={() => void retire().catch(() => undefined)}>
            <Trans>End it</Trans>
          </Button>
          <Button size="xs" onClick={() => setAsking(false)}>
            <Trans>Keep it</Trans>
          </Button>
        </>
      }
    >
      <Trans>Narrowing needs one person only. It cannot be undone; it can be proposed anew.</Trans>
      {error && <FailureNotice error={error} />}
    </Notice>
  );
}
