import { useQuery } from '@apollo/client/react';
import { Trans } from '@lingui/react/macro';
import { MovedInSource } from '../arrival/moved-in-source';
import { MovedInEverDocument } from '../generated/graphql';
import styles from './privacy.module.css';

/** What an import brought about me, long after I was told of it; null where nothing was moved in. */
export function MovedInEver() {
  const { data } = useQuery(MovedInEverDocument, { fetchPolicy: 'cache-and-network' });
  const sources = data?.me.movedInEver?.sources ?? [];
  if (sources.length === 0) return null;
  return (
    <section aria-labelledby="moved-in">
      <h2 id="moved-in" className={styles.heading}>
        <Trans>What was moved in</Trans>
      </h2>
      <div className={styles.card}>
        {sources.map((source) => (
          <MovedInSource key={source.source} source={source} />
        ))}
      </div>
    </section>
  );
}
