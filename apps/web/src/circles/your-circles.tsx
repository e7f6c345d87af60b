import { useQuery } from '@apollo/client/react';
import { Panel } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { CirclesDocument } from '../generated/graphql';
import { numberWords } from '../language/time';
import styles from './your-circles.module.css';

const MOST = 6;

/** One's circles beside the directory, where one thinks of people. */
export function YourCircles() {
  const { i18n } = useLingui();
  const { data } = useQuery(CirclesDocument);
  const circles = data?.circles ?? [];
  return (
    <Panel title={<Trans>Your circles</Trans>}>
      <ul className={styles.list}>
        {circles.slice(0, MOST).map(({ id, name, count }) => (
          <li key={id}>
            <span>{name}</span>
            <span className={styles.count}>{numberWords(count, i18n.locale)}</span>
          </li>
        ))}
      </ul>
      <Link to="/circles" className={styles.all}>
        {circles.length === 0 ? (
          <Trans>Make a private list of people</Trans>
        ) : (
          <Trans>See and change them</Trans>
        )}
      </Link>
    </Panel>
  );
}
