import type { EmployeeActor } from '@courtyard/access';
import { MovedInFeed, postPolicy } from '@courtyard/feed';
import { InvitationService } from '@courtyard/identity';
import { MovedInService, type MovedIn as Told } from '@courtyard/people';
import { openTestHouse, type TestHouse } from '../../../../test/fixtures/house.js';
import { entriesOfFolder, THREADS_FOLDER } from '../../../../test/fixtures/slack/export-folder.js';
import { scratch } from '../../../../test/fixtures/slack/read-export.js';
import { zipOf } from '../../../../test/fixtures/slack/zip-writer.js';
import { readSlackExport } from './slack/index.js';
import { type MovedIn, moveIn } from './writer/move-in.js';

const disk = scratch();
let house: TestHouse;
let service: MovedInService;
let organisationId: string;
let administrator: EmployeeActor;

beforeAll(async () => {
  house = await openTestHouse();
  service = new MovedInService(house.gate);
  service.register(new MovedInFeed(house.gate));
});
beforeEach(async () => {
  ({ organisationId, administrator } = await house.found());
});
afterAll(async () => {
  await house?.close();
  disk.remove();
});

const USERS = ['ANN', 'BOB', 'CEM'].map((id) => ({
  id: `U${id}`,
  team_id: 'T1',
  name: id.toLowerCase(),
  real_name: id,
  profile: { email: `${id.toLowerCase()}@quay.example`, title: `${id} of the quay` },
}));

async function move(...messages: readonly object[]): Promise<MovedIn> {
  const lists = {
    'users.json': USERS,
    'channels.json': [{ id: 'CPIER', name: 'pier', members: USERS.map(({ id }) => id) }],
    'pier/2024-01-01.json': messages,
  };
  const entries = Object.entries(lists).map(([name, list]) => ({ name, bytes: JSON.stringify(list) }));
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
const answer = (user: string, ts: number, text: string, to: { ts: string }, more: object = {}) =>
  said(user, ts, text, { thread_ts: to.ts, ...more });

const rows = async (text: string, ...more: unknown[]) =>
  (await house.owner.query(text, [organisationId, ...more])).rows;

/** Somebody of the export, in the account they have just opened. */
async function arrived(moved: MovedIn, key: string): Promise<EmployeeActor> {
  const employeeId = moved.people.get(key as never)?.id ?? '';
  const invitations = (await house.services()).get(InvitationService, { strict: false });
  const { token } = await house.gate.write(administrator, 'inviteEmployee', (write) =>
    invitations.invite(write, {
      employeeId,
      email: `${employeeId}@quay.example`,
      madeBy: administrator.employeeId,
    }),
  );
  return house.accept(`#${token}`);
}

/** Every row of every table of the organisation, as text; without what is sealed or hashed. */
async function everything(): Promise<string> {
  const tables = await house.owner.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'organisation_id' order by 1`,
  );
  const texts: string[] = [];
  for (const { name } of tables.rows)
    texts.push(
      ...(await rows(`select to_jsonb(t)::text as row from "${name}" t where organisation_id = $1`)).map(
        ({ row }) => `${name} ${row}`,
      ),
    );
  return texts.join('\n');
}

const only = (told: Told | null) => told?.sources[0];
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (failure) => failure.code ?? String(failure),
  );

describe('somebody who was moved in', () => {
  it('is told what came, from where, when and by whom, until they have read it', async () => {
    const root = said('ANN', 1, 'one');
    const moved = await move(
      root,
      said('ANN', 2, 'two'),
      answer('ANN', 3, 'three', root),
      said('BOB', 4, 'four'),
    );
    const ann = await arrived(moved, 'slack:T1/UANN');
    const expected = {
      source: 'Slack',
      by: 'operator',
      posts: 2,
      comments: 1,
      profile: true,
      at: expect.any(String),
    };
    expect(await service.of(ann, 'unread')).toEqual({ sources: [expected] });
    await service.acknowledge(ann);
    expect(await service.of(ann, 'unread')).toBeNull();
    expect(await service.of(ann, 'ever')).toEqual({ sources: [expected] });
    expect(await service.of(administrator, 'ever')).toBeNull();
  });

  it('is told of their entry in the directory, also where they said nothing, and integrations are told nothing', async () => {
    const moved = await move(said('ANN', 1, 'one'));
    const cem = await arrived(moved, 'slack:T1/UCEM');
    expect(only(await service.of(cem, 'unread'))).toMatchObject({ posts: 0, comments: 0, profile: true });
    const kinds = await rows(
      'select distinct e.kind from moved_in m join employee e on e.organisation_id = $1 and e.id = m.employee_id where m.organisation_id = $1',
    );
    expect(kinds).toEqual([{ kind: 'employee' }]);
  });

  it('is told again when more comes, and not when nothing does', async () => {
    const first = said('ANN', 1, 'one');
    const ann = await arrived(await move(first), 'slack:T1/UANN');
    await service.acknowledge(ann);
    await move(first);
    expect(await service.of(ann, 'unread')).toBeNull();
    await move(first, said('BOB', 2, 'not hers'));
    expect(await service.of(ann, 'unread')).toBeNull();
    await move(first, said('ANN', 3, 'more'));
    expect(only(await service.of(ann, 'unread'))).toMatchObject({ posts: 2, profile: true });
  });

  it('was here before: is told of what they said, not of an entry they have themselves', async () => {
    const { token } = await house.gate.write(administrator, 'inviteEmployee', async (write) => {
      const { hire } = await import('@courtyard/people');
      const id = crypto.randomUUID().replace(/^(.{14})4/, '$17');
      await hire(write, { id, name: 'Ann Here' });
      const invitations = (await house.services()).get(InvitationService, { strict: false });
      return invitations.invite(write, { employeeId: id, email: 'ann@quay.example', madeBy: null });
    });
    const ann = await house.accept(`#${token}`);
    await move(said('ANN', 1, 'one'));
    expect(only(await service.of(ann, 'unread'))).toMatchObject({ posts: 1, profile: false });
    await service.erase(ann, 'Slack');
    const [{ name }] = await rows(
      'select name from employee where organisation_id = $1 and id = $2',
      ann.employeeId,
    );
    expect(name).toBe('Ann Here');
  });
});

