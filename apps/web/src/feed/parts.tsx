import { Icon, iconOfAudience } from '@courtyard/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { AudienceFragment } from '../generated/graphql';
import { numberWords } from '../language/time';
import { sumOf } from './audience-choice';
import styles from './lens.module.css';
import { usePartWords } from './use-part-words';

/** Where the number comes from; and why the parts may add up to more. */
export function Parts({ audience }: { audience: AudienceFragment }) {
  const { i18n } = useLingui();
  const words = usePartWords();
  const sum = sumOf(audience);
  return (
    <>
      <ul className={styles.parts}>
        {audience.parts.map((part) => (
          <li key={`${part.kind}${part.id}`} className={part.outside > 0 ? styles.amber : undefined}>
            <Icon name={part.outside > 0 ? 'outside' : iconOfAudience([part.kind])} small />
            <span>{words.name(part)}</span>
            <span className={styles.number}>{numberWords(part.count, i18n.locale)}</span>
          </li>
        ))}
      </ul>
      {sum && (
        <p className={styles.sum}>
          {sum.inBoth !== null ? (
            <Plural
              value={sum.inBoth}
              one="One person is in both and counted once."
              other="# people are in both and counted once."
            />
          ) : (
            <Trans>
              Together {numberWords(sum.added, i18n.locale)}; whoever is in several is counted once.
            </Trans>
          )}
        </p>
      )}
    </>
  );
}
