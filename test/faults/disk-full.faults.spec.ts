import type { EmployeeActor } from '@courtyard/access';
import { Client } from 'pg';
import { idOf, to } from '../../libs/feed/fixtures/house.js';
import { ask } from '../live/fixtures/served.js';
import { HurtHouse, until } from './hurt-house.js';
import { expectNothingLost, Load } from './load.js';
import { SmallDisk } from './small-disk.js';

jest.setTimeout(300_000);

/**
 * The disk is full while people write, read and listen: that of the database, and that of keys, ledger, signatures and traces. What
 * cannot be stored is refused with 503 and `server.cannot_store`, and is there once when there is room again.
 *
 * For root only, who may mount a file system that is small enough.
 */
const onSmallDisk = SmallDisk.isPossible ? test : test.skip;
const OUT_OF_ORDER = ['503 server.busy', '503 server.cannot_store', '503 server.unavailable'];
const surprises = (load: Load) => load.refusals.filter((one) => !OUT_OF_ORDER.includes(one));

const WITHDRAW = 'mutation ($id: ID!) { withdrawPost(id: $id) { withdrawn } }';
const READ = 'query ($id: ID!) { node(id: $id) { ... on Post { withdrawn } } }';
const PUBLISH = 'mutation ($input: PublishPostInput!) { publishPost(input: $input) { id } }';

let disk: SmallDisk;
let house: HurtHouse;

afterEach(async () => {
  await house?.close();
  disk?.unmount();
});

onSmallDisk('the disk of the database is full: reading goes on, and nothing is half stored', async () => {
  disk = SmallDisk.mount(400);
  house = await HurtHouse.open({ databaseFolder: disk.folder });
  const load = await Load.on(house);
  await load.more(20);
  await disk.fill();
  const refused = () => load.answers.filter(({ code }) => code === 'server.cannot_store');
  await until('somebody is told', async () => {
    await disk.fill();
    return refused().length > 20;
  });
  expect(refused().every(({ kind, status }) => kind === 'write' && status === 503)).toBe(true);
  const before = load.answers.length;
  await until('somebody reads', async () =>
    load.answers.slice(before).some(({ kind, status }) => kind === 'read' && status === 200),
  );
  disk.makeRoom();
  await load.more(20);
  await load.end();
  await house.recovered();
  expect(surprises(load)).toEqual([]);
  await expectNothingLost(house, load);
});

onSmallDisk(
  'not even its journal can be written: PostgreSQL goes down, and comes back with everything',
  async () => {
    disk = SmallDisk.mount(400);
    house = await HurtHouse.open({ databaseFolder: disk.folder });
    const load = await Load.on(house);
    await load.more(20);
    const { feed, postmaster } = house;
    const owner = new Client({ connectionString: feed.home.ownerUrl });
    owner.on('error', () => undefined);
    await owner.connect();
    // Each journal file that is begun must be made first, and cannot be.
    await until('the journal does not go on', async () => {
      await disk.fill();
      return owner.query('select pg_logical_emit_message(false, $1, $1), pg_switch_wal()', ['x']).then(
        () => false,
        () => true,
      );
    });
    await owner.end().catch(() => undefined);
    const before = load.answers.length;
    await until('somebody is told', async () =>
      load.answers.slice(before).some(({ status }) => status === 503),
    );
    disk.makeRoom();
    await house.reviveDatabase(postmaster);
    await load.more(20);
    await load.end();
    await house.recovered();
    expect(surprises(load)).toEqual([]);
    await expectNothingLost(house, load);
  },
);

onSmallDisk(
  'the disk of keys, ledger and traces is full: what needs them is refused, everything else goes on',
  async () => {
    disk = SmallDisk.mount(16);
    house = await HurtHouse.open({ folder: disk.folder, env: { TRACE_SHARE: '1' } });
    const { feed, people } = house;
    const [author] = people as [EmployeeActor];
    const newcomer = people.at(-1) as EmployeeActor;
    const post = idOf.post((await feed.publish(author, [to.everybody], 'To be taken back')).id);
    const load = await Load.on(house);
    await load.more(20);
    await disk.fill();
    const by = async (person: EmployeeActor, text: string, variables: object) => {
      const { status, codes, data } = await ask(house, feed.cookieOf(person), text, variables);
      return { status, codes, data };
    };
    const cannotStore = { status: 503, codes: ['server.cannot_store'], data: null };
    // What is taken back is in the ledger before it is anywhere, or it is not taken back.
    expect(await by(author, WITHDRAW, { id: post })).toEqual(cannotStore);
    expect((await by(author, READ, { id: post })).data).toEqual({ node: { withdrawn: false } });
    // Who never did anything has no key yet, and none can be made.
    const input = {
      idempotencyKey: 'the-first-word',
      body: 'First word',
      audience: [{ kind: 'organisation' }],
    };
    expect(await by(newcomer, PUBLISH, { input })).toMatchObject({ status: 503, data: null });
    // Whoever has one goes on: what the machines write about themselves holds nobody up.
    await load.more(20);
    disk.makeRoom();
    expect((await by(author, WITHDRAW, { id: post })).data).toEqual({ withdrawPost: { withdrawn: true } });
    await load.more(10);
    await load.end();
    await house.recovered();
    expect(surprises(load)).toEqual([]);
    await expectNothingLost(house, load);
    expect((await by(newcomer, PUBLISH, { input })).status).toBe(200);
  },
);
