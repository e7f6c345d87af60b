import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatCheckpoint, LogMark, obtainSigner } from '@courtyard/audit';
import { FolderSecrets } from '@courtyard/database';
import { Client } from 'pg';
import { type House, openHouse } from './house.js';

/** Whether people may be sent here: each thing that must hold is broken for real, and mended again. */
let house: House;
let lines = '';

beforeAll(async () => {
  house = await openHouse({
    settings: { metrics: { host: '127.0.0.1', port: 0 } },
    also: { logTo: { write: (text) => (lines += text) } },
  });
});
afterAll(() => house?.close());

async function asOwner(...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: house.database.ownerUrl });
  await client.connect();
  for (const text of statements) await client.query(text);
  await client.end();
}

const ask = async (path: string) => {
  const { status, text } = await house.stranger().fetch(path, {});
  return { status, text };
};
/** The word for whoever looks after the house. */
const word = async () => (await fetch(`http://127.0.0.1:${house.served.metricsPort}/ready`)).text();
/** After what is kept of the look before. */
const later = () => sleep(1_050);

test('a house that stands is ready, and says no more than that', async () => {
  expect(await ask('/health')).toEqual({ status: 200, text: '{"status":"ok"}' });
  expect(await ask('/ready')).toEqual({ status: 200, text: '{"status":"ok"}' });
  expect(await word()).toBe('ok\n');
});

const roleOf = (role: 'api') => new URL(house.database.urls[role]).username;

describe('not ready, and ready again', () => {
  test.each([
    [
      'migrations',
      async () => asOwner(`update migration set name = name || '-x' where name like '0001-%'`),
      async () => asOwner(`update migration set name = '0001-found-organisations' where name like '0001-%'`),
    ],
    [
      'audit',
      async () => asOwner(`revoke insert on audit_event from ${roleOf('api')}`),
      async () =>
        asOwner(
          `grant insert (organisation_id, id, at, kind, body, leaf) on audit_event to ${roleOf('api')}`,
        ),
    ],
    [
      'database',
      async () =>
        asOwner(
          `alter role ${roleOf('api')} with connection limit 0`,
          `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${roleOf('api')}' and datname = current_database()`,
        ),
      async () => asOwner(`alter role ${roleOf('api')} with connection limit -1`),
    ],
  ])('%s', async (why, breaks, mends) => {
    await later();
    lines = '';
    await breaks();
    try {
      expect(await word()).toBe(`${why}\n`);
      const { status, text } = await ask('/ready');
      expect(status).toBe(503);
      expect(JSON.parse(text).errors[0].extensions).toEqual({ code: 'server.unavailable' });
      expect(text).not.toContain(why);
      expect((await ask('/health')).status).toBe(200);
      expect(lines).toBe(`fault: ready.lost why=${why}\n`);
    } finally {
      await mends();
    }
    await later();
    expect((await ask('/ready')).status).toBe(200);
  });

  test('log', async () => {
    const folder = join(house.folder, 'secrets');
    const signer = await obtainSigner(new FolderSecrets(folder));
    const ahead = { origin: signer.origin, size: 5n, root: Buffer.alloc(32, 1), extensions: [] };
    await new LogMark(folder).write(signer.sign(formatCheckpoint(ahead)));
    await later();
    expect(await word()).toBe('log\n');
    expect((await ask('/ready')).status).toBe(503);
  });
});

test('on the way out nobody is sent here, and whoever comes is answered', async () => {
  house.served.drain();
  expect(await word()).toBe('draining\n');
  expect((await ask('/ready')).status).toBe(503);
  expect((await ask('/health')).status).toBe(200);
  expect((await house.stranger().ask('{ __typename }')).status).toBe(200);
});

test('without the setting there is no second port', async () => {
  const plain = await openHouse({ database: house.database });
  expect(plain.served.metricsPort).toBeUndefined();
  await plain.close();
});
