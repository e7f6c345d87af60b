import { openTestHouse, type TestHouse } from '../../../../test/fixtures/house.js';
import { scratch } from '../../../../test/fixtures/slack/read-export.js';
import { zipOf } from '../../../../test/fixtures/slack/zip-writer.js';
import { readSlackExport } from './slack/index.js';
import { type MovedIn, moveIn } from './writer/move-in.js';

const disk = scratch();
let house: TestHouse;
let organisationId: string;

beforeAll(async () => {
  house = await openTestHouse();
});
beforeEach(async () => {
  ({ organisationId } = await house.found());
});
afterAll(async () => {
  await house?.close();
  disk.remove();
});

interface Workspace {
  readonly users?: readonly object[];
  readonly channels?: readonly object[];
  readonly groups?: readonly object[];
  readonly dms?: readonly object[];
  readonly messages?: Readonly<Record<string, readonly object[]>>;
}

const USERS = ['ANN', 'BOB', 'CEM'].map((id) => ({
  id: `U${id}`,
  team_id: 'T1',
  name: id.toLowerCase(),
  real_name: id,
  profile: { email: `${id.toLowerCase()}@quay.example` },
}));

async function move({ users = USERS, channels, groups, dms, messages = {} }: Workspace): Promise<MovedIn> {
  const lists = {
    'users.json': users,
    'channels.json': channels ?? [],
    'groups.json': groups,
    'dms.json': dms,
  };
  const entries = Object.entries(lists).flatMap(([name, list]) =>
    list ? [{ name, bytes: JSON.stringify(list) }] : [],
  );
  for (const [folder, list] of Object.entries(messages))
    entries.push({ name: `${folder}/2024-01-01.json`, bytes: JSON.stringify(list) });
  await using slack = await readSlackExport(disk.put(zipOf(entries)));
  return await moveIn(house.gate, organisationId, slack);
}

const said = (user: string, ts: number, text: string, more: object = {}) => ({
  type: 'message',
  user: `U${user}`,
  ts: `${1_700_000_000 + ts}.000100`,
  text,
  ...more,
});
const rows = async (text: string) => (await house.owner.query(text, [organisationId])).rows;
const pier = (...members: string[]) => ({
  id: 'CPIER',
  name: 'pier',
  members: members.map((id) => `U${id}`),
});
const holders = async (community: string) =>
  (
    await rows(
      `select e.name from community c join audience_holder h on h.organisation_id = $1 and h.audience_key = c.audience_key
       join employee e on e.organisation_id = $1 and e.id = h.employee_id
       where c.organisation_id = $1 and c.name = '${community}' order by 1`,
    )
  ).map(({ name }) => name);

describe('a longer export of the same workspace', () => {
  it('adds only what is new', async () => {
    const channels = [pier('ANN', 'BOB')];
    const first = [said('ANN', 1, 'one'), said('BOB', 2, 'two')];
    expect((await move({ channels, messages: { pier: first } })).taken).toBe(2);
    const more = [
      ...first,
      said('ANN', 3, 'three'),
      said('BOB', 4, 'reply', { thread_ts: said('ANN', 1, '').ts }),
    ];
    expect((await move({ channels, messages: { pier: more } })).taken).toBe(2);
    expect(
      await rows('select body, comment_count as n from post where organisation_id = $1 order by 1'),
    ).toEqual([
      { body: 'one', n: 1 },
      { body: 'three', n: 0 },
      { body: 'two', n: 0 },
    ]);
  });

  it('turns a post that stood for a missing message into that message', async () => {
    const channels = [pier('ANN', 'BOB')];
    const root = said('ANN', 1, 'the beginning');
    const reply = said('BOB', 2, 'an answer', { thread_ts: root.ts });
    expect((await move({ channels, messages: { pier: [reply] } })).taken).toBe(1);
    const [before] = await rows('select body from post where organisation_id = $1');
    expect(before.body).toMatch(/not in the export/);
    expect((await move({ channels, messages: { pier: [root, reply] } })).taken).toBe(1);
    const after = await rows(
      `select p.body, e.name, c.post_author_id = p.author_id as told from post p join employee e on e.id = p.author_id
       join comment c on c.post_id = p.id where p.organisation_id = $1`,
    );
    expect(after).toEqual([{ body: 'the beginning', name: 'ANN', told: true }]);
  });

  it('leaves alone what was withdrawn here, and lets nothing new be seen below it', async () => {
    const channels = [pier('ANN', 'BOB')];
    const root = said('ANN', 1, 'regretted');
    await move({ channels, messages: { pier: [root] } });
    await house.owner.query("update post set status = 'withdrawn' where organisation_id = $1", [
      organisationId,
    ]);
    await move({ channels, messages: { pier: [root, said('BOB', 2, 'below', { thread_ts: root.ts })] } });
    expect(await rows('select status from comment where organisation_id = $1')).toEqual([
      { status: 'hidden' },
    ]);
    expect(await rows('select status from post where organisation_id = $1')).toEqual([
      { status: 'withdrawn' },
    ]);
  });

  it('brings nobody back who left here, and takes in who joined there', async () => {
    await move({ channels: [pier('ANN', 'BOB')] });
    const [bob] = await rows("select id from employee where organisation_id = $1 and name = 'BOB'");
    const [{ key }] = await rows('select audience_key as key from community where organisation_id = $1');
    await house.owner.query(
      `with gone as (delete from audience_holder where organisation_id = $1 and employee_id = $2 and audience_key = $3)
       update employee set audience_keys = array_remove(audience_keys, $3) where organisation_id = $1 and id = $2`,
      [organisationId, bob.id, key],
    );
    await house.owner.query(
      'update audience set holders = holders - 1 where organisation_id = $1 and key = $2',
      [organisationId, key],
    );
    await move({ channels: [pier('ANN', 'BOB', 'CEM')] });
    expect(await holders('pier')).toEqual(['ANN', 'CEM']);
  });

  it('takes the key from who is no longer in the private channel, before anything new is put there', async () => {
    const secret = (...members: string[]) => ({ ...pier(...members), id: 'GSECRET', name: 'secret' });
    await move({ groups: [secret('ANN', 'BOB')], messages: { secret: [said('ANN', 1, 'with Bob')] } });
    await move({ groups: [secret('ANN')], messages: { secret: [said('ANN', 2, 'without Bob')] } });
    expect(await holders('secret')).toEqual(['ANN']);
  });

  it('hides a channel that became private, and opens none that became public', async () => {
    const before = said('ANN', 1, 'on the open pier');
    await move({ channels: [pier('ANN', 'BOB')], messages: { pier: [before] } });
    const after = said('ANN', 2, 'among ourselves');
    await move({ groups: [pier('ANN')], messages: { pier: [before, after] } });
    const access = () => rows('select access from community where organisation_id = $1');
    expect(await access()).toEqual([{ access: 'hidden' }]);
    expect(await holders('pier')).toEqual(['ANN']);
    // Whoever comes now holds the key of what is said now, and not that of what was said to everybody there.
    const keyed = `select p.body, c.audience_key = any (p.audience_keys) as newest from post p
      join community c on c.organisation_id = p.organisation_id where p.organisation_id = $1 order by p.published_at`;
    expect(await rows(keyed)).toEqual([
      { body: 'on the open pier', newest: false },
      { body: 'among ourselves', newest: true },
    ]);
    await move({ channels: [pier('ANN', 'BOB')] });
    expect(await access()).toEqual([{ access: 'hidden' }]);
    expect(await holders('pier')).toEqual(['ANN']);
  });
});

