import type { EmployeeActor } from '@courtyard/access';
import type { FeedHouse } from '../../libs/feed/fixtures/house.js';
import { freePort } from '../fixtures/free-port.js';
import { CADDY, Caddy } from './caddy.js';
import { describeWith, type Node, pause, SharedHouse } from './house.js';
import { Reader, stopLoad, Writer } from './load.js';

jest.setTimeout(300_000);

describeWith(CADDY, 'two api behind Caddy with the settings that are shipped', () => {
  let house: SharedHouse;
  let people: FeedHouse;
  let admin: EmployeeActor;
  let organisationId: string;
  let caddy: Caddy;
  let ports: readonly [number, number];
  const nodes: Node[] = [];

  beforeAll(async () => {
    house = await SharedHouse.open();
    await house.migrate();
    ports = [await freePort(), await freePort()];
    for (const port of ports) nodes.push(await house.api({ port }));
    caddy = await Caddy.start(house.folder, ports);
    people = await house.people();
    const founded = await people.found('Behind a proxy');
    organisationId = founded.organisationId;
    admin = await people.signedIn(organisationId, founded.administratorId);
  });
  afterAll(async () => {
    await stopLoad();
    await caddy?.stop();
    await people?.close();
    await people?.home.close();
    await house?.close();
  });

  const hired = async (name: string) => people.signedIn(organisationId, await people.hire(admin, { name }));

  it('are replaced one by one: what is said is said once and by its author, and who listens misses nothing', async () => {
    const authors = await Promise.all(['Ann', 'Bob', 'Cid'].map(hired));
    const reader = await Reader.open(() => [caddy], people.cookieOf(await hired('Rea Reader')));
    const writers = authors.map((actor) => new Writer(() => [caddy], people.cookieOf(actor)));
    for (let turn = 0; turn < 4; turn++) {
      await pause(1_000);
      const at = turn % 2;
      expect(await (nodes[at] as Node).stop()).toBe(0);
      nodes[at] = await house.api({ port: ports[at] });
    }
    await pause(1_000);
    await Promise.all(writers.map((writer) => writer.stop()));
    const posts = writers.flatMap((writer) => [...writer.acknowledged.values()]);
    await reader.until(posts.length);
    await reader.stop();
    expect(new Set(reader.heard)).toEqual(new Set(posts));
    expect(reader.heard).toHaveLength(posts.length);
    expect(posts.length).toBeGreaterThan(10);
    // Each thing was said once, by whoever said it; what Caddy could not hand on was sent again under its key.
    const stored = await house.rows<{ author: string; body: string }>(
      'select author_id as author, body from post where organisation_id = $1',
      [organisationId],
    );
    const said = writers.flatMap((writer, at) =>
      [...writer.acknowledged.keys()].map((key) => `${authors[at]?.employeeId} Said under ${key}`),
    );
    expect(stored.map(({ author, body }) => `${author} ${body}`).sort()).toEqual(said.sort());
  });
});
