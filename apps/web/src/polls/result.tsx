import { Notice } from '@courtyard/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { PollFragment } from '../generated/graphql';
import { numberWords } from '../language/time';
import styles from './poll-strip.module.css';

/** What came of a closed poll; below ten votes nothing, because it would tell of few. */
export function Result({ poll }: { poll: PollFragment }) {
  const { i18n } = useLingui();
  const { options, voters } = poll;
  return (
    <>
      <ul className={styles.options}>
        {options.map(({ text, votes }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an option is its place in the list
          <li key={at} className={styles.counted}>
            <span dir="auto">{text}</span>
            {votes !== null && voters !== null && (
              <>
                <span className={styles.votes}>{numberWords(votes, i18n.locale)}</span>
                <span className={styles.bar} aria-hidden="true">
                  <span style={{ inlineSize: `${(100 * votes) / voters}%` }} />
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
      {voters === null ? (
        <Notice icon="lock" title={<Trans>Closed without a result.</Trans>}>
          <Trans>
            Nothing is shown of a poll in which fewer than ten voted, so that nobody’s vote can be worked out.
          </Trans>
        </Notice>
      ) : (
        <p className={styles.note}>
          <Plural value={voters} one="Closed. # person voted." other="Closed. # people voted." />{' '}
          <Trans>What each of them chose is forgotten.</Trans>
        </p>
      )}
    </>
  );
}
