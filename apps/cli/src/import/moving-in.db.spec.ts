import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { EmployeeActor } from '@courtyard/access';
import { commentPolicy, postPolicy } from '@courtyard/feed';
import { openTestHouse, type TestHouse } from '../../../../test/fixtures/house.js';
import { entriesOfFolder, THREADS_FOLDER } from '../../../../test/fixtures/slack/export-folder.js';
import { scratch } from '../../../../test/fixtures/slack/read-export.js';
import { zipOf } from '../../../../test/fixtures/slack/zip-writer.js';
import { inviteEverybody } from './invitations.js';
import { destinationOf } from './organisation.js';
import { readSlackExport } from './slack/index.js';
import { type MovedIn, moveIn } from './writer/move-in.js';

const disk = scratch();
let house: TestHouse;

beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(async () => {
  await house?.close();
  disk.remove();
});

describe('a company that moves in from the hand-made export', () => {
  const file = disk.put(zipOf(entriesOfFolder(THREADS_FOLDER)));
  let organisationId: string;
  let administrator: EmployeeActor;
  let moved: MovedIn;
  const signedIn = new Map<string, EmployeeActor>();

  beforeAll(async () => {
    ({ organisationId, administrator } = await house.found());
    await using slack = await readSlackExport(file);
    moved = await moveIn(house.gate, organisationId, slack);
    const csv = join(disk.folder, 'invitations.csv');
    await inviteEverybody(house, organisationId, { slack, people: moved.people, url: 'http://x' }, csv);
    for (const line of readFileSync(csv, 'utf8').trim().split('\r\n').slice(1)) {
      const [name = '', , link = ''] = JSON.parse(`[${line}]`) as string[];
      signedIn.set(name, await house.accept(link));
    }
  });

  const rows = async (text: string) => (await house.owner.query(text, [organisationId])).rows;

  it('takes what the report says, once', async () => {
    expect(moved.taken).toBe(34);
    const counts = await rows(
      `select (select count(*)::int from post where organisation_id = $1) as posts,
              (select count(*)::int from comment where organisation_id = $1) as comments`,
    );
    const missing = await rows(
      "select body from post where organisation_id = $1 and body like 'The first message of this thread%'",
    );
    expect(counts[0].posts + counts[0].comments - missing.length).toBe(34);
  });

  it('invites whom it has an address of, and nobody who left', () => {
    expect([...signedIn.keys()].sort()).toEqual(['Ada Brandt', 'Ben Okafor', 'Eve Guest', '千尋 森'].sort());
  });

  /** Everything of the organisation that a person finds: their feed to its end, and every conversation below. */
  async function foundBy(actor: EmployeeActor): Promise<string[]> {
    const keys: string[] = [];
    const order = { by: 'publishedId', direction: 'desc' } as const;
    for (let after: string | null | undefined; after !== null; ) {
      const page = await house.gate.list(actor, postPolicy, 'read', {
        first: 7,
        order,
        after: after ?? null,
      });
      for (const { id, sourceKey } of page.rows) {
        keys.push(String(sourceKey));
        const below = await house.gate.list(actor, commentPolicy, 'read', {
          where: { postId: id, status: 'published' },
          order: { by: 'createdAt', direction: 'asc' },
          first: 100,
        });
        keys.push(...below.rows.map((comment) => String(comment.sourceKey)));
      }
      after = page.hasNextPage ? page.endCursor : null;
    }
    return keys.sort();
  }

  /** Straight from the raw files, by nothing of ours: which conversations somebody may read. */
  function readableTo(userId: string): Set<string> {
    interface Listed {
      id: string;
      name?: string;
      members: string[];
    }
    const read = (name: string) => JSON.parse(readFileSync(join(THREADS_FOLDER, name), 'utf8'));
    const channels: Listed[] = read('channels.json');
    const closed: Listed[] = ['groups.json', 'mpims.json', 'dms.json'].flatMap(read);
    const names = (name: string) => closed.some((one) => one.name === name);
    const moves = entriesOfFolder(THREADS_FOLDER).flatMap(({ name, bytes }) => {
      const folder = String(name).split('/')[0] as string;
      if (!String(name).includes('/') || names(folder)) return [];
      const messages = JSON.parse(String(bytes)) as { subtype?: string; user?: string }[];
      return messages
        .filter(({ user }) => user === userId)
        .flatMap(({ subtype }) =>
          subtype === 'channel_join' || subtype === 'channel_leave' ? [{ folder, subtype }] : [],
        );
    });
    const inChannel = ({ name, members }: Listed) =>
      members.includes(userId) ||
      moves.filter(({ folder }) => folder === name).at(-1)?.subtype === 'channel_join';
    return new Set([
      ...channels.filter(inChannel).map(({ id }) => id),
      ...closed.filter(({ members }) => members.includes(userId)).map(({ id }) => id),
    ]);
  }

  it.each([
    ['Ada Brandt', 'U0ADA'],
    ['Ben Okafor', 'U0BEN'],
    ['千尋 森', 'U0CHI'],
    ['Eve Guest', 'U0EVE'],
  ])('lets %s find exactly what the raw export says they may', async (name, userId) => {
    const readable = readableTo(userId);
    const all = await rows(
      `select source_key as key from post where organisation_id = $1
       union all select source_key from comment where organisation_id = $1`,
    );
    const expected = all
      .map(({ key }) => key as string)
      .filter((key) => readable.has(key.split('/')[1] ?? ''));
    expect(await foundBy(signedIn.get(name) as EmployeeActor)).toEqual(expected.sort());
    if (userId === 'U0ADA') expect(expected.length).toBeGreaterThan(20);
  });

  it('has told them apart: somebody in the private channel, somebody only in the group message', async () => {
    expect([...readableTo('U0ADA')]).toEqual(expect.arrayContaining(['G0PAY', 'G0MPIM', 'D0AB']));
    expect(readableTo('U0BEN').has('G0PAY')).toBe(false);
    expect(readableTo('U0CHI').has('D0AB')).toBe(false);
  });

  it('shows nothing of it to an administrator who was in none of the channels', async () => {
    expect(await foundBy(administrator)).toEqual([]);
  });

  it('makes communities of channels, hidden ones of private channels, and none of direct messages', async () => {
    const communities = await rows(
      'select name, access, purpose, source_key from community where organisation_id = $1 order by name',
    );
    expect(communities.map(({ name, access }) => [name, access])).toEqual(
      expect.arrayContaining([
        ['payroll', 'hidden'],
        ['pier', 'open'],
      ]),
    );
    expect(communities.some(({ source_key: key }) => /\/(D0|G0MPIM)/.test(key))).toBe(false);
    expect(communities.find(({ name }) => name === 'old-crane')?.purpose).toMatch(/^Archived in Slack\./);
  });

  it('gives nobody an account, and former people no key', async () => {
    const people = await rows(
      `select e.name, e.kind, e.status, e.roles, cardinality(e.audience_keys) as keys from employee e
       where organisation_id = $1 and imported_from = 'Slack'`,
    );
    expect(people.find(({ name }) => name === 'Dora Lind')).toMatchObject({ status: 'deactivated', keys: 0 });
    expect(people.find(({ name }) => name === 'Eve Guest')).toMatchObject({ kind: 'guest', roles: [] });
    expect(people.find(({ name }) => name === 'Ada Brandt')).toMatchObject({ roles: ['employee'] });
    expect(people.filter(({ status }) => status === 'former').every(({ keys }) => keys === 0)).toBe(true);
    expect(people.some(({ kind }) => kind === 'integration')).toBe(true);
  });

  it('keeps edits, reactions, mentions and how many answered', async () => {
    const [edited] = await rows(
      `select c.body, c.edited_at, r.body as before from comment c join revision r on r.organisation_id = $1
       and r.subject_id = c.id where c.organisation_id = $1 and c.body like 'The log says%'`,
    );
    expect(edited).toMatchObject({ body: 'The log says fuse 7 (was fuse 6)', before: 'The log says fuse 6' });
    const [root] = await rows(
      `select comment_count, imported_emoji, cardinality(mentioned_ids) as mentioned from post
       where organisation_id = $1 and body like 'Crane 3 &%'`,
    );
    expect(root).toMatchObject({ comment_count: 3, mentioned: 2 });
    expect(root.imported_emoji).toContainEqual(expect.objectContaining({ count: 5 }));
  });

  it('orders the feed by when it was said, to the microsecond', async () => {
    const published = await rows(
      'select published_at as at from post where organisation_id = $1 order by published_id',
    );
    const times = published.map(({ at }) => Number(at));
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('keeps the index of the feed and the holders of keys in step', async () => {
    const drift = await rows(
      `select (select count(*)::int from post p, unnest(p.audience_keys) k(key) where organisation_id = $1
                and not exists (select from post_audience a where a.organisation_id = $1 and a.audience_key = k.key
                  and a.post_id = p.id and a.published_id = p.published_id)) as unlisted,
              (select count(*)::int from audience a where organisation_id = $1 and holders <>
                (select count(*) from audience_holder h where h.organisation_id = $1 and h.audience_key = a.key)) as miscounted,
              (select count(*)::int from employee e where organisation_id = $1 and cardinality(audience_keys) <>
                (select count(*) from audience_holder h where h.organisation_id = $1 and h.employee_id = e.id)) as unheld`,
    );
    expect(drift[0]).toEqual({ unlisted: 0, miscounted: 0, unheld: 0 });
  });

  it('leaves one event in the audit log for each portion, which names nobody', async () => {
    const events = await rows('select body from audit_event where organisation_id = $1');
    const bodies = events.map(({ body }) => String(body));
    const operations = bodies.map((body) => (JSON.parse(body) as { operation: string }).operation);
    const imports = operations.filter((operation) => operation.startsWith('import'));
    expect(imports.sort()).toEqual(['importContents', 'importConversations', 'importPeople']);
    expect(bodies.filter((body) => /Brandt|Crane|payroll|slack:/.test(body))).toEqual([]);
  });

  it('asks which organisation is meant where it cannot know', async () => {
    const begin = { name: 'Nobody', administratorEmail: 'nobody@quay.example' };
    await house.found();
    await expect(destinationOf(house, undefined, begin)).rejects.toMatchObject({
      code: 'organisation.unnamed',
    });
    await expect(destinationOf(house, 'elsewhere', begin)).rejects.toMatchObject({
      code: 'organisation.unknown',
    });
  });

  it('changes not one row when it is run again', async () => {
    const before = await house.rowsOf(organisationId);
    await using slack = await readSlackExport(file);
    expect((await moveIn(house.gate, organisationId, slack)).taken).toBe(0);
    expect(await house.rowsOf(organisationId)).toEqual(before);
    expect(before['post']).toBeGreaterThan(0);
  });
});

const FIXTURES = process.env.FIXTURES_DIR ?? resolve(__dirname, '../../../../../shared/fixtures');
const REAL = join(FIXTURES, 'slack/slack-export-viewer/testarchive.zip');

(existsSync(REAL) ? describe : describe.skip)('the real export of 2016', () => {
  it('moves in whole: 158 entries are taken or listed', async () => {
    const { organisationId } = await house.found();
    await using slack = await readSlackExport(REAL);
    const { taken } = await moveIn(house.gate, organisationId, slack);
    const listed = slack.report.listed.reduce((sum, { count }) => sum + count, 0);
    expect([taken, taken + listed]).toEqual([147, 158]);
    expect((await house.rowsOf(organisationId))['post']).toBe(147);
  });
});
