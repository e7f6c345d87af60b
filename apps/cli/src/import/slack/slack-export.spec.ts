import { generateExport } from '../../../../../test/bench/slack-export.js';
import { entriesOfFolder, THREADS_FOLDER } from '../../../../../test/fixtures/slack/export-folder.js';
import { readAll, scratch, zipOfSmall } from '../../../../../test/fixtures/slack/read-export.js';
import { type ZipEntry, zipOf } from '../../../../../test/fixtures/slack/zip-writer.js';
import { REASONS } from './reason.js';
import type { CommentRecord, ConversationRecord, PostRecord } from './record.js';
import { readSlackExport, type SlackExport } from './slack-export.js';

const disk = scratch();
afterAll(() => disk.remove());

const K = (...parts: string[]) => ['slack:T0HARBOUR', ...parts].join('/');

describe('the export made by hand after the published format', () => {
  let slack: SlackExport;
  let contents: (PostRecord | CommentRecord)[];
  const at = (conversation: string, ts: string) => {
    const found = contents.find((content) => content.sourceKey === K(conversation, ts));
    if (found === undefined) throw new Error(`${ts} was not taken`);
    return found;
  };
  const conversation = (id: string) =>
    slack.conversations.find((c) => c.sourceKey === K(id)) as ConversationRecord;
  const membersOf = (id: string) => conversation(id).members.map(({ member }) => member);

  beforeAll(async () => {
    slack = await readSlackExport(disk.put(zipOf(entriesOfFolder(THREADS_FOLDER))));
    contents = [];
    for await (const content of slack.contents()) contents.push(content);
  });
  afterAll(() => slack.close());

  it('counts every message once', () => {
    expect(slack.report).toEqual({
      total: 57,
      taken: 34,
      listed: [
        { reason: 'became_membership', count: 4 },
        { reason: 'membership_ended', count: 2 },
        { reason: 'became_revision', count: 1 },
        { reason: 'channel_event', count: 3 },
        { reason: 'pin_notice', count: 1 },
        { reason: 'reply_notice', count: 1 },
        { reason: 'deleted_message', count: 3 },
        { reason: 'empty_message', count: 1 },
        { reason: 'duplicate', count: 1 },
        { reason: 'malformed_message', count: 2 },
        { reason: 'not_a_message', count: 1 },
        { reason: 'unknown_conversation', count: 2 },
        { reason: 'no_readers', count: 1 },
      ],
    });
    const missing = contents.filter((content) => content.kind === 'post' && content.standIn === 'missing');
    expect(contents.length - missing.length).toBe(slack.report.taken);
  });

  it('has people as the directory lists them, and former ones without inventions', () => {
    const person = (id: string) => slack.people.find(({ sourceKey }) => sourceKey === K(id));
    expect(person('U0ADA')).toEqual({
      kind: 'person',
      sourceKey: K('U0ADA'),
      status: 'active',
      standing: 'member',
      name: 'Ada Brandt',
      handle: 'ada',
      displayName: 'Ada',
      email: 'ada@harbour.example',
      title: 'Harbour master',
    });
    expect(person('U0DEL')).toMatchObject({ status: 'deactivated', standing: 'member' });
    for (const id of ['U0EVE', 'U0FAY', 'U0GUS']) expect(person(id)).toMatchObject({ standing: 'guest' });
    expect(person('U0GHOST')).toMatchObject({ status: 'former', name: 'Former member', email: null });
    expect(person('U0UNKNOWN')).toMatchObject({ status: 'former', standing: 'guest' });
    expect(slack.people).toHaveLength(10);
  });

  it('has one integration per bot', () => {
    expect(slack.integrations.map(({ sourceKey, name }) => [sourceKey, name]).sort()).toEqual([
      [K('U0TIDE'), 'Tide Bot'],
      [K('USLACKBOT'), 'Slackbot'],
      [K('bot-name', 'Weather'), 'Weather'],
      [K('bot', 'B0BLOCK'), 'lighthouse'],
      [K('bot', 'slack'), 'Slack'],
    ]);
    for (const ts of ['1700100050.000100', '1700100060.000100'])
      expect(at('C0PIER', ts).author).toBe(K('U0TIDE'));
    expect(at('C0PIER', '1700100090.000100').author).toBe(K('bot', 'slack'));
  });

  it('opens channels, and closes everything else to exactly its members', () => {
    expect(slack.conversations.map(({ form, access }) => `${form} ${access}`)).toEqual([
      'channel open',
      'channel open',
      'channel open',
      'private_channel closed',
      'group_message closed',
      'direct_message closed',
      'direct_message closed',
    ]);
    expect(conversation('C0PIER')).toMatchObject({
      name: 'pier',
      general: true,
      purpose: 'Everything about the pier & its cranes',
      creator: K('U0ADA'),
      createdAt: '2023-11-14T22:13:20.000000Z',
    });
    expect(conversation('C0OLD').archived).toBe(true);
    expect(conversation('G0MPIM')).toMatchObject({ name: null, topic: '', purpose: '' });
    expect(membersOf('D0AB')).toEqual([K('U0ADA'), K('U0BEN')]);
    expect(membersOf('G0MPIM')).toEqual([K('U0ADA'), K('U0BEN'), K('U0CHI')]);
  });

  it('adds joins to a channel, never to a private one, and forgets who left', () => {
    expect(membersOf('C0PIER')).toEqual([K('U0ADA'), K('U0BEN'), K('U0CHI'), K('U0EVE')]);
    expect(conversation('C0PIER').members[1]).toEqual({
      sourceKey: K('C0PIER', 'member', 'U0BEN'),
      member: K('U0BEN'),
      joinedAt: '2023-11-14T22:13:22.000100Z',
      inviter: K('U0ADA'),
    });
    expect(membersOf('G0PAY')).toEqual([K('U0ADA'), K('U0DEL')]);
  });

  it('resolves a text', () => {
    const root = at('C0PIER', '1700000010.000100');
    expect(root.body).toBe(
      'Crane 3 & crane 4 are down <again> :anchor:. @Ben Okafor @千尋 森 can you look? @here @crew' +
        ' see the log (https://harbour.example/crane?id=3), #old-crane, #private channel',
    );
    expect(root.mentions.map(({ kind, start, end }) => [kind, root.body.slice(start, end)])).toEqual([
      ['person', '@Ben Okafor'],
      ['person', '@千尋 森'],
      ['everyone', '@here'],
      ['group', '@crew'],
      ['conversation', '#old-crane'],
      ['conversation', '#private channel'],
    ]);
    expect(root.concerns).toEqual([K('U0ADA'), K('U0BEN'), K('U0CHI')]);
    expect(at('G0PAY', '1700000310.000100').body).toBe('Everybody gets 3 % more in #payroll');
    expect(at('C0PIER', '1700100240.000100').body).toBe('direction  and  bell');
  });

  it('keeps reactions with who gave them, and counts that say more', () => {
    expect(at('C0PIER', '1700000010.000100').reactions).toEqual([
      { name: 'eyes', emoji: '👀', count: 2, by: [K('U0BEN'), K('U0CHI')] },
      { name: '+1', emoji: '👍', count: 2, by: [K('U0BEN'), K('U0CHI')] },
      { name: 'harbour_seal', emoji: ':harbour_seal:', count: 5, by: [K('U0CHI')] },
    ]);
  });

  it('makes replies comments, whatever became of their root', () => {
    const post = (ts: string) => (at('C0PIER', ts) as CommentRecord).post;
    expect(post('1700000020.000100')).toBe(K('C0PIER', '1700000010.000100'));
    expect(at('C0PIER', '1700100040.000100')).toMatchObject({ kind: 'comment', broadcast: true });
    expect(at('C0PIER', '1700000050.000100')).toMatchObject({
      standIn: 'deleted',
      author: K('bot', 'slack'),
      body: 'This message was deleted.',
    });
    expect(post('1700000060.000100')).toBe(K('C0PIER', '1700000050.000100'));
    expect(at('C0PIER', '1600000000.000100')).toMatchObject({
      standIn: 'missing',
      at: '2020-09-13T12:26:40.000100Z',
    });
    expect(at('C0PIER', '1700100180.000100')).toMatchObject({
      standIn: 'notice',
      concerns: [K('bot', 'slack'), K('U0CHI')],
    });
    expect(post('1700100200.000100')).toBe(K('C0PIER', '1700100180.000100'));
    expect(post('1700100210.000100')).toBe(K('C0PIER', '1700100220.000100'));
  });

  it('keeps the history of edits, and no deleted word', () => {
    expect(at('C0PIER', '1700000030.000100')).toMatchObject({
      body: 'The log says fuse 7 (was fuse 6)',
      editedAt: '2023-11-14T22:13:55.000000Z',
      editedBy: K('U0CHI'),
      revisions: [{ body: 'The log says fuse 6', at: '2023-11-14T22:13:50.000100Z' }],
    });
    expect(at('C0PIER', '1700100130.000100')).toMatchObject({
      body: 'Second wording',
      revisions: [{ body: 'First wording' }],
    });
    expect(at('C0PIER', '1700100140.000100')).toMatchObject({
      body: 'Only the edit is left',
      author: K('U0CHI'),
      revisions: [{ body: 'Only the edit was left' }],
    });
    expect(JSON.stringify(contents)).not.toContain('regret');
  });

  it('notes files, and renders what bots attach', () => {
    expect(at('C0PIER', '1700000090.000100')).toMatchObject({
      body: 'Photo of the fuse\n[file: fuse.jpg (JPEG)]\n[file: deleted in Slack]\n[file: hidden by Slack]',
      files: [
        { name: 'fuse.jpg', type: 'JPEG', state: 'left_in_slack' },
        { name: null, type: null, state: 'deleted' },
        { name: null, type: null, state: 'hidden' },
      ],
    });
    expect(at('C0PIER', '1700000095.000100').body).toBe('[file: plan.pdf (PDF)]');
    expect(at('C0PIER', '1700100070.000100').body).toBe(
      'Warning:\nMet office\nGale (https://weather.example/gale)\nForce 8, gusts 9\nFrom: NW',
    );
    expect(at('C0PIER', '1700100080.000100').body).toBe('*Deploy* of @Ada Brandt\nUndo');
    expect(at('C0PIER', '1700100100.000100').body).toBe('A link https://sea.example/');
  });

  it('carries no private conversation into another', () => {
    expect(at('C0PIER', '1700100110.000100').body).toBe(
      'Look at this\n[quoted message of a private conversation]',
    );
    expect(at('C0PIER', '1700100120.000100').body).toBe('And at this\nBen Okafor: The old crane is sold');
    const open = new Set(
      slack.conversations.filter(({ access }) => access === 'open').map((c) => c.sourceKey),
    );
    const readable = JSON.stringify(contents.filter((content) => open.has(content.conversation)));
    for (const secret of ['payroll', '3 %', 'Lunch', 'Between us', 'Nobody', 'xoxe']) {
      expect(readable).not.toContain(secret);
    }
  });

  it('refers only to what came before', async () => {
    const known = new Set<string>();
    const need = (key: string | null) => expect(key === null || known.has(key)).toBe(true);
    for await (const record of slack.records()) {
      if (record.kind === 'conversation') {
        need(record.creator);
        for (const { member, inviter } of record.members) {
          need(member);
          need(inviter);
        }
      }
      if (record.kind === 'post' || record.kind === 'comment') {
        for (const key of [record.author, record.conversation, record.editedBy, ...record.concerns])
          need(key);
        for (const { target } of record.mentions) need(target);
        for (const { by } of record.reactions) for (const key of by) need(key);
        if (record.kind === 'comment') need(record.post);
      }
      expect(known.has(record.sourceKey)).toBe(false);
      known.add(record.sourceKey);
    }
  });

  it('is the same at every reading, and told in advance', async () => {
    const again: (PostRecord | CommentRecord)[] = [];
    for await (const content of slack.contents()) again.push(content);
    expect(again).toEqual(contents);
  });

  it('reports progress', async () => {
    const shares: number[] = [];
    const file = disk.put(zipOf(entriesOfFolder(THREADS_FOLDER)));
    await readAll(file, {
      onProgress: ({ phase, share }) => shares.push(phase === 'checking' ? share : 1 + share),
    });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(2);
  });
});

