import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EmployeeActor } from '@courtyard/access';
import type { FeedHouse } from '../../libs/feed/fixtures/house.js';
import { ask } from '../live/fixtures/served.js';
import { type Node, pause, SharedHouse } from './house.js';
import { Reader, stopLoad, Writer } from './load.js';
import { hazardsOf } from './migration-hazards.js';
import { NextVersion } from './next-version.js';

jest.setTimeout(300_000);

const FOUND = 'mutation ($input: FoundCommunityInput!) { foundCommunity(input: $input) { id purpose } }';
const PURPOSE = 'query ($id: ID!) { node(id: $id) { ... on Community { purpose } } }';

let house: SharedHouse;
let people: FeedHouse;
let admin: EmployeeActor;
let organisationId: string;
let cookie: string;
let next: NextVersion;
/** Where people are sent, as a proxy knows it. */
const serving: Node[] = [];
let founded = 0;

beforeAll(async () => {
  house = await SharedHouse.open();
  next = new NextVersion(house.folder);
  await house.migrate();
  serving.push(...(await Promise.all([house.api(), house.api()])));
  people = await house.people();
  const company = await people.found('Upgraded');
  organisationId = company.organisationId;
  admin = await people.signedIn(organisationId, company.administratorId);
  cookie = people.cookieOf(await people.signedIn(organisationId, await people.hire(admin, { name: 'Cleo' })));
});
afterAll(async () => {
  await stopLoad();
  await people?.close();
  await people?.home.close();
  await house?.close();
});

/** Ids with what each was founded for. */
const known = new Map<string, string>();

async function foundAt(node: Node): Promise<readonly string[]> {
  const purpose = `Founded for reason ${++founded}`;
  const input = { idempotencyKey: `founding-${founded}`, name: `Number ${founded}`, purpose, access: 'open' };
  const { data, codes } = await ask(node, cookie, FOUND, { input });
  if (data?.foundCommunity) known.set(data.foundCommunity.id, purpose);
  return codes;
}

async function purposeAt(node: Node, id: string): Promise<string | undefined> {
  const { data } = await ask(node, cookie, PURPOSE, { id });
  return data?.node?.purpose;
}

async function allKnownTo(nodes: readonly Node[]): Promise<void> {
  for (const node of nodes)
    for (const [id, purpose] of known) expect(await purposeAt(node, id)).toBe(purpose);
}

/** As a proxy does it: sent nobody any more, then ended, once another is ready. */
async function replace(old: Node, root?: string): Promise<void> {
  const fresh = await house.api({ root });
  serving.splice(serving.indexOf(old), 1, fresh);
  await pause(500);
  expect(await old.stop()).toBe(0);
}

describe('an upgrade', () => {
  it('expands, fills and contracts while both versions serve, and nobody is refused', async () => {
    const author = people.cookieOf(
      await people.signedIn(organisationId, await people.hire(admin, { name: 'Ann Author' })),
    );
    const reader = await Reader.open(() => serving, cookie);
    const writer = new Writer(() => serving, author);
    const [first, second] = serving as [Node, Node];
    expect(await foundAt(first)).toEqual([]);

    // Expand. The old version goes on, also where it has to be started again.
    next.add('9001-add-community-aim.sql');
    await house.migrate(next.root);
    expect(await foundAt(first)).toEqual([]);
    await replace(second);
    await replace(first, next.root);
    const [newer, older] = serving as [Node, Node];
    expect(await foundAt(newer)).toEqual([]);
    expect(await foundAt(older)).toEqual([]);
    // What was there before the column has not been filled yet, and only the new version looks there.
    const [before = ''] = known.keys();
    expect(await purposeAt(older, before)).toBe(known.get(before));
    known.delete(before);
    await allKnownTo([newer, older]);

    // Backfill, with both still there.
    next.add('9002-fill-community-aim.sql');
    await house.migrate(next.root);
    known.set(before, 'Founded for reason 1');
    await allKnownTo([newer, older]);
    expect(await foundAt(newer)).toEqual([]);
    expect(await foundAt(older)).toEqual([]);
    await allKnownTo([newer, older]);

    // Contract, once the old version has gone.
    await replace(older, next.root);
    next.add('9003-drop-community-purpose.sql');
    await house.migrate(next.root);
    await allKnownTo(serving);
    expect(await foundAt(serving[0] as Node)).toEqual([]);
    await allKnownTo(serving);

    await writer.stop();
    const posts = [...writer.acknowledged.values()];
    await reader.until(posts.length);
    await reader.stop();
    expect(writer.failed).toEqual([]);
    expect(posts.length).toBeGreaterThan(10);
    expect(new Set(reader.heard)).toEqual(new Set(posts));
    expect(reader.heard).toHaveLength(posts.length);
    expect(known.size).toBe(7);
  });

  it('that contracts too early breaks the old version: what the rule is for', async () => {
    // It is ready, as it knows nothing of what came after it, and cannot do its work.
    const old = await house.api();
    expect(await foundAt(old)).toEqual(['server.fault']);
    expect(await old.stop()).toBe(0);
    expect((await house.command(['migrate'], { DATABASE_URL: house.ownerUrl })).said).toContain(
      'The database is newer than this program',
    );
  });

  it('is written as the rule wants it, and the last of its migrations passes by its reason only', async () => {
    const folder = join(import.meta.dirname, 'fixtures', 'upgrade');
    const names = readdirSync(folder).sort();
    for (const name of names) {
      const text = readFileSync(join(folder, name), 'utf8');
      expect([name, await hazardsOf(text, names)]).toEqual([name, []]);
    }
    const last = readFileSync(join(folder, '9003-drop-community-purpose.sql'), 'utf8');
    const hazards = await hazardsOf(last.replace(/^-- contract.*$/m, ''), names);
    expect(hazards.map(({ what }) => what)).toEqual([
      'drops community_aim_follows',
      'community.aim must be given',
      'drops community.purpose',
    ]);
  });
});
