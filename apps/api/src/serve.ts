import { join } from 'node:path';
import { FolderSecrets, makePassword } from '@courtyard/database';
import { sealingKey } from '@courtyard/egress';
import { PollClosing } from '@courtyard/feed';
import { type KnownOperations, KnownQueries, LIMITS, rootOperationsOf } from '@courtyard/graphql';
import { IdentityPruning, SessionUses } from '@courtyard/identity';
import { LiveServer } from '@courtyard/live';
import { type LogOptions, openLog } from '@courtyard/observe';
import { actorLookupBy, PhotoService } from '@courtyard/people';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppModule } from './app.module.js';
import { assertWhole } from './boot/boot-checks.js';
import { runningClasses } from './boot/operations.js';
import { RequestContexts } from './context/request-context.js';
import { entities } from './entities.js';
import { serveFiles } from './files/files.js';
import { FirstRun, type FirstWayIn } from './first-run/first-run.js';
import { admitRequests } from './http/admit-requests.js';
import { serveClient } from './http/client-files.js';
import { answerOf, FailuresFilter } from './http/failures.filter.js';
import { addSecurityHeaders, setSecurityHeaders } from './http/security-headers.js';
import { refuseStrangers } from './http/strangers.js';
import { trustedProxies } from './http/trusted-proxies.js';
import { knownOperations } from './known-operations.js';
import { listen } from './listen.js';
import { openObservation } from './observing.js';
import { identityOptions } from './platform/identity.js';
import { nowAndThen } from './platform/now-and-then.js';
import { openPlatform } from './platform/platform.js';
import type { ApiSettings } from './settings.js';

const PRUNE_MILLIS = 10 * 60_000;
const CLOSE_POLLS_MILLIS = 15_000;

const WEB = join(import.meta.dirname, '..', '..', 'web');

export interface Served {
  /** What the supervisor is told: addresses, and how to get in. */
  readonly ready: FirstWayIn & { readonly ready: true; readonly urls: readonly string[] };
  readonly app: INestApplicationContext;
  /** Where numbers about this process are served; absent: nowhere. */
  readonly metricsPort?: number;
  /** Answers what the built client asks by hash. */
  readonly queries: KnownQueries;
  /** Says to whoever asks that nobody is to be sent here any more; what comes is still answered. */
  drain(): void;
  close(): Promise<void>;
}

export interface ServeOptions {
  /** Where the log goes; absent: standard error. */
  readonly logTo?: LogOptions['to'];
  /** The operations of the client; absent: of the one that was built. */
  readonly known?: KnownOperations;
}

/**
 * Serves the product on every address of the settings.
 * @param more modules besides the product's; a test adds one that leaks, to see that it is caught
 * @param also what a test looks at, or brings
 * @throws when it cannot; nothing is left open then.
 */
export async function serve(
  settings: ApiSettings,
  more: readonly Type[] = [],
  also: ServeOptions = {},
): Promise<Served> {
  const open = new AsyncDisposableStack();
  try {
    return await serveWith(settings, more, open, also);
  } catch (failure) {
    await open.disposeAsync();
    throw failure;
  }
}

/** What is opened is closed in the opposite order, also when the next step fails. */
async function serveWith(
  settings: ApiSettings,
  more: readonly Type[],
  open: AsyncDisposableStack,
  { logTo, known = knownOperations(WEB) }: ServeOptions,
): Promise<Served> {
  const log = openLog({ part: 'api', isProduction: settings.environment === 'production', to: logTo });
  open.defer(() => log.flush());
  const platform = await openPlatform(settings, log);
  open.defer(() => platform.close());
  platform.gate.useActorLookup(actorLookupBy(platform.clock));
  const contexts = new RequestContexts(platform.gate, { publicUrl: settings.publicUrl });
  const secrets = new FolderSecrets(join(settings.folder, 'secrets'));
  const { readiness } = platform;
  const observation = await openObservation(settings, { log, readiness, known });
  open.defer(() => observation.close());
  const first = new FirstRun(settings);
  const https = settings.publicUrl?.startsWith('https:') ?? false;
  const urgent = new Set<string>();
  const adapter = new FastifyAdapter({
    bodyLimit: LIMITS.bodyBytes,
    trustProxy: trustedProxies(settings.publicUrl),
    // An address that cannot be read meets no hook and no filter, and Fastify's own answer would quote it.
    frameworkErrors: (failure: unknown, request: FastifyRequest, reply: FastifyReply) => {
      const { status, body } = answerOf(failure);
      setSecurityHeaders(request, reply, { https });
      void reply.code(status).send(body);
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with({
      platform,
      contexts,
      identity: await identityOptions(settings, secrets),
      egress: { sealingKey: sealingKey(await secrets.obtain('egress', makePassword)) },
      demoAccounts: first,
      more,
      graphql: {
        production: settings.environment === 'production',
        onlyKnown: settings.persistedOperationsOnly,
        known,
        observed: observation.operations,
        urgent,
      },
    }),
    adapter,
    { logger: ['error', 'fatal'], abortOnError: false },
  );
  open.defer(() => app.close());
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  observation.requestsOf(fastify);
  const queries = new KnownQueries({ known, contexts, observed: observation.operations });
  queries.install(fastify);
  addSecurityHeaders(fastify, { https });
  refuseStrangers(fastify, contexts);
  open.defer(admitRequests(fastify, contexts));
  await serveFiles(fastify, { contexts, photos: app.get(PhotoService, { strict: false }) });
  app.useGlobalFilters(new FailuresFilter(await serveClient(fastify, join(WEB, 'dist'))));
  await app.init();
  const { schema } = app.get(GraphQLSchemaHost);
  const running = runningClasses(app);
  assertWhole({
    schema,
    running,
    entities,
    register: await platform.fieldRegister(),
    findsNames: platform.gate.findsNames,
  });
  observation.begin(running.resolvers);
  for (const operation of running.resolvers.flatMap(rootOperationsOf))
    if (operation.urgent) urgent.add(operation.field);
  queries.begin(schema);
  contexts.useSessions(app.get(SessionUses, { strict: false }));
  const pruning = app.get(IdentityPruning, { strict: false });
  const polls = app.get(PollClosing, { strict: false });
  for (const work of [
    nowAndThen(() => pruning.prune(), { every: PRUNE_MILLIS, log, event: 'identity.prune' }),
    nowAndThen(() => polls.closeDue(), { every: CLOSE_POLLS_MILLIS, log, event: 'feed.close_polls' }),
  ])
    open.defer(() => work.close());
  const listening = await listen(fastify, settings.hosts, settings.port);
  open.defer(() => listening.close());
  const wayIn = await first.prepare(app, settings.publicUrl ?? listening.urls[0] ?? '');
  const operations = { known, onlyKnown: settings.persistedOperationsOnly };
  const live = new LiveServer(listening.servers, schema, contexts, platform.relay, platform.gate, operations);
  open.defer(() => live.close());
  return {
    ready: { ready: true, urls: listening.urls, ...wayIn },
    app,
    metricsPort: observation.metricsPort,
    queries,
    drain: () => readiness.drain(),
    close: () => open.disposeAsync(),
  };
}
