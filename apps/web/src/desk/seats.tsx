import { useMutation } from '@apollo/client/react';
import { Icon } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { DecideDisclosureDocument, type DisclosureWholeFragment } from '../generated/graphql';
import { When } from '../language/when';
import { useRoleWords } from '../terms/use-role-words';
import { Decide } from './decide';
import styles from './disclosure.module.css';
import { OfficeRests } from './office-rests';
import { may } from './officer';
import { twoSeats } from './two-seats';

type Seat = DisclosureWholeFragment['seats'][number];

/** Two seats of different roles; a seat is empty or taken, and mine has the two equal answers. */
export function Seats({ disclosure }: { disclosure: DisclosureWholeFragment }) {
  const { t } = useLingui();
  const [decide] = useMutation(DecideDisclosureDocument);
  const waits = disclosure.status === 'requested';
  return (
    <div className={styles.seats}>
      {twoSeats(disclosure.seats).map((seat, index) => (
        <section
          // biome-ignore lint/suspicious/noArrayIndexKey: there are two seats, and they stay
          key={index}
          className={seat?.decision ? styles.seat : `${styles.seat} ${styles.empty}`}
          aria-label={index === 0 ? t`First seat` : t`Second seat`}
        >
          <Chair seat={seat} />
          <Words seat={seat} waits={waits} />
          {waits && seat?.mine && seat.decision === null && <OfficeRests />}
          {waits && seat?.mine && seat.decision === null && may(disclosure, 'decide') && (
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

function Chair({ seat }: { seat: Seat | null }) {
  if (seat?.decision === 'approved')
    return (
      <span className={`${styles.chair} ${styles.taken}`}>
        <Icon name="check" />
      </span>
    );
  return (
    <span className={seat?.decision === 'refused' ? `${styles.chair} ${styles.refused}` : styles.chair}>
      <Icon name={seat?.decision === 'refused' ? 'close' : 'seat'} />
    </span>
  );
}

function Words({ seat, waits }: { seat: Seat | null; waits: boolean }) {
  const roles = useRoleWords();
  if (seat?.decision)
    return (
      <div>
        <b>
          {seat.decision === 'approved' ? (
            <Trans>{roles.named(seat.role)} approved</Trans>
          ) : (
            <Trans>{roles.named(seat.role)} refused</Trans>
          )}
        </b>
        {seat.at && <When at={seat.at} className={styles.meta} />}
      </div>
    );
  return (
    <div>
      <b>{waits ? <Trans>This seat is open</Trans> : <Trans>Not needed</Trans>}</b>
      {waits && (
        <span className={styles.meta}>
          <Trans>Another role than the first, and not who asked</Trans>
        </span>
      )}
    </div>
  );
}
