import { useQuery } from '@apollo/client/react';
import { Panel } from '@courtyard/ui';
import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { WaitingLongestDocument } from '../generated/graphql';
import { useViewer } from '../session/viewer';
import styles from './questions.module.css';
import { LookedAfter, Waiting } from './waiting';

/** The three that wait longest, beside Home; nothing where nobody waits. */
export default function WaitingLongest() {
  const { employee } = useViewer();
  const { data } = useQuery(WaitingLongestDocument, { fetchPolicy: 'cache-and-network' });
  const waiting = (data?.unanswered.nodes ?? []).filter(({ question }) => question?.state === 'open');
  if (waiting.length === 0) return null;
  return (
    <Panel title={<Trans>Waiting longest for an answer</Trans>}>
      <ul className={styles.list}>
        {waiting.map(({ id, body, publishedAt, question }) => (
          <li key={id}>
            <Link to="/post/$postId" params={{ postId: id }} dir="auto">
              {body.split('\n', 1)[0]?.slice(0, 160)}
            </Link>
            <span>
              <Waiting since={publishedAt} />{' '}
              <LookedAfter by={question?.takenBy ?? null} mine={question?.takenBy?.id === employee.id} />
            </span>
          </li>
        ))}
      </ul>
      <Link to="/unanswered" className={styles.all}>
        <Trans>See all that wait</Trans>
      </Link>
    </Panel>
  );
}
