import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { v7 } from 'uuid';
import { ORGANISATION, OTHER_ORGANISATION } from '../../fixtures/house.js';
import { Log, logEvent } from '../../fixtures/log.js';
import { naiveRoot } from '../../fixtures/naive-tree.js';
import { leafHash } from '../event.js';
import { insertEvents } from '../statement.js';
import { readVerifier } from './log-key.js';
import { assertLogStands } from './log-standing.js';
import { Sequencer } from './sequencer.js';
import { ANOTHER, BEHIND, LogFault, SPOILED, UNMARKED, UNSIGNED } from './tree.errors.js';
import { TreeStore } from './tree-store.js';

describe('the sequencer', () => {
  let log: Log;
  let time: number;

  beforeEach(async () => {
    log = await Log.build();
    time = 1_000_000;
  }, 60_000);
  afterEach(() => log.close());

  const clock = { now: () => time };
  /** What is signed must be the root of RFC 6962 over what is stored, written down a second time. */
  const expectTrueTree = async () => {
    const leaves = await log.leaves();
    for (const { size, root } of await log.checkpoints()) {
      expect(Buffer.from(root)).toEqual(naiveRoot(leaves.slice(0, Number(size))));
    }
    return leaves;
  };

  it('places every event once, with its own bytes and what it is searched by', async () => {
    const event = logEvent({
      kind: 'released',
      operation: 'deliverDisclosure',
      fields: [3, 17],
      roles: ['compliance'],
      purpose: 'partner-sharing',
      case: v7(),
    });
    await log.record(event);
    await log.api.flight(OTHER_ORGANISATION, [
      insertEvents(OTHER_ORGANISATION, [logEvent({}, OTHER_ORGANISATION)]),
    ]);
    const sequencer = log.sequencer(clock);
    await log.grow(sequencer, 2);
    const { rows } = await log.owner.query('select * from audit_leaf order by position');
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      organisation_id: ORGANISATION,
      position: '0',
      event_id: event.id,
      kind: 'released',
      operation: 'deliverDisclosure',
      purpose: 'partner-sharing',
      decision: 'permitted',
      fields: [3, 17],
      roles: ['compliance'],
      case: JSON.parse(event.body.toString()).case,
      leaf: leafHash(event.body),
    });
    expect(await sequencer.turn()).toBe(0);
    await expectTrueTree();
  });

  it('places by the number of the transaction, and 10 is after 9', async () => {
    const ids: string[] = [];
    for (const xid of [9, 10, 99, 100]) {
      const event = logEvent();
      ids.push(event.id);
      await log.owner.query(
        `insert into audit_event (organisation_id, id, xid, at, kind, body, leaf) values ($1, $2, $3::text::xid8, now(), $4, $5, $6)`,
        [ORGANISATION, event.id, String(xid), event.kind, event.body, event.leaf],
      );
    }
    await log.grow(log.sequencer({ ...clock, batch: 3 }), 4);
    const { rows } = await log.owner.query('select event_id from audit_leaf order by position');
    expect(rows.map(({ event_id }) => event_id)).toEqual(ids);
  });

  it('places what cannot be read, and shows nothing of it', async () => {
    const odd = (body: Buffer) => ({ ...logEvent(), body, leaf: leafHash(body) });
    const wild = logEvent();
    await log.record(
      odd(Buffer.from('no JSON')),
      odd(Buffer.from('{"kind":["x"],"fields":[-1,1e9,"a",70000],"roles":["Bill Kessler","a\\u0000b"]}')),
      logEvent({ id: wild.id }),
    );
    await log.record({ ...logEvent({ operation: 'Bill Kessler' as never }) });
    await log.grow(log.sequencer(clock), 4);
    const { rows } = await log.owner.query(
      'select kind, operation, fields, roles from audit_leaf order by position',
    );
    const kinds = rows.map(({ kind, operation }) => `${kind} ${operation}`);
    expect(kinds.sort()).toEqual([
      'unreadable unreadable',
      'unreadable unreadable',
      'written publishPost',
      'written unreadable',
    ]);
    expect(JSON.stringify(rows)).not.toContain('Bill');
    await expectTrueTree();
  });

  it('waits for a transaction that began before, and never passes over it', async () => {
    await log.recordMany(2);
    const slow = new Client({ connectionString: log.server.urls.api });
    await slow.connect();
    await slow.query(`begin; select set_config('app.org', '${ORGANISATION}', true)`);
    const late = logEvent();
    const { text, values } = insertEvents(ORGANISATION, [late]);
    await slow.query(text, values as unknown[]);
    await log.recordMany(3);
    const sequencer = log.sequencer(clock);
    await log.grow(sequencer, 2);
    for (let times = 0; times < 3; times++) await sequencer.turn();
    expect(await log.size()).toBe(2);
    // Negative control: by what is committed, in the order of ids, three are there and one would be lost.
    const { rows } = await log.owner.query('select id from audit_event order by id');
    expect(rows).toHaveLength(5);
    expect(rows.at(-1).id > late.id).toBe(true);
    await slow.query('commit');
    await slow.end();
    await log.grow(sequencer, 6);
    expect(await expectTrueTree()).toHaveLength(6);
    const { rows: placed } = await log.owner.query('select position from audit_leaf where event_id = $1', [
      late.id,
    ]);
    expect(placed).toHaveLength(1);
  });

  it('orders transactions as numbers', async () => {
    const events = ['7', '99', '100', '9', '10', '100'].map((xid) => ({ xid, ...logEvent() }));
    for (const { xid, id, at, kind, body, leaf } of events) {
      await log.owner.query('insert into audit_event values ($1, $2, $3, $4, $5, $6, $7)', [
        ORGANISATION,
        id,
        xid,
        at,
        kind,
        body,
        leaf,
      ]);
    }
    const sequencer = log.sequencer({ ...clock, batch: 2 });
    await log.grow(sequencer, 6);
    const { rows } = await log.owner.query(
      'select e.xid::text as number from audit_leaf l join audit_event e on e.id = l.event_id order by l.position',
    );
    expect(rows.map(({ number }) => number)).toEqual(['7', '9', '10', '99', '100', '100']);
  });

  it('tells when an old transaction holds it back for long', async () => {
    const slow = new Client({ connectionString: log.server.urls.api });
    await slow.connect();
    await slow.query(`begin; select pg_current_xact_id()`);
    await log.recordMany(1);
    let told = 0;
    const sequencer = log.sequencer({ ...clock, onHeldBack: () => told++ });
    await sequencer.turn();
    expect(told).toBe(0);
    time += 31_000;
    await sequencer.turn();
    await sequencer.turn();
    expect(told).toBe(1);
    await slow.end();
  });

  it('signs after ten seconds, after a thousand events, and at once when something leaves', async () => {
    const sequencer = log.sequencer(clock);
    const sizes = async () => (await log.checkpoints()).map(({ size }) => Number(size));
    await log.recordMany(5);
    await log.grow(sequencer, 5);
    expect(await sizes()).toEqual([5]);
    await log.recordMany(3);
    await log.grow(sequencer, 8);
    expect(await sizes()).toEqual([5]);
    time += 9_999;
    await sequencer.turn();
    expect(await sizes()).toEqual([5]);
    time += 1;
    await sequencer.turn();
    expect(await sizes()).toEqual([5, 8]);
    await log.recordMany(1_000);
    await log.grow(sequencer, 1_008);
    expect(await sizes()).toEqual([5, 8, 1_008]);
    await log.recordMany(1);
    await log.record(logEvent({ kind: 'disclosure', operation: 'deliverDisclosure' }));
    await log.grow(sequencer, 1_010);
    expect((await sizes()).at(-1)).toBe(1_010);
    await expectTrueTree();
    // Nothing new: nothing is signed, whatever the time.
    time += 100_000;
    await sequencer.turn();
    expect(await sizes()).toHaveLength(4);
  });

  it('says in each checkpoint what was built and how the database keeps commits', async () => {
    await log.recordMany(1);
    await log.grow(log.sequencer(clock), 1);
    const [checkpoint] = await log.checkpoints();
    expect(checkpoint?.extensions).toEqual(
      expect.arrayContaining([
        `build ${'b'.repeat(64)}`,
        expect.stringMatching(/^postgresql fsync=/),
        'postgresql log_statement=none',
      ]),
    );
  });

  it('keeps the partial tiles of checkpoints until the full one is there', async () => {
    const sequencer = log.sequencer(clock);
    for (const size of [100, 200, 300, 600]) {
      time += 10_000;
      await log.recordMany(size - (await log.size()));
      await log.grow(sequencer, size);
    }
    const { rows } = await log.owner.query(
      'select level, index::int, width from audit_tile order by 1, 2, 3',
    );
    expect(rows).toEqual([
      { level: 0, index: 0, width: 256 },
      { level: 0, index: 1, width: 256 },
      { level: 0, index: 2, width: 88 },
      { level: 1, index: 0, width: 1 },
      { level: 1, index: 0, width: 2 },
    ]);
    await expectTrueTree();
  });

  describe('beside another', () => {
    it('waits, and goes on when the other ends', async () => {
      await log.recordMany(3);
      const database = log.server.open('audit', 1);
      const first = log.sequencer({ ...clock, store: new TreeStore(database) });
      const second = log.sequencer(clock);
      await log.grow(first, 3);
      expect(await second.turn()).toBeNull();
      await log.recordMany(2);
      expect(await second.turn()).toBeNull();
      await database.close();
      await log.grow(second, 5);
      expect(await expectTrueTree()).toHaveLength(5);
    });

    it('makes no fork even when both believe to be the one', async () => {
      const blind = class extends TreeStore {
        override tryLock = async () => true;
      };
      const both = [1, 2].map(() =>
        log.sequencer({ ...clock, store: new blind(log.server.open('audit', 1)) }),
      );
      for (let round = 0; round < 30; round++) {
        time += 10_000;
        await log.recordMany(1 + (round % 3));
        // One of two at once wins; the other is refused by the position that is taken, or finds a later mark.
        await Promise.all(
          both.map((one) =>
            one
              .turn()
              .catch((error) => expect(['23505', 'Overtaken']).toContain(error.sqlState ?? error.name)),
          ),
        );
      }
      await log.grow(both[0]!, 60);
      await log.grow(both[1]!, 60);
      expect(await expectTrueTree()).toHaveLength(60);
    });
  });

  it('that was overtaken signs nothing shorter, raises no alarm, and goes on', async () => {
    const blind = class extends TreeStore {
      override tryLock = async () => true;
    };
    const other = log.sequencer({ ...clock, store: new blind(log.server.open('audit', 1)) });
    const slow = class extends blind {
      overtaken = false;
      override async advance(...args: Parameters<TreeStore['advance']>): Promise<void> {
        await super.advance(...args);
        if (this.overtaken) return;
        this.overtaken = true;
        await log.recordMany(4);
        await log.grow(other, 7);
      }
    };
    await log.recordMany(3);
    const sequencer = log.sequencer({ ...clock, store: new slow(log.server.open('audit', 1)) });
    await expect(log.grow(sequencer, 7)).rejects.toMatchObject({ name: 'Overtaken' });
    expect((await log.checkpoints()).map(({ size }) => Number(size))).toEqual([7]);
    await log.recordMany(2);
    time += 10_000;
    await log.grow(sequencer, 9);
    expect((await log.checkpoints()).map(({ size }) => Number(size))).toEqual([7, 9]);
    await expectTrueTree();
  });

  describe('refuses to sign', () => {
    const begun = async () => {
      const sequencer = log.sequencer(clock);
      await log.recordMany(300);
      await log.grow(sequencer, 300);
      time += 10_000;
      await log.recordMany(10);
      return sequencer;
    };
    const standing = () => assertLogStands({ database: log.api, secrets: log.secrets, folder: log.folder });
    /** A new process after whatever happened to the database or the folder. */
    const afterwards = async () => {
      await log.endSequencers();
      return log.sequencer(clock).turn();
    };

    it('nothing, when all is well (negative control)', async () => {
      await begun();
      await expect(standing()).resolves.toBeUndefined();
      await log.endSequencers();
      await log.grow(log.sequencer(clock), 310);
      expect((await log.checkpoints()).map(({ size }) => Number(size))).toEqual([300, 310]);
    });

    it('an older copy of the database, as the api does', async () => {
      const { rows } = await log.owner.query('select * from audit_head');
      const before = rows[0];
      await begun();
      // The copy of before the first event: what a restored backup looks like.
      await log.owner.query('alter table audit_tile disable trigger keep_full_tiles');
      await log.owner.query('delete from audit_tile; delete from audit_leaf; delete from audit_checkpoint');
      await log.owner.query(
        'update audit_head set size = 0, tiled = 0, root = $1, frontier = $2, xid = $3, event_id = $4, organisation_id = $5',
        [before.root, before.frontier, '0', before.event_id, before.organisation_id],
      );
      await expect(standing()).rejects.toThrow(BEHIND);
      await expect(afterwards()).rejects.toThrow(BEHIND);
      expect(await log.checkpoints()).toEqual([]);
    });

    it('a tree that was grown anew from other events', async () => {
      await begun();
      await log.owner.query('alter table audit_tile disable trigger keep_full_tiles');
      await log.owner.query('delete from audit_tile; delete from audit_checkpoint');
      const { rows } = await log.owner.query('select leaf from audit_leaf order by position');
      const leaves: Buffer[] = rows.map(({ leaf }) => leaf);
      leaves[7] = leafHash(Buffer.from('another'));
      await putTree(log, leaves);
      await expect(standing()).rejects.toThrow(ANOTHER);
      await expect(afterwards()).rejects.toThrow(ANOTHER);
      expect(await log.checkpoints()).toEqual([]);
    });

    it('a tile that was changed meanwhile, by the process that made it', async () => {
      const sequencer = await begun();
      await log.owner.query(
        'update audit_tile set bytes = set_byte(bytes, 4, 255 - get_byte(bytes, 4)) where level = 1',
      );
      await expect(log.grow(sequencer, 310)).rejects.toThrow(LogFault);
      expect((await log.checkpoints()).map(({ size }) => Number(size))).toEqual([300]);
      await expect(standing()).rejects.toThrow(ANOTHER);
    });

    it('a leaf or a head that was changed', async () => {
      await begun();
      await log.owner.query('update audit_head set root = sha256($1)', [Buffer.from('x')]);
      await expect(afterwards()).rejects.toThrow(SPOILED);
    });

    it('without the key, with another one, or without the mark', async () => {
      await begun();
      const files = ['log', 'log-mark'].map((name) => join(log.folder, name));
      const contents = files.map((file) => readFileSync(file));
      rmSync(files[0]!);
      await expect(afterwards()).rejects.toThrow(UNSIGNED);
      writeFileSync(files[0]!, contents[0]!);
      rmSync(files[1]!);
      await expect(afterwards()).rejects.toThrow(UNMARKED);
      const forged = contents[1]!.toString().replace('300\n', '100\n');
      writeFileSync(files[1]!, forged);
      await expect(afterwards()).rejects.toThrow(UNSIGNED);
      writeFileSync(files[1]!, contents[1]!);
      await log.endSequencers();
      await log.grow(log.sequencer(clock), 310);
    });

    it('on transactions that another PostgreSQL counted', async () => {
      await begun();
      await log.owner.query(`update audit_head set xid = '9223372036854775000'`);
      await expect(afterwards()).rejects.toThrow('moved to another PostgreSQL');
    });
  });

  it('publishes after a crash what was signed and not yet shown', async () => {
    await log.recordMany(4);
    const dying = class extends TreeStore {
      override publish = async () => {
        throw new Error('killed');
      };
    };
    const first = log.sequencer({ ...clock, store: new dying(log.server.open('audit', 1)) });
    await expect(log.grow(first, 4)).rejects.toThrow('killed');
    expect(await log.checkpoints()).toEqual([]);
    const verifier = await readVerifier(log.secrets);
    expect((await log.mark.read(verifier!))?.size).toBe(4n);
    await log.endSequencers();
    await log.grow(log.sequencer(clock), 4);
    expect((await log.checkpoints()).map(({ size }) => Number(size))).toEqual([4]);
  });

  it('works by itself until it is stopped, and a head covers a commit within a second', async () => {
    const sequencer: Sequencer = log.sequencer();
    const works = sequencer.run();
    const lags: number[] = [];
    for (let round = 0; round < 10; round++) {
      const size = (await log.size()) + 20;
      await log.recordMany(20);
      const committed = Date.now();
      while ((await log.size()) < size) await new Promise((resolve) => setTimeout(resolve, 5));
      lags.push(Date.now() - committed);
    }
    await sequencer.stop();
    await expect(works).resolves.toBeUndefined();
    expect(Math.max(...lags)).toBeLessThan(1_000);
    await expectTrueTree();
  });
});

/** Puts a tree over these leaves into the database, as one would who holds it and not the key. */
async function putTree(log: Log, leaves: readonly Buffer[]): Promise<void> {
  const { Frontier } = await import('../merkle/frontier.js');
  const { TileEdge } = await import('../merkle/tile-edge.js');
  const frontier = new Frontier();
  const edge = new TileEdge();
  for (const leaf of leaves) {
    frontier.append(leaf);
    edge.append(leaf);
  }
  for (const { tile, bytes } of edge.take()) {
    await log.owner.query('insert into audit_tile values ($1, $2, $3, $4)', [
      tile.level,
      String(tile.index),
      tile.width,
      bytes,
    ]);
  }
  await log.owner.query('update audit_head set root = $1, frontier = $2', [
    frontier.root(),
    frontier.serialise(),
  ]);
}
