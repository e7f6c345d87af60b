import { useMutation, useQuery } from '@apollo/client/react';
import { CardBones, Empty } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import {
  DecideOpeningDocument,
  type OpeningCardFragment,
  OpeningsDocument,
  RetireOpeningDocument,
} from '../generated/graphql';
import { useViewer } from '../session/viewer';
import { Head } from '../shell/head';
import { MoreButton } from '../shell/more-button';
import { useFieldNames } from '../terms/use-field-names';
import { usePurposeWords } from '../terms/use-purpose-words';
import { Decide } from './decide';
import desk from './desk.module.css';
import styles from './entry.module.css';
import { OfficeRests } from './office-rests';
import { may, mayPropose } from './officer';
import { StatusTag, TwoRoles } from './proposal-status';
import { PurposeSwitches } from './purpose-switches';

const ProposeOpening = lazy(() => import('./propose-opening'));

/** What may be asked for and sent at all: purpose, recipient and fields, by two roles. */
export function OpeningsScreen() {
  const { t } = useLingui();
  const { roles, officeFrom } = useViewer();
  const [proposing, setProposing] = useState(false);
  const { data, error, refetch, fetchMore } = useQuery(OpeningsDocument, {
    variables: {},
    fetchPolicy: 'cache-and-network',
  });
  const page = data?.openings;
  return (
    <div className={desk.column}>
      <Head
        name={t`Openings`}
        rule={<Trans>What is not opened here cannot be asked for</Trans>}
        action={
          mayPropose(roles) &&
          !officeFrom &&
          !proposing && (
            <Button size="xs" onClick={() => setProposing(true)}>
              <Trans>Propose an opening</Trans>
            </Button>
          )
        }
      />
      {proposing && (
        <Suspense>
          <ProposeOpening onClose={() => setProposing(false)} />
        </Suspense>
      )}
      {error && !page && (
        <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />
      )}
      {!page && !error && <CardBones count={2} label={t`Reading the openings`} />}
      {page?.nodes.length === 0 && (
        <Empty title={<Trans>Nothing is open</Trans>}>
          <Trans>
            The walls are closed. An opening names a purpose, a recipient and fields; then people can be
            asked, and each of them still decides.
          </Trans>
        </Empty>
      )}
      {page?.nodes.map((opening) => (
        <OpeningCard key={opening.id} opening={opening} />
      ))}
      <MoreButton page={page?.pageInfo} onMore={(after) => fetchMore({ variables: { after } })} />
      <PurposeSwitches />
    </div>
  );
}

function OpeningCard({ opening }: { opening: OpeningCardFragment }) {
  const purposes = usePurposeWords();
  const fields = useFieldNames();
  const [decide] = useMutation(DecideOpeningDocument);
  const [retire, retiring] = useMutation(RetireOpeningDocument, { variables: { id: opening.id } });
  const title = fields.list(opening.fields);
  return (
    <article id={opening.id} className={styles.card} data-card tabIndex={-1}>
      <div className={styles.head}>
        <h2>
          <Trans>
            {title} for {opening.recipient.name}
          </Trans>
        </h2>
        <StatusTag status={opening.status} />
      </div>
      <p>{purposes.name[opening.purpose]}</p>
      <TwoRoles proposal={opening} />
      {opening.status === 'proposed' && !opening.proposedByMe && <OfficeRests />}
      {opening.status === 'proposed' && may(opening, 'decide') && !opening.proposedByMe && (
        <Decide
          about={title}
          decide={(approve) => decide({ variables: { input: { id: opening.id, approve } } })}
        />
      )}
      {retiring.error && <FailureNotice error={retiring.error} />}
      {may(opening, 'retire') && (
        <div className={styles.buttons}>
          <Button size="xs" loading={retiring.loading} onClick={() => void retire().catch(() => undefined)}>
            <Trans>Close it</Trans>
          </Button>
          <span className={styles.meta}>
            <Trans>Narrows at once; one person is enough.</Trans>
          </span>
        </div>
      )}
    </article>
  );
}
