import type { LogLag, TreeStore } from '@courtyard/audit';
import {
  codeOf,
  type Log,
  logUnsignedSeconds,
  logWaiting,
  logWaitingSeconds,
  openMeter,
  serveMetrics,
  watchProcess,
} from '@courtyard/observe';

const KEPT_MILLIS = 500;
const BEHIND_SECONDS = 60;

/** Serves how far the tree is behind; a port that is taken is no reason to build none. */
export async function observe(
  metrics: { readonly host: string; readonly port: number } | undefined,
  store: Pick<TreeStore, 'lag'>,
  log: Log,
): Promise<void> {
  if (!metrics) return;
  const lag = shared(() => store.lag());
  // One by one they would tell what somebody did just now.
  logWaiting.watch({}, async () => Math.floor((await lag()).waiting / 10) * 10);
  logWaitingSeconds.watch({}, async () => (await lag()).waitingSeconds);
  logUnsignedSeconds.watch({}, async () => (await lag()).unsignedSeconds);
  watchProcess();
  const whyNotReady = async () => {
    const found = await lag().catch(() => undefined);
    if (!found) return 'database';
    return found.waitingSeconds > BEHIND_SECONDS ? 'behind' : null;
  };
  await openMeter()
    .then((meter) => serveMetrics({ ...metrics, meter, whyNotReady }))
    .catch((failure: unknown) => log.trouble({ event: 'metrics.listen', why: codeOf(failure) }));
}

/** One look for all who ask at the same moment. */
function shared(look: () => Promise<LogLag>): () => Promise<LogLag> {
  let last: Promise<LogLag> | undefined;
  let at = 0;
  return () => {
    if (!last || performance.now() - at > KEPT_MILLIS) {
      at = performance.now();
      last = look();
    }
    return last;
  };
}
