import { useQuery } from '@apollo/client/react';
import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { AskedHereDocument } from '../generated/graphql';
import styles from './questions.module.css';
import { UsualTime } from './usual-time';

/** In a community: how long a first answer usually takes, where that tells of nobody, and the way to what waits. */
export default function AskedHere({ communityId }: { communityId: string }) {
  const { data } = useQuery(AskedHereDocument, { variables: { communityId } });
  const hours = data?.node.__typename === 'Community' ? data.node.usualAnswerHours : null;
  return (
    <p className={styles.here}>
      {hours !== null && <UsualTime hours={hours} />}{' '}
      <Link to="/unanswered" search={{ community: communityId }}>
        <Trans>Questions that wait here</Trans>
      </Link>
    </p>
  );
}
