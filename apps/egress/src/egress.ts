import { join } from 'node:path';
import { publicKeyOf } from '@courtyard/egress';
import { codeOf, type Log, openLog, openMeter, serveMetrics } from '@courtyard/observe';
import { Delivery } from './disclosure/delivery.js';
import { Ledger } from './disclosure/ledger.js';
import { Spool } from './disclosure/spool.js';
import { EndedMail } from './mail/ended-mail.js';
import { Postman } from './mail/postman.js';
import { Smtp } from './mail/smtp.js';
import { counted, lookedAt, METRICS } from './metrics.js';
import { openPlatform, type Platform } from './platform.js';
import { Rounds } from './rounds.js';
import type { EgressSettings } from './settings.js';

export interface Egress {
  stop(): Promise<void>;
}

/** The supervisor gives a companion 400 ms. */
const STOP_MILLIS = 250;

/**
 * Sends what is due, until it is stopped: disclosures and mail of every organisation.
 * @throws LogFault on an old copy of the database, and when it cannot begin; nothing is left open then
 */
export async function open(settings: EgressSettings): Promise<Egress> {
  const log = counted(openLog({ part: 'egress', isProduction: settings.isProduction }));
  const platform = await openPlatform(settings, log);
  try {
    return await openWith(settings, platform, log);
  } catch (failure) {
    await platform.close();
    throw failure;
  }
}

async function openWith(settings: EgressSettings, platform: Platform, log: Log): Promise<Egress> {
  const now = () => platform.clock.now();
  const ledger = new Ledger(platform.database, now);
  await platform.assertLogStands();
  // Whether this role may do its work at all is known before anybody is told that it does.
  await ledger.organisations();
  const spool = new Spool(join(settings.folder, 'egress'));
  const delivery = new Delivery({
    platform,
    ledger,
    spool,
    disclosureFolder: settings.disclosureFolder,
    endpoint: {
      key: platform.keys.manifest,
      keyId: publicKeyOf(platform.keys.manifest),
      now: () => new Date(),
      allowPrivate: settings.allowPrivate,
    },
    log,
  });
  const smtp = settings.smtp && new Smtp(settings.smtp);
  const postman = smtp && new Postman({ platform, smtp, publicUrl: settings.publicUrl, log });
  const ended = new EndedMail(platform.database);
  const rounds = new Rounds(async (round) => {
    // Also while it runs: PostgreSQL may come back with an old copy. Then nothing leaves, neither file nor mail.
    await platform.assertLogStands();
    for (const organisationId of await ledger.organisations()) {
      if (ended.isDue(organisationId))
        round.begin('forgetting', organisationId, () => ended.forget(organisationId));
      if (postman)
        round.begin('mail', organisationId, async () => void (await postman.round(organisationId)));
      for (const due of await ledger.due(organisationId))
        round.begin('disclosure', due.id, async () => {
          const verdict = await delivery.advance(due);
          return verdict.kind === 'later' ? verdict : undefined;
        });
      // Under a name of its own: what expired does not wait for its next try.
      for (const id of await ledger.stranded(organisationId))
        round.begin('ending', id, async () => void (await delivery.abandon(organisationId, id)));
    }
  }, log);
  rounds.start();
  const unobserve = await observe(settings, rounds, log);
  return {
    stop: async () => {
      await rounds.stop(STOP_MILLIS);
      await unobserve();
      smtp?.close();
      await platform.close();
      log.flush();
    },
  };
}

/** A port that is taken is no reason to send nothing. */
async function observe({ metrics }: EgressSettings, rounds: Rounds, log: Log): Promise<() => Promise<void>> {
  if (!metrics) return async () => undefined;
  const unwatch = lookedAt.watch({}, () => rounds.lookedAt && rounds.lookedAt / 1_000);
  const whyNotReady = async () => (rounds.isTroubled || !rounds.lookedAt ? 'look' : null);
  const served = await openMeter({ only: METRICS })
    .then((meter) => serveMetrics({ ...metrics, meter, whyNotReady }))
    .catch((failure: unknown) => log.trouble({ event: 'metrics.listen', why: codeOf(failure) }));
  return async () => {
    unwatch();
    await served?.close();
  };
}
