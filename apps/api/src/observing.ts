import {
  type KnownOperations,
  type ObservedOperations,
  operationNames,
  rootOperationsOf,
} from '@courtyard/graphql';
import {
  backupAt,
  codeOf,
  type Log,
  openMeter,
  openTracing,
  readBackupNote,
  serveMetrics,
  watchProcess,
} from '@courtyard/observe';
import type { FastifyInstance } from 'fastify';
import type { Class } from './boot/operations.js';
import type { Readiness } from './http/readiness.js';
import { observeRequests } from './http/request-observer.js';
import type { ApiSettings } from './settings.js';

/** What looks at this process while it works; nothing at all unless a setting, or production, asks for it. */
export interface Observation {
  readonly operations: ObservedOperations;
  /** Before any route is made. */
  requestsOf(fastify: FastifyInstance): void;
  /** Once it is known which operations are not told of, and before anything is served. */
  begin(resolvers: readonly Class[]): void;
  /** Where metrics are served; absent: nowhere. */
  readonly metricsPort?: number;
  close(): Promise<void>;
}

/** @throws Error in one sentence where the port of the metrics is taken */
export async function openObservation(
  settings: Pick<ApiSettings, 'metrics' | 'traceShare' | 'folder' | 'environment'>,
  {
    log,
    readiness,
    known,
  }: { readonly log: Log; readonly readiness: Readiness; readonly known: KnownOperations },
): Promise<Observation> {
  const { metrics, traceShare, folder, environment } = settings;
  const isWanted = metrics !== undefined || traceShare > 0 || environment === 'production';
  const names = isWanted ? operationNames(known) : new Map<string, string>();
  const untold = new Set<string>();
  const ends: (() => unknown)[] = [];
  const tracing =
    traceShare > 0
      ? await openTracing({
          ...{ folder, part: 'api', share: traceShare },
          onFault: (failure) => log.trouble({ event: 'trace.write', why: codeOf(failure) }),
        })
      : undefined;
  if (tracing) ends.push(() => tracing.close());
  const served =
    metrics &&
    (await serveMetrics({ ...metrics, meter: await openMeter(), whyNotReady: () => readiness.whyNot() }));
  if (served)
    ends.push(
      () => served.close(),
      watchProcess(),
      backupAt.watch({}, () => secondsOfBackup(folder)),
    );
  return {
    operations: { names, untold },
    metricsPort: served?.port,
    requestsOf: (fastify) => {
      if (isWanted) ends.push(observeRequests(fastify, { log, tracing, names: names.values() }));
    },
    begin: (resolvers) => {
      for (const { field } of resolvers.flatMap(rootOperationsOf).filter((one) => one.untold))
        untold.add(field);
    },
    close: async () => {
      for (const end of ends.reverse()) await end();
    },
  };
}

async function secondsOfBackup(folder: string): Promise<number | undefined> {
  const note = await readBackupNote(folder);
  return note && note.at.getTime() / 1_000;
}
