import { useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { ToReadDocument } from '../generated/graphql';
import { When } from '../language/when';
import styles from './to-read.module.css';

/** Above the feed: what one is asked to read and has not said that one has; nothing where there is none. */
export default function ToRead() {
  const { t } = useLingui();
  const { data } = useQuery(ToReadDocument, { fetchPolicy: 'cache-and-network' });
  const unread = (data?.toRead.nodes ?? []).filter(
    ({ withdrawn, announcement }) => !withdrawn && announcement?.acknowledged === false,
  );
  if (unread.length === 0) return null;
  return (
    <section className={styles.waiting} aria-label={t`Waiting for you to read`}>
      <p className={styles.title}>
        <Trans>Waiting for you to read</Trans>
      </p>
      <ul>
        {unread.map(({ id, body, author, publishedAt, announcement }) => (
          <li key={id}>
            <Link to="/post/$postId" params={{ postId: id }} dir="auto">
              {body.split('\n', 1)[0]?.slice(0, 160)}
            </Link>
            <span>
              {author.name} · {announcement?.remindedOn && <Trans>Reminded ·</Trans>}{' '}
              <When at={publishedAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
