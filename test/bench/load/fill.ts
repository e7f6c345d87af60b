import 'reflect-metadata';
import '@courtyard/feed';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { SqliteKeyStore } from '@courtyard/audit';
import { EmbeddedPostgres, FolderSecrets, inDatabase, migrate } from '@courtyard/database';
import { disclosables } from '@courtyard/records';
import { hash } from 'argon2';
import { Client, escapeIdentifier } from 'pg';
import { connected } from '../harness/connected.js';
import { readersOf } from '../harness/readers.js';
import { type Scale, small, withPosts } from '../harness/scale.js';
import { loadFeedLimit } from './feed-limit.js';
import { loadPeople, loadPosts, loadSearch, type Numbered } from './organisation.js';
import { verify } from './verify.js';

/** What stands in a filled folder, beside the data. */
export interface Filled {
  readonly scale: Scale;
  readonly organisation: string;
  readonly password: string;
  /** Databases with the same people and fewer posts: how many, and the name. */
  readonly grown: readonly { readonly posts: number; readonly database: string }[];
  /** Further organisations in the same database, of few employees. */
  readonly small: readonly { readonly scale: Scale; readonly organisation: string }[];
}

/** The database of feed-limit, on the same server. */
export const LIMIT_DATABASE = 'feed_limit';
export const MAIN_DATABASE = 'courtyard';
const PASSWORD = 'gulls over the quay at four';
/** OWASP, as the product hashes (libs/identity/src/password/password-hasher.ts): any other would be hashed anew at sign-in. */
const PASSWORD_COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * Fills a new folder with the organisation, in the real schema, and with the tables of feed-limit. The server gives up safety
 * against power loss while it loads, and is an ordinary one again when the product starts it.
 */
export async function fill(folder: string, scale: Scale, tell: (line: string) => void): Promise<Filled> {
  const server = await EmbeddedPostgres.start({ folder, durable: false, sharedBuffers: '1GB' });
  const secrets = new FolderSecrets(join(folder, 'secrets'));
  const main = server.ownerSocketUrl;
  const started = performance.now();
  const step = (what: string) =>
    tell(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${what}`);
  try {
    await migrate({ ownerUrl: main, secrets });
    await connected(inDatabase(main, 'postgres'), (client) => easeLoading(client));
    const numbered: Numbered = {
      organisation: randomUUID(),
      name: 'Feed limit',
      handle: 'feed-limit',
      base: 0,
      scale,
    };
    const asked = (entity: string) =>
      disclosables()
        .find((one) => one.entity === entity)
        ?.fields.map(({ number }) => number) ?? [];
    const password = await hash(PASSWORD, PASSWORD_COST);
    const houses = [10, 1_000].map((employees, at) => ({
      scale: small(employees),
      organisation: randomUUID(),
      at,
    }));
    for (const { at, ...house } of houses) {
      const one: Numbered = {
        ...house,
        name: `House ${at}`,
        handle: `house-${at}`,
        base: (at + 1) * 1_000_000,
      };
      await loading(main, async (client) => {
        await loadPeople(client, one, { password, asked: asked('Employee') });
        await loadPosts(client, one, { asked: asked('Post') });
        await loadSearch(client, one);
      });
    }
    step('two small houses are loaded');
    const limit = loadLimit(main, scale).then(() => step('feed-limit is loaded'));
    const grown = [scale.posts / 100, scale.posts / 10].map((posts) => ({
      posts,
      database: `grown_${posts}`,
    }));
    const product = async () => {
      await loading(main, (client) => loadPeople(client, numbered, { password, asked: asked('Employee') }));
      // Frozen before they are copied, they need not be looked through again.
      await loading(main, (client) => client.query('vacuum (analyze, freeze)'));
      step(`${scale.employees} employees are loaded`);
      for (const { database } of grown) await copy(main, database);
      step('and copied for what grows');
      for (const { posts, database } of [...grown, { posts: scale.posts, database: MAIN_DATABASE }]) {
        const url = inDatabase(main, database);
        if (database !== MAIN_DATABASE) await migrate({ ownerUrl: url, secrets });
        const fewer = { ...numbered, scale: withPosts(scale, posts) };
        await loading(url, async (client) => {
          await loadPosts(client, fewer, { asked: asked('Post') });
          // Only there is searched.
          if (database === MAIN_DATABASE) await loadSearch(client, fewer);
          await client.query("select setval('audience_key', (select max(key) from audience))");
          await client.query('vacuum (analyze, freeze)');
        });
        step(`${posts} posts are loaded`);
      }
    };
    await Promise.all([limit, product()]);
    for (const organisation of [numbered.organisation, ...houses.map((house) => house.organisation)])
      await loading(main, (client) => verify(client, organisation));
    keepKeys(folder, numbered);
    step('and all of it holds together');
    await connected(inDatabase(main, 'postgres'), async (client) => {
      await client.query('alter system reset all');
      // What measures delays asks when something was committed; it costs a few bytes a transaction.
      await client.query('alter system set track_commit_timestamp = on');
    });
    return { scale, organisation: numbered.organisation, password: PASSWORD, grown, small: houses };
  } finally {
    await server.stop();
  }
}

/** Whoever is signed in has a key, because signing in is recorded; it is made once in somebody's life, and waits for the disk. */
function keepKeys(folder: string, { organisation, scale }: Numbered): void {
  const keys = SqliteKeyStore.open(folder);
  const readers = ([11, 50, 200] as const).flatMap((width) => readersOf(organisation, scale, width));
  keys.keysOf(
    organisation,
    readers.map(({ employeeId }) => employeeId),
  );
  keys.close();
}

async function loadLimit(main: string, scale: Scale): Promise<void> {
  await connected(main, (client) => client.query(`create database ${LIMIT_DATABASE}`));
  await loading(inDatabase(main, LIMIT_DATABASE), (client) => loadFeedLimit(client, scale));
}

/** Files are copied, and not written once more through the log of changes. */
async function copy(main: string, database: string): Promise<void> {
  await connected(inDatabase(main, 'postgres'), (client) =>
    client.query(
      `create database ${escapeIdentifier(database)} template ${escapeIdentifier(MAIN_DATABASE)} strategy file_copy`,
    ),
  );
}

async function easeLoading(client: Client): Promise<void> {
  await client.query("alter system set max_wal_size = '8GB'");
  await client.query("alter system set checkpoint_timeout = '30min'");
  await client.query('alter system set autovacuum = off');
  await client.query('select pg_reload_conf()');
}

function loading<Told>(url: string, work: (client: Client) => Promise<Told>): Promise<Told> {
  return connected(url, async (client) => {
    await client.query(`set transaction_timeout = 0; set session_replication_role = 'replica';
      set work_mem = '256MB'; set maintenance_work_mem = '512MB'; set temp_buffers = '256MB'`);
    return work(client);
  });
}
