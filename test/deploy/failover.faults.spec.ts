import { join } from 'node:path';
import type { EmployeeActor } from '@courtyard/access';
import { Database, DatabaseUnavailable } from '@courtyard/database';
import { type FeedHouse, idOf, to } from '../../libs/feed/fixtures/house.js';
import { documentOf } from '../live/fixtures/documents.js';
import { ask } from '../live/fixtures/served.js';
import { describeWith, type Node, pause, SharedHouse } from './house.js';
import { Reader, stopLoad, Writer } from './load.js';
import { PGBOUNCER, PgBouncer } from './pgbouncer.js';
import { killServer, Standby } from './standby.js';

jest.setTimeout(400_000);

describeWith(
  PGBOUNCER,
  'several apis behind PgBouncer in session mode, a synchronous standby, a sequencer',
  () => {
    let house: SharedHouse;
    let bouncer: PgBouncer;
    let standby: Standby;
    let people: FeedHouse;
    let admin: EmployeeActor;
    let organisationId: string;
    let urls: SharedHouse['urls'];
    let sequencer: Node;
    const nodes: Node[] = [];
    const alive = () => nodes;
    const portOf = (url: string) => Number(new URL(url).port);

    beforeAll(async () => {
      house = await SharedHouse.open();
      await house.migrate();
      bouncer = await PgBouncer.start(house.folder, house.urls, portOf(house.ownerUrl));
      urls = bouncer.through(house.urls);
      nodes.push(...(await Promise.all([house.api({ urls }), house.api({ urls })])));
      sequencer = house.sequencer({ urls });
      people = await house.people();
      const founded = await people.found('Behind a pooler');
      organisationId = founded.organisationId;
      admin = await people.signedIn(organisationId, founded.administratorId);
    });
    afterAll(async () => {
      await stopLoad();
      await people?.close();
      await people?.home.close();
      await bouncer?.stop();
      await standby?.server?.stop().catch(() => undefined);
      await house?.close();
    });

    const hired = async (name: string) => people.signedIn(organisationId, await people.hire(admin, { name }));
    const sizeSigned = async (url?: string) =>
      (
        await house.rows<{ size: number }>(
          'select coalesce(max(size), 0)::int as size from audit_checkpoint',
          [],
          url,
        )
      )[0]?.size ?? 0;

    async function endWait(application: string): Promise<void> {
      const cancel = `select pg_cancel_backend(pid) from pg_stat_activity where application_name = $1 and wait_event = 'SyncRep'`;
      for (let tries = 0; tries < 200; tries++) {
        if ((await house.rows(cancel, [application])).length > 0) return;
        await pause(50);
      }
      throw new Error('Nothing waits for the standby.');
    }

    it('find their sessions as they need them, though PgBouncer takes no options', async () => {
      const [row] = await house.rows<{ settings: string[] }>(
        'select rolconfig as settings from pg_roles where rolname = $1',
        [new URL(house.urls.api).username],
      );
      expect([...(row?.settings ?? [])].sort()).toEqual(
        [
          'DateStyle=ISO',
          'IntervalStyle=iso_8601',
          'TimeZone=UTC',
          'jit=off',
          'statement_timeout=30000',
        ].sort(),
      );
      expect(
        await house.rows(
          "select current_setting('TimeZone') as zone, current_setting('IntervalStyle') as style, current_setting('jit') as jit",
          [],
          urls.api,
        ),
      ).toEqual([{ zone: 'UTC', style: 'iso_8601', jit: 'off' }]);
      // It refuses what it does not know: were options not among what it ignores, nothing would have started.
      expect(bouncer.said()).not.toContain('unsupported startup parameter');
    });

    it('tell nobody that something is kept while the standby that must have it is away', async () => {
      standby = await Standby.copyOf(house);
      await standby.mustHaveAll(house);
      const author = await hired('Ann Author');
      await standby.server.stop();

      // An operator who sees commits hang ends their wait: PostgreSQL then warns, and says that it was committed.
      const told = {
        text: 'insert into outbox (organisation_id, topic, payload) values ($1, $2, $3)',
        values: [organisationId, 'nothing.happened', '{}'],
      };
      const database = Database.open({ url: urls.api, max: 1, applicationName: 'ended' });
      const kept = database.transaction(organisationId, (tx) => tx.query(told));
      await Promise.all([expect(kept).rejects.toThrow(DatabaseUnavailable), endWait('ended')]);
      await database.close();
      // Negative control.
      await house.asOwner(async (client) => {
        await client.query("set application_name = 'believed'");
        await client.query('begin');
        await client.query(told);
        const [{ command }] = await Promise.all([client.query('commit'), endWait('believed')]);
        expect(command).toBe('COMMIT');
      });

      const input = { idempotencyKey: 'kept-by-both', body: 'Kept by both', audience: [to.everybody] };
      const publish = () =>
        ask(nodes[0] as Node, people.cookieOf(author), documentOf('PublishPost'), { input });
      expect((await publish()).data?.publishPost ?? null).toBeNull();
      await standby.start();
      let post: { id: string } | undefined;
      for (let tries = 0; !post && tries < 100; tries++) {
        post = (await publish()).data?.publishPost;
        if (!post) await pause(500);
      }
      expect(await house.rows('select id from post')).toHaveLength(1);
    });

    it('lose nothing acknowledged and no event when the primary dies under load and the standby is promoted', async () => {
      const authors = await Promise.all(['Bob', 'Cid', 'Dot'].map(hired));
      const listening = await Promise.all(['Eve', 'Fay', 'Gus'].map(hired));
      const readers = await Promise.all(
        listening.map((actor, at) => Reader.open(alive, people.cookieOf(actor), at)),
      );
      const writers = authors.map((actor, at) => new Writer(alive, people.cookieOf(actor), at));
      await pause(5_000);
      // Signed before it happens: an old standby would be refused.
      const signed = await sizeSigned();
      expect(signed).toBeGreaterThan(0);

      await killServer(house.server, join(house.folder, 'primary'));
      await pause(1_000);
      await house.rows('select pg_promote(true, 60)', [], standby.server.ownerUrl);
      house.server = standby.server;
      bouncer.point(portOf(house.ownerUrl));

      await pause(8_000);
      await Promise.all(writers.map((writer) => writer.stop()));
      const acknowledged = writers.flatMap((writer) => [...writer.acknowledged.values()]);
      const stored = await house.rows<{ id: string }>(
        'select id from post where organisation_id = $1 and author_id = any ($2)',
        [organisationId, authors.map(({ employeeId }) => employeeId)],
      );
      expect(new Set(stored.map(({ id }) => idOf.post(id)))).toEqual(new Set(acknowledged));
      expect(acknowledged).toHaveLength(stored.length);
      await Promise.all(readers.map((reader) => reader.until(stored.length)));
      await Promise.all(readers.map((reader) => reader.stop()));
      for (const reader of readers) {
        expect(new Set(reader.heard)).toEqual(new Set(acknowledged));
        expect(reader.heard).toHaveLength(stored.length);
      }
      expect(acknowledged.length).toBeGreaterThan(10);
      expect(writers.flatMap(({ failed }) => failed).length).toBeGreaterThan(0);
      // The same processes as before, ready again without being started.
      for (const node of nodes) {
        expect(node.child.exitCode).toBeNull();
        expect((await fetch(`${node.url}/ready`)).status).toBe(200);
      }
      // And the log goes on from what was signed.
      if (sequencer.child.exitCode !== null) sequencer = house.sequencer({ urls });
      for (let tries = 0; (await sizeSigned()) <= signed && tries < 200; tries++) await pause(100);
      expect(await sizeSigned()).toBeGreaterThan(signed);
    });
  },
);
