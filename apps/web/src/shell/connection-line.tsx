import { Icon } from '@courtyard/ui';
import { Trans } from '@lingui/react/macro';
import { useNetwork } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { waitingAgain } from '../connection/again';
import { liveState, reconnect } from '../connection/live';
import { useStore } from '../connection/store';
import styles from './connection-line.module.css';

/** One line at the top while the walls are out of reach. A short gap is not worth a word. */
export function ConnectionLine() {
  const { online } = useNetwork();
  const live = useStore(liveState);
  const lasting = useLasting(live.kind === 'waiting', 2_000);
  const busy = useLasting(useStore(waitingAgain) > 0, 500);
  if (!online)
    return (
      <div className={styles.line} role="status">
        <Icon name="alert" small />
        <span>
          <Trans>
            <b>You are offline.</b> What you see may be old. Nothing you write is lost.
          </Trans>
        </span>
      </div>
    );
  if (busy)
    return (
      <div className={styles.line} role="status">
        <Icon name="clock" small />
        <span>
          <Trans>
            <b>The server cannot answer just now.</b> What you asked for is tried again by itself; nothing you
            write is lost.
          </Trans>
        </span>
      </div>
    );
  if (live.kind === 'waiting' && lasting)
    return (
      <div className={styles.line} role="status">
        <Icon name="clock" small />
        <span>
          <Trans>
            <b>Live updates are interrupted.</b> Reconnecting; nothing is lost.
          </Trans>
        </span>
        <button type="button" onClick={reconnect}>
          <Trans>Try now</Trans>
        </button>
      </div>
    );
  return null;
}

/** True once the condition has held for so many milliseconds. */
function useLasting(condition: boolean, milliseconds: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!condition) {
      setLasting(false);
      return;
    }
    const timer = setTimeout(() => setLasting(true), milliseconds);
    return () => clearTimeout(timer);
  }, [condition, milliseconds]);
  return lasting;
}
