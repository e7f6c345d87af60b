import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { FolderSecrets, makePassword } from '@courtyard/database';
import { assertEveryOperationDecided, LIMITS } from '@courtyard/graphql';
import { SessionService } from '@courtyard/identity';
import { LiveServer } from '@courtyard/live';
import { actorLookup, PhotoService } from '@courtyard/people';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { AppModule } from './app.module.js';
import { RequestContexts } from './context/request-context.js';
import { serveFiles } from './files/files.js';
import { FirstRun } from './first-run/first-run.js';
import { serveClient } from './http/client-files.js';
import { FailuresFilter } from './http/failures.filter.js';
import { addSecurityHeaders } from './http/security-headers.js';
import { knownOperations } from './known-operations.js';
import { listen } from './listen.js';
import { openPlatform } from './platform/platform.js';
import { resolvers } from './resolvers.js';
import type { ApiSettings } from './settings.js';

const WEB = join(import.meta.dirname, '..', '..', 'web');

export interface Served {
  /** What the supervisor is told: addresses, and how to get in. */
  readonly ready: object;
  close(): Promise<void>;
}

/** Serves the product on every address of the settings. @throws when it cannot; nothing is left open then. */
export async function serve(settings: ApiSettings): Promise<Served> {
  assertEveryOperationDecided(resolvers);
  const platform = await openPlatform(settings, (what) => process.stderr.write(`fault: ${what}\n`));
  platform.gate.useActorLookup(actorLookup);
  const contexts = new RequestContexts(platform.gate, { publicUrl: settings.publicUrl });
  const secrets = new FolderSecrets(join(settings.folder, 'secrets'));
  const secret = Buffer.from(await secrets.obtain('throttle', makePassword));
  const known = knownOperations(WEB);
  const first = new FirstRun(settings);
  const adapter = new FastifyAdapter({
    bodyLimit: LIMITS.bodyBytes,
    trustProxy: settings.publicUrl !== undefined,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with({
      platform,
      contexts,
      secret: createHash('sha256').update(secret).digest(),
      demoAccounts: first,
      graphql: {
        production: settings.environment === 'production',
        onlyKnown: settings.persistedOperationsOnly,
        known,
      },
    }),
    adapter,
    { logger: ['error', 'fatal'], abortOnError: false },
  );
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  addSecurityHeaders(fastify, { https: settings.publicUrl?.startsWith('https:') ?? false });
  await serveFiles(fastify, { contexts, photos: app.get(PhotoService, { strict: false }) });
  app.useGlobalFilters(new FailuresFilter(await serveClient(fastify, join(WEB, 'dist'))));
  await app.init();
  contexts.useSessions(app.get(SessionService, { strict: false }));
  const listening = await listen(fastify, settings.hosts, settings.port);
  const wayIn = await first.prepare(app, settings.publicUrl ?? listening.urls[0] ?? '');
  const { schema } = app.get(GraphQLSchemaHost);
  const live = new LiveServer(listening.servers, schema, contexts, platform.relay);
  return {
    ready: { ready: true, urls: listening.urls, ...wayIn },
    close: async () => {
      await live.close();
      await listening.close();
      await app.close();
      await platform.close();
    },
  };
}
