import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from '@courtyard/database';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { type Served, type ServeOptions, serve } from '../../apps/api/src/serve.js';
import type { ApiSettings } from '../../apps/api/src/settings.js';
import { Caller } from './caller.js';

/** The product as it is served, in this process, on a database of its own. */
export interface House {
  readonly url: string;
  readonly app: INestApplicationContext;
  readonly database: TestDatabase;
  /** Keys and secrets, as every process of the house finds them. */
  readonly folder: string;
  readonly served: Served;
  /** The token of the first administrator's invitation. */
  readonly invitation: string;
  /** Somebody without a session, in a browser of their own. */
  stranger(): Caller;
  close(): Promise<void>;
}

export interface HouseOptions {
  readonly settings?: Partial<ApiSettings>;
  /** Modules that the product does not have. */
  readonly more?: readonly Type[];
  /** Another house on the same database, such as one of another environment. */
  readonly database?: TestDatabase;
  readonly also?: ServeOptions;
}

export async function openHouse({
  settings,
  more,
  database: given,
  also,
}: HouseOptions = {}): Promise<House> {
  const database = given ?? (await testDatabase({ fresh: true }));
  const folder = await mkdtemp(join(tmpdir(), 'courtyard-house-'));
  const { api, audit, relay } = database.urls;
  const served: Served = await serve(
    {
      port: 0,
      hosts: ['127.0.0.1'],
      folder,
      environment: 'development',
      persistedOperationsOnly: false,
      clockAheadHours: 0,
      apiUrl: api,
      auditUrl: audit,
      relayUrl: relay,
      organisationName: 'Kessler Pumps',
      administratorEmail: 'administrator@kessler.example',
      demo: false,
      traceShare: 0,
      ...settings,
    } as ApiSettings,
    more,
    also,
  );
  const [url = ''] = served.ready.urls;
  return {
    url,
    app: served.app,
    database,
    folder,
    served,
    invitation: served.ready.firstAdministrator?.split('#')[1] ?? '',
    stranger: () => new Caller(url),
    close: async () => {
      await served.close();
      if (!given) await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
