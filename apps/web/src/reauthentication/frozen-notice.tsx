import { Notice } from '@courtyard/ui';
import { Trans } from '@lingui/react/macro';
import { useDay } from '../language/use-day';
import styles from './frozen-notice.module.css';

/** Why a yes or an approval rests for a while, and what works all the same. */
export function FrozenNotice({ until }: { until: string }) {
  const day = useDay();
  return (
    <div className={styles.above}>
      <Notice icon="clock" title={<Trans>A yes and an approval rest until {day(until)}.</Trans>}>
        <Trans>
          Something about your sign-in has changed: a password was reset, or a passkey added. If that was not
          you, nobody can say yes in your name meanwhile. No, and taking a yes back, work as always.
        </Trans>
      </Notice>
    </div>
  );
}
