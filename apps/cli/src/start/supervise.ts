import { Companion, type CompanionOptions } from './companion.js';
import { Ending } from './ending.js';
import type { ApiReady } from './message.js';
import { Part, type PartPlan } from './part.js';
import { StartFault } from './start.errors.js';

/** A database server that is ours to stop. */
export interface OwnedDatabase {
  /** Resolves when it has ended without being asked to. */
  readonly lost: Promise<Error>;
  stop(): Promise<void>;
}

/** The processes of the product, each with an environment of its own. */
export interface Processes {
  /** Without it there is no house: its end ends everything. */
  readonly api: PartPlan;
  /** Started again when they end; stopped in this order. */
  readonly companions: readonly PartPlan[];
}

export interface Supervised {
  /** Starts the database and brings it up to date; undefined when the server is not ours. */
  database(): Promise<OwnedDatabase | undefined>;
  /** Asked for once the database is there. */
  processes(): Promise<Processes>;
  /** Told once, when everything answers. */
  ready(message: ApiReady): void;
  /** Told in one sentence when a companion does not work; the house goes on. */
  trouble: CompanionOptions['trouble'];
}

/** Of the 2.8 seconds that an end may take. */
const API_MILLIS = 1_500;
const COMPANION_MILLIS = 400;

/**
 * Starts the database, then the api and its companions together; waits; takes api, companions and database down in this
 * order, so that the log still receives what the api does last. Resolves when it was asked to end (Ctrl-C, SIGTERM, its
 * starter's death); throws a StartFault when the api or the database did not start or died. In every case nothing is
 * left running: within 3 seconds, for each process watches our channel and the database our life.
 *
 *   database -> api, companions -> ready -> (asked to end | api died | database died) -> api down -> companions down
 *                      ▲     │                                                         -> database down
 *                      └─────┘ a companion that died is started again
 */
export async function supervise(parts: Supervised): Promise<void> {
  let api: Part<ApiReady> | undefined;
  const companions: Companion[] = [];
  const ending = new Ending((why) => {
    api?.kill();
    for (const companion of companions) companion.kill();
    process.exit(why === 'impatience' ? 130 : ending.asked ? 0 : 1);
  });
  let starting: Promise<OwnedDatabase | undefined> = Promise.resolve(undefined);
  try {
    starting = parts.database();
    const database = await ending.unlessWanted(starting);
    if (ending.isWanted) return;
    const lost = database?.lost ?? new Promise<never>(() => undefined);

    const plans = await ending.unlessWanted(parts.processes());
    if (!plans) return;
    api = Part.spawn<ApiReady>(plans.api);
    const { trouble } = parts;
    companions.push(...plans.companions.map((plan) => new Companion(plan, { trouble })));
    const started = await ending.unlessWanted(
      Promise.race([api.ready, lost.then((reason) => Promise.reject(stopped(reason)))]),
    );
    if (!started) return;
    await ending.unlessWanted(Promise.all(companions.map(({ settled }) => settled)));
    if (ending.isWanted) return;
    parts.ready(started);

    await ending.unlessWanted(
      Promise.race([
        lost.then((reason) => Promise.reject(stopped(reason))),
        api.ended.then(() =>
          Promise.reject(new StartFault('The api ended unexpectedly; everything was stopped.')),
        ),
      ]),
    );
  } finally {
    ending.begin();
    await api?.stop(API_MILLIS);
    for (const companion of companions) await companion.stop(COMPANION_MILLIS);
    await (await starting.catch(() => undefined))?.stop();
    ending.over();
  }
}

function stopped(reason: Error): StartFault {
  return new StartFault(`${reason.message} Everything was stopped; nothing stored is lost.`);
}
