import type { ApiReady } from './api-message.js';
import { ApiProcess } from './api-process.js';
import { Ending } from './ending.js';
import { StartFault } from './start.errors.js';

/** A database server that is ours to stop. */
export interface OwnedDatabase {
  /** Resolves when it has ended without being asked to. */
  readonly lost: Promise<Error>;
  stop(): Promise<void>;
}

export interface Supervised {
  /** Starts the database and brings it up to date; undefined when the server is not ours. */
  database(): Promise<OwnedDatabase | undefined>;
  /** Where the api's main.js lies, and its environment, asked for once the database is there. */
  api(): Promise<{ entry: string; env: NodeJS.ProcessEnv }>;
  /** Told once, when everything answers. */
  ready(message: ApiReady): void;
}

/**
 * Starts database and api in order, waits, and takes both down in the opposite order. Resolves when it was asked to
 * end (Ctrl-C, SIGTERM, its starter's death); throws a StartFault when a part did not start or died. In every case
 * nothing is left running: within 3 seconds, for the api watches our channel and the database our life.
 *
 *   database -> api -> ready -> (asked to end | api died | database died) -> api down -> database down
 */
export async function supervise(parts: Supervised): Promise<void> {
  let api: ApiProcess | undefined;
  const ending = new Ending((why) => {
    api?.kill();
    process.exit(why === 'impatience' ? 130 : ending.asked ? 0 : 1);
  });
  let starting: Promise<OwnedDatabase | undefined> = Promise.resolve(undefined);
  try {
    starting = parts.database();
    const database = await ending.unlessWanted(starting);
    if (ending.isWanted) return;
    const lost = database?.lost ?? new Promise<never>(() => undefined);

    const options = await ending.unlessWanted(parts.api());
    if (!options) return;
    api = ApiProcess.spawn(options);
    const started = await ending.unlessWanted(
      Promise.race([api.ready, lost.then((reason) => Promise.reject(stopped(reason)))]),
    );
    if (!started) return;
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
    await api?.stop();
    await (await starting.catch(() => undefined))?.stop();
    ending.over();
  }
}

function stopped(reason: Error): StartFault {
  return new StartFault(`${reason.message} Everything was stopped; nothing stored is lost.`);
}
