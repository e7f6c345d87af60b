import { Trans, useLingui } from '@lingui/react/macro';
import { useViewer } from '../session/viewer';
import { Head } from '../shell/head';
import { useWide } from '../shell/widths';
import { DisclosuresScreen } from './disclosures-screen';
import { LogScreen } from './log-screen';
import { readsLog } from './officer';
import { Queue } from './queue';

/** What stands at the desk's own address: the queue where it is not beside already, else the log or the disclosures. */
export function DeskStart() {
  const { t } = useLingui();
  const wide = useWide();
  const { roles } = useViewer();
  if (!wide)
    return (
      <>
        <Head name={t`Desk`} rule={<Trans>What waits for a second person</Trans>} />
        <Queue />
      </>
    );
  return readsLog(roles) ? <LogScreen /> : <DisclosuresScreen />;
}
