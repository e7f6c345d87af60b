import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Restorable, type Running } from './restorable.js';

/** What was acknowledged is in the ledger, whoever is killed when: `kill -9` of a process that withdraws all the time. */
const KILLS = 8;
let house: Restorable;
let running: Running;
let organisationId: string;

beforeAll(async () => {
  house = await new Restorable().prepare();
  running = await house.start();
  organisationId = (await running.company()).organisationId;
}, 120_000);
afterAll(async () => {
  await house.stop();
  house.remove();
}, 60_000);

async function posts(count: number): Promise<void> {
  await running.query(
    `insert into post (organisation_id, id, published_id, author_id, kind, body, audience_keys, status, published_at)
     select $1, x.id, x.id, (select id from employee where organisation_id = $1 limit 1), 'update', 'x', array[1], 'published', now()
     from (select gen_random_uuid() as id from generate_series(1, $2::int)) x`,
    organisationId,
    count,
  );
}

/** Kills it after some acknowledgements. @returns what was acknowledged */
async function stormed(manner: 'well' | 'late', after: number): Promise<string[]> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'fixtures', 'withdrawer.mjs'), organisationId, house.home, manner],
    {
      env: { PATH: process.env['PATH'], API_DATABASE_URL: running.urls.api },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  );
  house.children.add(child);
  let text = '';
  const ended = once(child, 'close');
  child.stdout?.setEncoding('utf8').on('data', (more: string) => {
    text += more;
    if (text.split('\n').length > after) child.kill('SIGKILL');
  });
  await ended;
  house.children.delete(child);
  return text.split('\n').slice(0, -1);
}

const remembered = () => new Set([...running.ledger.read()].map(({ facts }) => facts['id']));

test('no withdrawal that was acknowledged is missing, and none is committed that is not there', async () => {
  await posts(600);
  const acknowledged: string[] = [];
  for (let kills = 0; kills < KILLS; kills++)
    acknowledged.push(...(await stormed('well', 1 + Math.floor(Math.random() * 40))));
  expect(acknowledged.length).toBeGreaterThan(KILLS);
  const kept = remembered();
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  const withdrawn = await running.query<{ id: string }>(`select id from post where status = 'withdrawn'`);
  expect(withdrawn.filter(({ id }) => !kept.has(id))).toEqual([]);
}, 200_000);

test('control: a ledger that is written after the commit loses some', async () => {
  await posts(100);
  const acknowledged = await stormed('late', 10);
  const kept = remembered();
  expect(acknowledged.some((id) => !kept.has(id))).toBe(true);
}, 60_000);