describe('somebody who is here already', () => {
  const olga = {
    id: 'UOLG',
    team_id: 'T1',
    name: 'olga',
    real_name: 'Somebody Else',
    profile: { email: 'OLGA@harbour.example', title: 'Owner of everything' },
  };

  it('is found by their work address, keeps who they are, and gets no more than the channel', async () => {
    const state =
      "select id, name, title, kind, roles, version from employee where organisation_id = $1 and name like 'Olga%'";
    const before = await rows(state);
    const messages = { pier: [said('OLG', 1, 'mine')] };
    await move({ users: [...USERS, olga], channels: [pier('OLG')], messages });
    expect(await rows(state)).toEqual(before);
    const [post] = await rows('select author_id from post where organisation_id = $1');
    expect(post.author_id).toBe(before[0].id);
    expect(await rows("select from employee where organisation_id = $1 and name = 'Somebody Else'")).toEqual(
      [],
    );
  });

  it('is not guessed where two people of the export have the address', async () => {
    await move({ users: [olga, { ...olga, id: 'UTWO', name: 'two' }], channels: [pier('OLG')] });
    expect(await holders('pier')).toEqual(['Somebody Else']);
  });

  it('is not handed to another member of the same workspace who has their address now', async () => {
    await move({ users: [olga], channels: [pier('OLG')] });
    const moved = { ...olga, profile: {} };
    const thief = { ...olga, id: 'UTHF', real_name: 'Thief' };
    await move({ users: [moved, thief], dms: [{ id: 'D1', members: ['UTHF', 'UOLG'] }] });
    const people = await rows(
      "select name from employee where organisation_id = $1 and imported_from = 'Slack'",
    );
    expect(people).toContainEqual({ name: 'Thief' });
  });
});

describe('a conversation of few', () => {
  it('tells who is no longer in it nothing of what is answered below their words', async () => {
    const messages = {
      secret: [
        said('BOB', 1, 'I am leaving'),
        said('ANN', 2, 'at last', { thread_ts: said('BOB', 1, '').ts }),
      ],
    };
    const { people } = await move({ groups: [{ ...pier('ANN'), id: 'GSECRET', name: 'secret' }], messages });
    const [comment] = await rows('select post_author_id, author_id from comment where organisation_id = $1');
    expect(comment.post_author_id).toBe(people.get('slack:T1/UANN')?.id);
    expect(comment.post_author_id).not.toBe(people.get('slack:T1/UBOB')?.id);
  });

  it('is addressed to exactly its people where it has no name', async () => {
    await move({
      dms: [{ id: 'D1', members: ['UANN', 'UBOB'] }],
      messages: { D1: [said('ANN', 1, 'psst')] },
    });
    const readers = await rows(
      `select e.name from post p, unnest(p.audience_keys) k(key), audience_holder h, employee e
       where p.organisation_id = $1 and h.organisation_id = $1 and e.organisation_id = $1
         and h.audience_key = k.key and e.id = h.employee_id order by 1`,
    );
    expect(readers).toEqual([{ name: 'ANN' }, { name: 'BOB' }]);
    expect(await rows('select from community where organisation_id = $1')).toEqual([]);
  });
});
