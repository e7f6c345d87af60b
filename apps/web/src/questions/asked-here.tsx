import { useQuery } from '@apollo/client/react';
import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { AskedHereDocument } from '../generated/graphql';
import styles from './questions.module.css';
import { PromisedTime, UsualTime } from './usual-time';

/** In a community: how long a first answer usually takes, where that tells of nobody, and the way to what waits. */
export default function AskedHere({ communityId }: { communityId: string }) {
  const { data } = useQuery(AskedHereDocument, { variables: { communityId } });
  const community = data?.node.__typename === 'Community' ? data.node : null;
  const hours = community?.usualAnswerHours ?? null;
  const promised = community?.promisedAnswerHours ?? null;
  return (
    <p className={styles.here}>
      {promised !== null && <PromisedTime hours={promised} />} {hours !== null && <UsualTime hours={hours} />}{' '}
      <Link to="/unanswered" search={{ community: communityId }}>
        <Trans>Questions that wait here</Trans>
      </Link>
    </p>
  );
}
