import { Database, inspectWalls } from '@courtyard/database';
import { plainEvent } from '../fixtures/event.js';
import { BILL, House, ORGANISATION, OTHER_ORGANISATION } from '../fixtures/house.js';
import { insertEvents } from './statement.js';

const REFUSED = '42501';

describe('the rights to the audit log', () => {
  let house: House;
  let apiName: string;

  beforeAll(async () => {
    house = await House.build();
    apiName = new URL(house.server.urls.api).username;
  }, 60_000);
  beforeEach(async () => {
    await house.empty();
    await api(house.database, insertEvents(ORGANISATION, [plainEvent(undefined, [BILL])]));
  });
  afterAll(() => house.close());

  const api = (database: Database, statement: { text: string; values: readonly unknown[] }) =>
    database.flight(ORGANISATION, [statement]);
  const sql = (text: string, ...values: unknown[]) => ({ text, values });

  const FORBIDDEN = [
    `update audit_event set kind = 'closed'`,
    `update audit_event set body = body`,
    'delete from audit_event',
    'truncate audit_event',
    'insert into audit_event select * from audit_event',
    'update audit_person set person_id = event_id',
    'delete from audit_person',
    'truncate audit_person',
    'insert into audit_leaf select * from audit_leaf',
    `update audit_leaf set kind = 'closed'`,
    'delete from audit_leaf',
    'truncate audit_leaf',
    'insert into audit_tile select * from audit_tile',
    'delete from audit_tile',
    'insert into audit_checkpoint select * from audit_checkpoint',
    'delete from audit_checkpoint',
    'update audit_head set size = 0',
  ];

  const refusals = async (database: Database, statements: readonly string[]) => {
    const answers: string[] = [];
    for (const text of statements) {
      const answer = await api(database, sql(text)).then(
        () => 'done',
        (error: { sqlState?: string }) => error.sqlState ?? 'another error',
      );
      answers.push(answer);
    }
    return answers;
  };

  it('let api insert and read, and nothing else', async () => {
    expect(await refusals(house.database, FORBIDDEN)).toEqual(FORBIDDEN.map(() => REFUSED));
    expect(await house.events()).toHaveLength(1);
    expect(await house.index()).toHaveLength(1);
    for (const table of ['audit_event', 'audit_person'])
      expect((await api(house.database, sql(`table ${table}`)))[0]).toHaveLength(1);
  });

  it('let api read the events of one organisation only', async () => {
    for (const table of ['audit_event', 'audit_person', 'audit_leaf']) {
      const other = await house.database.flight(OTHER_ORGANISATION, [sql(`table ${table}`)]);
      expect(other).toEqual([[]]);
      await expect(house.database.withoutOrganisation([sql(`table ${table}`)])).rejects.toMatchObject({
        name: 'NoOrganisation',
      });
    }
  });

  it('would be seen to let more (negative control)', async () => {
    const rights = 'update, delete, truncate on audit_event, audit_person';
    await house.owner.query(`grant ${rights} to ${apiName}`);
    try {
      const fresh = house.server.open('api', 1);
      const without = FORBIDDEN.filter((text) => !/insert|leaf|tile|checkpoint|head/.test(text));
      expect(await refusals(fresh, without)).toEqual(without.map(() => 'done'));
      expect(await house.events()).toEqual([]);
    } finally {
      await house.owner.query(`revoke ${rights} from ${apiName}`);
    }
  });

  it('let nobody write for another organisation', async () => {
    const foreign = insertEvents(OTHER_ORGANISATION, [plainEvent()]);
    await expect(api(house.database, foreign)).rejects.toMatchObject({ sqlState: REFUSED });
    // The index of persons stands behind the same wall.
    await expect(
      api(house.database, sql('insert into audit_person values ($1, $2, $2)', OTHER_ORGANISATION, BILL)),
    ).rejects.toMatchObject({ sqlState: REFUSED });
    // Negative control: in its own flight it is stored.
    await house.database.flight(OTHER_ORGANISATION, [foreign]);
    expect(await house.events()).toHaveLength(2);
  });

  it('let nobody choose the transaction an event belongs to, or another leaf, or an event twice', async () => {
    const event = plainEvent();
    const columns = 'organisation_id, id, at, kind, body, leaf';
    const values = [ORGANISATION, event.id, event.at, 'opened', event.body, event.leaf];
    const insert = `insert into audit_event (${columns}) values ($1, $2, $3, $4, $5, $6)`;
    await expect(
      api(
        house.database,
        sql(`insert into audit_event (${columns}, xid) values ($1, $2, $3, $4, $5, $6, '3')`, ...values),
      ),
    ).rejects.toMatchObject({ sqlState: REFUSED });
    await expect(api(house.database, sql(insert, ...values.with(5, Buffer.alloc(32))))).rejects.toMatchObject(
      { constraint: 'audit_event_leaf_check' },
    );
    await api(house.database, sql(insert, ...values));
    await expect(api(house.database, sql(insert, ...values))).rejects.toMatchObject({
      constraint: 'audit_event_pkey',
    });
  });

  it('let the sequencer read every organisation and change no event', async () => {
    await house.database.flight(OTHER_ORGANISATION, [insertEvents(OTHER_ORGANISATION, [plainEvent()])]);
    const audit = house.server.open('audit', 1);
    const settled = sql(
      `select id from audit_event where xid < pg_snapshot_xmin(pg_current_snapshot())
and (xid, id) > ($1::text::xid8, $2::uuid) order by xid, id limit 5000`,
      '0',
      '00000000-0000-0000-0000-000000000000',
    );
    let rows = (await audit.withoutOrganisation([settled]))[0];
    // Older transactions of other tests on this server hold the sequencer back for a moment.
    for (let tries = 0; rows?.length !== 2 && tries < 500; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      rows = (await audit.withoutOrganisation([settled]))[0];
    }
    expect(rows).toHaveLength(2);
    for (const text of [
      `update audit_event set kind = 'closed'`,
      'delete from audit_event',
      'truncate audit_event',
      'insert into audit_event select * from audit_event',
      'select person_id from audit_person',
      `update audit_leaf set kind = 'closed'`,
      'delete from audit_leaf',
      'truncate audit_leaf',
      `update audit_tile set bytes = bytes`,
      'truncate audit_tile',
      'update audit_checkpoint set size = size',
      'delete from audit_checkpoint',
      'delete from audit_head',
      'insert into audit_head select * from audit_head',
    ]) {
      await expect(audit.withoutOrganisation([sql(text)])).rejects.toMatchObject({ sqlState: REFUSED });
    }
  });

  it('let the sequencer take back a partial tile and never a full one', async () => {
    const audit = house.server.open('audit', 1);
    const tile = (width: number) =>
      sql('insert into audit_tile values (0, 7, $1, $2)', width, Buffer.alloc(32 * width));
    await audit.withoutOrganisation([tile(3), tile(256)]);
    await expect(audit.withoutOrganisation([sql('delete from audit_tile')])).rejects.toMatchObject({
      sqlState: REFUSED,
    });
    await audit.withoutOrganisation([sql('delete from audit_tile where width < 256')]);
    expect(await audit.withoutOrganisation([sql('select width from audit_tile')])).toEqual([[['256']]]);
  });

  it('let not even the owner of the tables change an event', async () => {
    const { rows } = await house.owner.query(
      `select pg_get_userbyid(relowner) as name from pg_class where relname = 'audit_event'`,
    );
    for (const text of [
      `update audit_event set kind = 'closed'`,
      'delete from audit_event',
      'truncate audit_event',
    ]) {
      await house.owner.query(`begin; set local role "${rows[0].name}"`);
      await expect(house.owner.query(text)).rejects.toMatchObject({ code: REFUSED });
      await house.owner.query('rollback');
    }
  });

  it('stand behind the walls of every table', async () => {
    const { breaches } = await inspectWalls(house.server.ownerUrl);
    expect(breaches.filter((breach) => breach.startsWith('audit_'))).toEqual([]);
    // Negative control: the toy table of this test has no wall and is told.
    expect(breaches.some((breach) => breach.startsWith('resident'))).toBe(true);
  });
});
