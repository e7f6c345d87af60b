import { useQuery } from '@apollo/client/react';
import { Panel } from '@courtyard/ui';
import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { DueFirstDocument } from '../generated/graphql';
import styles from '../questions/questions.module.css';
import { useViewer } from '../session/viewer';
import { Given } from './given';

/** The three that are due first, beside Home; nothing where none waits. */
export default function WaitingPromises() {
  const { employee } = useViewer();
  const { data } = useQuery(DueFirstDocument, {
    fetchPolicy: 'cache-and-network',
  });
  const waiting = (data?.waitingPledges.nodes ?? []).filter(({ pledge }) => pledge?.state === 'open');
  if (waiting.length === 0) return null;
  return (
    <Panel title={<Trans>Promises that wait</Trans>}>
      <ul className={styles.list}>
        {waiting.map(({ id, body, author, pledge }) => (
          <li key={id}>
            <Link to="/post/$postId" params={{ postId: id }} dir="auto">
              {body.split('\n', 1)[0]?.slice(0, 160)}
            </Link>
            {pledge && (
              <span>
                {pledge.overdue && <Trans>Overdue, nothing said.</Trans>}{' '}
                <Given pledge={pledge} own={author.id === employee.id} />
              </span>
            )}
          </li>
        ))}
      </ul>
      <Link to="/promises" className={styles.all}>
        <Trans>See all promises</Trans>
      </Link>
    </Panel>
  );
}
