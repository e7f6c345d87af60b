import { Trans, useLingui } from '@lingui/react/macro';
import { Outlet, useMatchRoute } from '@tanstack/react-router';
import { useViewer } from '../session/viewer';
import { NotHere } from '../shell/places';
import { Tab, Tabs } from '../shell/tabs';
import { useWide } from '../shell/widths';
import styles from './desk.module.css';
import { NewlyGiven } from './office-rests';
import { isOfficer, readsLog } from './officer';
import { Queue } from './queue';

/** Where those who answer for the walls work. Wide: the queue at the left, as web.md draws it. */
export function DeskScreen() {
  const { roles } = useViewer();
  const wide = useWide();
  const onDisclosure = useMatchRoute()({ to: '/desk/disclosures/$disclosureId' });
  if (!isOfficer(roles)) return <NotHere />;
  return (
    <div className={styles.desk} data-wide>
      {onDisclosure ? null : wide ? <Beside /> : <Above log={readsLog(roles)} />}
      {/* Always the same place in the tree: what somebody is writing survives a turned tablet. */}
      <div className={styles.main}>
        {!onDisclosure && <NewlyGiven />}
        <Outlet />
      </div>
    </div>
  );
}

function Beside() {
  const { t } = useLingui();
  return (
    <section className={styles.queue} aria-label={t`Queue`}>
      <p className={styles.name}>
        <Trans>Desk</Trans>
      </p>
      <Queue places />
    </section>
  );
}

function Above({ log }: { log: boolean }) {
  return (
    <Tabs>
      <Tab to="/desk" exact>
        <Trans>Queue</Trans>
      </Tab>
      {log && (
        <Tab to="/desk/log">
          <Trans>Log</Trans>
        </Tab>
      )}
      <Tab to="/desk/disclosures">
        <Trans>Disclosures</Trans>
      </Tab>
      <Tab to="/desk/recipients">
        <Trans>Recipients</Trans>
      </Tab>
      <Tab to="/desk/openings">
        <Trans>Openings</Trans>
      </Tab>
      <Tab to="/desk/ask">
        <Trans>Ask people</Trans>
      </Tab>
    </Tabs>
  );
}
