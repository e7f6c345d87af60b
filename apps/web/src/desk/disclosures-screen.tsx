import { useQuery } from '@apollo/client/react';
import { CardBones, Empty } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { FailureNotice } from '../failure/failure-notice';
import {
  type DisclosureLineFragment,
  type DisclosureStatus,
  DisclosuresDocument,
} from '../generated/graphql';
import { When } from '../language/when';
import { useViewer } from '../session/viewer';
import { Head } from '../shell/head';
import { MoreButton } from '../shell/more-button';
import { usePurposeWords } from '../terms/use-purpose-words';
import { useRoleWords } from '../terms/use-role-words';
import desk from './desk.module.css';
import styles from './entry.module.css';
import { mayPropose } from './officer';

/** Releases that were asked for, newest first: what became of each. */
export function DisclosuresScreen() {
  const { t } = useLingui();
  const { roles } = useViewer();
  const { data, error, refetch, fetchMore } = useQuery(DisclosuresDocument, {
    variables: {},
    fetchPolicy: 'cache-and-network',
  });
  const page = data?.disclosures;
  return (
    <div className={desk.column}>
      <Head
        name={t`Disclosures`}
        rule={<Trans>Nothing leaves before both seats are taken</Trans>}
        action={
          mayPropose(roles) && (
            <Button size="xs" component={Link} to="/desk/disclosures/new">
              <Trans>New disclosure</Trans>
            </Button>
          )
        }
      />
      {error && !page && (
        <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />
      )}
      {!page && !error && <CardBones count={2} label={t`Reading the disclosures`} />}
      {page?.nodes.length === 0 && (
        <Empty title={<Trans>Nothing has left, and nothing is asked for</Trans>}>
          <Trans>
            A disclosure answers one question of the business, once, to one recipient, and then it is over.
          </Trans>
        </Empty>
      )}
      {page?.nodes.map((disclosure) => (
        <Line key={disclosure.id} disclosure={disclosure} />
      ))}
      <MoreButton page={page?.pageInfo} onMore={(after) => fetchMore({ variables: { after } })} />
    </div>
  );
}

function Line({ disclosure }: { disclosure: DisclosureLineFragment }) {
  const purposes = usePurposeWords();
  const roles = useRoleWords();
  const taken = disclosure.seats.filter(({ decision }) => decision === 'approved').length;
  return (
    <article className={styles.card} data-card tabIndex={-1}>
      <div className={styles.head}>
        <h2>
          <Link to="/desk/disclosures/$disclosureId" params={{ disclosureId: disclosure.id }}>
            “{disclosure.question}”
          </Link>
        </h2>
        <DisclosureTag status={disclosure.status} />
      </div>
      <p>
        {disclosure.recipient.name} · {purposes.name[disclosure.purpose]}
      </p>
      <p className={styles.meta}>
        <Trans>
          Asked for by {roles.named(disclosure.requestedRole)}, <When at={disclosure.requestedAt} within />
        </Trans>
        {disclosure.status === 'requested' && (
          <>
            {' · '}
            <Trans>{taken} of 2 seats taken</Trans>
          </>
        )}
      </p>
    </article>
  );
}

export function DisclosureTag({ status }: { status: DisclosureStatus }) {
  const { t } = useLingui();
  const words: Record<DisclosureStatus, string> = {
    requested: t`Waits for seats`,
    approved: t`Approved, being sent`,
    refused: t`Refused`,
    ended: t`Over`,
    expired: t`Expired`,
  };
  const waits = status === 'requested' || status === 'approved' ? ` ${styles.waits}` : '';
  return <span className={`${styles.tag}${waits}`}>{words[status]}</span>;
}