describe('what no export should hold', () => {
  const message = (n: number, rest: object = {}) => ({
    type: 'message',
    user: 'U1',
    text: `message ${n}`,
    ts: `17000000${String(n).padStart(2, '0')}.000100`,
    ...rest,
  });
  const contentsOf = async (messages: unknown[], extra: ZipEntry[] = []) => {
    const answer = await readAll(disk.put(zipOfSmall(messages, extra)));
    if (answer instanceof Error) throw answer;
    return answer.records.filter((record) => record.kind === 'post' || record.kind === 'comment');
  };

  it('threads in a circle end at the earliest message', async () => {
    const contents = await contentsOf([
      message(1, { thread_ts: '1700000003.000100' }),
      message(2, { thread_ts: '1700000001.000100' }),
      message(3, { thread_ts: '1700000002.000100' }),
    ]);
    expect(contents.map(({ kind }) => kind)).toEqual(['post', 'comment', 'comment']);
  });

  it('a chain of replies belongs to its first message', async () => {
    const chain = Array.from({ length: 90 }, (_, n) =>
      message(n + 10, n === 0 ? {} : { thread_ts: `17000000${n + 9}.000100` }),
    );
    const contents = await contentsOf(chain);
    const posts = contents.filter(({ kind }) => kind === 'post');
    expect(posts).toHaveLength(1);
    expect(contents).toHaveLength(90);
  });

  it('a reply known only from its root’s list is a comment', async () => {
    const contents = await contentsOf([
      message(1, { replies: [{ user: 'U1', ts: '1700000002.000100' }] }),
      message(2),
      message(3),
    ]);
    expect(contents.map(({ kind }) => kind)).toEqual(['post', 'comment', 'post']);
  });

  it('a thread of nothing but empty replies leaves no stand-in', async () => {
    expect(await contentsOf([message(2, { thread_ts: '1700000001.000100', text: ' ' })])).toEqual([]);
  });

  it('an empty or overlong root stands for its replies', async () => {
    const contents = await contentsOf([
      message(1, { text: '' }),
      message(2, { thread_ts: '1700000001.000100' }),
      message(3, { text: 'x'.repeat(200_000) }),
      message(4, { thread_ts: '1700000003.000100' }),
      message(5, { text: 'x'.repeat(200_000) }),
    ]);
    expect(contents.map((content) => (content.kind === 'post' ? content.standIn : content.kind))).toEqual([
      'empty',
      'comment',
      'oversized',
      'comment',
    ]);
  });

  it('a reply before the root that lists it waits for the root', async () => {
    const [reply, root] = [message(3), message(1, { replies: [{ ts: '1700000003.000100' }] })];
    expect((await contentsOf([reply, root])).map(({ kind }) => kind)).toEqual(['post', 'comment']);
  });

  it('an early reply that only an edit gave words waits for the root, too', async () => {
    const reply = message(2, { thread_ts: '1700000005.000100', text: '' });
    const edit = { ...message(9), subtype: 'message_changed', message: { ...reply, text: 'now with words' } };
    const contents = await contentsOf([reply, edit, message(5)]);
    expect(contents.map(({ kind, sourceKey }) => `${kind} ${sourceKey.slice(-17)}`)).toEqual([
      'post 1700000005.000100',
      'comment 1700000002.000100',
    ]);
  });

  it('an event with the time of a late reply is counted once', async () => {
    const event = { type: 'message', subtype: 'message_changed', ts: '1700000009.000100' };
    const reply = message(9, { thread_ts: '1700000003.000100' });
    const answer = await readAll(disk.put(zipOfSmall([event, reply, message(3)])));
    expect(answer).toMatchObject({ report: { total: 3, taken: 2 } });
  });

  it('a generated export of thousands is taken to the last message', async () => {
    const file = disk.put(generateExport({ messages: 2000, people: 20, channels: 3, days: 4 }));
    expect(await readAll(file)).toMatchObject({ report: { total: 2000, taken: 2000, listed: [] } });
  });

  it('a person who writes once as an app and once plainly stays a person', async () => {
    const app = { user: 'U7', bot_id: 'B7', bot_profile: { id: 'B7', name: 'App' } };
    const authors = (await contentsOf([message(1, app), message(2, { user: 'U7' })])).map(
      ({ author }) => author,
    );
    expect(authors).toEqual(['slack:T1/U7', 'slack:T1/U7']);
    const alone = (await contentsOf([message(1, app)])).map(({ author }) => author);
    expect(alone).toEqual(['slack:T1/bot/B7']);
  });

  it('a folder that a private and a public conversation claim belongs to neither', async () => {
    const groups = {
      name: 'groups.json',
      bytes: JSON.stringify([{ id: 'G1', name: 'general', members: ['U1'] }]),
    };
    const answer = await readAll(disk.put(zipOfSmall([message(1)], [groups])));
    expect(answer).toMatchObject({
      report: { total: 1, taken: 0, listed: [{ reason: 'unknown_conversation' }] },
    });
  });

  it('a conversation in two lists is the narrower one', async () => {
    const groups = {
      name: 'groups.json',
      bytes: JSON.stringify([{ id: 'C1', name: 'general', members: [] }]),
    };
    const answer = await readAll(disk.put(zipOfSmall([message(1)], [groups])));
    expect(answer).toMatchObject({ report: { taken: 0, listed: [{ reason: 'no_readers', count: 1 }] } });
  });
});

it('every reason says why in one sentence', () => {
  for (const [code, sentence] of Object.entries(REASONS)) {
    expect(code).toMatch(/^[a-z_]+$/);
    expect(sentence).toMatch(/^[A-Z].*\.$/);
  }
});
