import { useMutation } from '@apollo/client/react';
import { Icon } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { DecideDisclosureDocument, type DisclosureWholeFragment } from '../generated/graphql';
import { When } from '../language/when';
import { useRoleWords } from '../terms/use-role-words';
import { Decide } from './decide';
import styles from './disclosure.module.css';
import { may } from './officer';

/** Two seats of different roles; a seat is empty or taken, and the one of mine has the two equal answers. */
export function Seats({ disclosure }: { disclosure: DisclosureWholeFragment }) {
  const { t } = useLingui();
  const roles = useRoleWords();
  const [decide] = useMutation(DecideDisclosureDocument);
  const free = disclosure.seats.findIndex(({ decision }) => decision === null);
  const deciding = disclosure.status === 'requested' && may(disclosure, 'decide');
  return (
    <div className={styles.seats}>
      {disclosure.seats.map((seat, index) => (
        <section
          // biome-ignore lint/suspicious/noArrayIndexKey: there are two seats, and they stay
          key={index}
          className={seat.decision ? styles.seat : `${styles.seat} ${styles.empty}`}
          aria-label={index === 0 ? t`First seat` : t`Second seat`}
        >
          <span
            className={`${styles.chair} ${seat.decision === 'approved' ? styles.taken : ''} ${seat.decision === 'refused' ? styles.refused : ''}`}
          >
            <Icon
              name={seat.decision === 'approved' ? 'check' : seat.decision === 'refused' ? 'close' : 'seat'}
            />
          </span>
          <div>
            <b>
              {seat.decision === null ? (
                <Trans>This seat is open</Trans>
              ) : seat.decision === 'approved' ? (
                <Trans>{roles.named(seat.role ?? '')} approved</Trans>
              ) : (
                <Trans>{roles.named(seat.role ?? '')} refused</Trans>
              )}
            </b>
            <span className={styles.meta}>
              {seat.at ? (
                <When at={seat.at} />
              ) : (
                <Trans>Another role than the first, and not who asked</Trans>
              )}
            </span>
          </div>
          {deciding && index === free && (
            <div>
              <Decide
                about={t`Your seat`}
                decide={(approve) => decide({ variables: { input: { id: disclosure.id, approve } } })}
              />
            </div>
          )}
        </section>
      ))}
    </div>
  );
}