describe('erasing what was moved in', () => {
  const secret = 'kestrel-secret';
  const root = said('ANN', 1, `${secret} alone`);
  const asked = said('ANN', 2, `${secret} asked`, { edited: { user: 'UANN', ts: '1700000050.000000' } });
  const bobs = said('BOB', 3, 'bob speaks', {
    reactions: [
      { name: 'tada', users: ['UANN', 'UCEM'], count: 2 },
      { name: 'eyes', users: ['UANN'], count: 1 },
    ],
  });
  const all = [
    root,
    asked,
    bobs,
    answer('ANN', 4, `${secret} to herself`, root),
    answer('BOB', 5, 'bob answers ann', asked),
    answer('ANN', 6, `${secret} answers back`, asked),
    answer('ANN', 7, `${secret} answers bob`, bobs),
    answer('CEM', 8, 'cem answers bob', bobs, { reactions: [{ name: 'eyes', users: ['UANN'], count: 1 }] }),
  ];

  it('takes every row and every word, keeps the threads of others, and leaves no trace of who it was', async () => {
    const moved = await move(...all);
    const ann = await arrived(moved, 'slack:T1/UANN');
    await house.owner.query(
      `insert into reaction (organisation_id, post_id, employee_id, kind, created_at)
       select organisation_id, id, $2, 'useful', now() from post where organisation_id = $1`,
      [organisationId, administrator.employeeId],
    );
    expect(await everything()).toContain(secret);
    await service.erase(ann, 'Slack');

    const after = await everything();
    expect(after).not.toContain(secret);
    expect(after).not.toContain('ANN of the quay');
    const feed = after
      .split('\n')
      .filter((row) =>
        /^(post|comment|revision|post_audience|reaction|erased_source|moved_in|cell_owner|cell_person|cell_unmarked) /.test(
          row,
        ),
      );
    // Of their own entry in the directory they stay the owner.
    const theirs = feed.filter((row) => row.includes(ann.employeeId) && !row.includes('"Employee"'));
    expect(theirs).toEqual([]);
    expect(
      await rows('select body, comment_count as n from post where organisation_id = $1 order by body'),
    ).toEqual([
      { body: '', n: 2 },
      { body: 'bob speaks', n: 2 },
    ]);
    expect(
      await rows(
        `select c.body, p.body as below from comment c join post p on p.organisation_id = $1 and p.id = c.post_id
         where c.organisation_id = $1 order by 1`,
      ),
    ).toEqual([
      { body: 'bob answers ann', below: '' },
      { body: 'cem answers bob', below: 'bob speaks' },
    ]);
    expect(await service.of(ann, 'ever')).toBeNull();
    expect(await refusal(service.erase(ann, 'Slack'))).toBe('not_found');
  });

  it('leaves the emoji of others, and counts one giver fewer', async () => {
    const moved = await move(...all);
    const ann = await arrived(moved, 'slack:T1/UANN');
    await service.erase(ann, 'Slack');
    const cem = moved.people.get('slack:T1/UCEM' as never)?.id;
    expect(
      await rows(`select imported_emoji as emoji from post where organisation_id = $1 and body <> ''
        union all select imported_emoji from comment where organisation_id = $1 and body like 'cem%'`),
    ).toEqual([{ emoji: [{ emoji: '🎉', by: [cem] }] }, { emoji: [] }]);
  });

  it('keeps an empty post in nobody’s name, once for the organisation, whom no directory shows', async () => {
    const moved = await move(
      ...all,
      said('BOB', 20, 'bob asks'),
      answer('ANN', 21, 'x', said('BOB', 20, '')),
    );
    const [ann, bob] = [await arrived(moved, 'slack:T1/UANN'), await arrived(moved, 'slack:T1/UBOB')];
    await service.erase(ann, 'Slack');
    await service.erase(bob, 'Slack');
    const nobodies = await rows(
      `select name, kind, status, audience_keys from employee where organisation_id = $1 and name = '—'`,
    );
    expect(nobodies).toEqual([{ name: '—', kind: 'integration', status: 'former', audience_keys: [] }]);
    const words = await rows(
      `select word from employee_name_word w join employee e on e.organisation_id = $1 and e.id = w.employee_id and e.name = '—' where w.organisation_id = $1`,
    );
    expect(words).toEqual([]);
  });

  it('is not undone by the same export, nor by a longer one, where new answers still find their thread', async () => {
    const ann = await arrived(await move(...all), 'slack:T1/UANN');
    await service.erase(ann, 'Slack');
    const before = await everything();
    expect((await move(...all)).taken).toBe(0);
    expect((await everything()).replace(/^outbox.*|^audit.*/gm, '')).toBe(
      before.replace(/^outbox.*|^audit.*/gm, ''),
    );
    expect(await service.of(ann, 'ever')).toBeNull();

    const late = answer('CEM', 30, 'cem answers late', root);
    expect((await move(...all, late)).taken).toBe(1);
    const after = await everything();
    expect(after).toContain('cem answers late');
    expect(after).not.toContain(secret);
    expect(
      await rows("select count(*)::int as n from post where organisation_id = $1 and body = ''"),
    ).toEqual([{ n: 2 }]);
    // What she says afterwards over there is new, and she is told of it.
    expect((await move(...all, late, said('ANN', 31, 'said later'))).taken).toBe(1);
    expect(only(await service.of(ann, 'unread'))).toMatchObject({ posts: 1, comments: 0, profile: false });
  });

  it('is heard of by every live connection: what is gone, and what is empty now', async () => {
    const moved = await move(...all);
    const ann = await arrived(moved, 'slack:T1/UANN');
    const [{ at }] = await rows(
      'select coalesce(max(position), 0)::text as at from outbox where organisation_id = $1',
    );
    await service.erase(ann, 'Slack');
    const told = await rows(
      'select topic, count(*)::int as n from outbox where organisation_id = $1 and position > $2 group by 1 order by 1',
      at,
    );
    expect(told).toEqual([
      { topic: 'comment.revised', n: 1 },
      { topic: 'comment.withdrawn', n: 3 },
      { topic: 'employee.revised', n: 1 },
      { topic: 'post.revised', n: 2 },
      { topic: 'post.withdrawn', n: 1 },
    ]);
    const payloads = await rows('select payload::text as text from outbox where organisation_id = $1');
    expect(payloads.map(({ text }) => text).join()).not.toContain(secret);
  });

  it('is of one’s own only, and of what was moved in only', async () => {
    const moved = await move(...all);
    const [ann, bob] = [await arrived(moved, 'slack:T1/UANN'), await arrived(moved, 'slack:T1/UBOB')];
    for (const source of ['Teams', '', 'slack', "Slack' or 1=1"])
      expect(await refusal(service.erase(ann, source))).toBe('not_found');
    expect(await refusal(service.erase(administrator, 'Slack'))).toBe('not_found');
    const [hers] = await rows(
      'select id from post where organisation_id = $1 and author_id = $2',
      ann.employeeId,
    );
    const byBob = house.gate.write(bob, 'test', (write) => write.remove(postPolicy, 'erase', hers.id));
    expect(await refusal(byBob)).toMatch(/not_found|auth.forbidden/);
    await house.owner.query('update post set imported_from = null where organisation_id = $1 and id = $2', [
      organisationId,
      hers.id,
    ]);
    const native = house.gate.write(ann, 'test', (write) => write.remove(postPolicy, 'erase', hers.id));
    expect(await refusal(native)).toBe('auth.forbidden');
    await service.erase(ann, 'Slack');
    expect(
      await rows('select id from post where organisation_id = $1 and author_id = $2', ann.employeeId),
    ).toEqual([hers]);
  });

  it('also takes what hangs in a conversation that its author has left, and keeps the answers there', async () => {
    const moved = await move(...all);
    const ann = await arrived(moved, 'slack:T1/UANN');
    // As the importer places an answer whose post’s author may not read it.
    await house.owner.query(
      "update comment set post_author_id = author_id, audience_keys = '{1}' where organisation_id = $1 and body = 'bob answers ann'",
      [organisationId],
    );
    await service.erase(ann, 'Slack');
    expect(await everything()).not.toContain(secret);
    expect(
      await rows(
        "select count(*)::int as n from comment where organisation_id = $1 and body = 'bob answers ann'",
      ),
    ).toEqual([{ n: 1 }]);
  });

  it('goes on where it was interrupted', async () => {
    const many = Array.from({ length: 130 }, (_, at) => said('ANN', 100 + at, `${secret} ${at}`));
    const moved = await move(...all, ...many);
    const ann = await arrived(moved, 'slack:T1/UANN');
    const broken = new MovedInService(house.gate);
    const feed = new MovedInFeed(house.gate);
    broken.register({
      count: feed.count.bind(feed),
      erase: (actor, employeeId, source) =>
        feed.erase(actor, employeeId, source, async () => {
          throw new Error('The lights went out.');
        }),
    });
    expect(await refusal(broken.erase(ann, 'Slack'))).toContain('lights');
    expect(only(await service.of(ann, 'ever'))).toMatchObject({ comments: 0 });
    await service.erase(ann, 'Slack');
    expect(await everything()).not.toContain(secret);
  });
});

describe('the hand-made export', () => {
  it('loses exactly one person’s words when they erase them', async () => {
    await using slack = await readSlackExport(disk.put(zipOf(entriesOfFolder(THREADS_FOLDER))));
    const moved = await moveIn(house.gate, organisationId, slack);
    const own = `select author_id = $2 as mine, body from post where organisation_id = $1 union all select author_id = $2, body from comment where organisation_id = $1`;
    const [key] = [...moved.people.keys()].filter((name) => name.endsWith('/U0ADA'));
    const ada = await arrived(moved, key ?? '');
    const before = await rows(own, ada.employeeId);
    const others = before
      .filter(({ mine }) => !mine)
      .map(({ body }) => body)
      .sort();
    expect(before.length).toBeGreaterThan(others.length);
    expect(only(await service.of(ada, 'unread'))?.posts).toBeGreaterThan(0);
    await service.erase(ada, 'Slack');
    const after = await rows(own, ada.employeeId);
    expect(after.filter(({ mine }) => mine)).toEqual([]);
    expect(
      after
        .filter(({ body }) => body !== '')
        .map(({ body }) => body)
        .sort(),
    ).toEqual(others);
  });
});
