import type { EmployeeActor } from '@courtyard/access';
import { EmployeeKind } from '@courtyard/people';
import { outlivings } from '@courtyard/records';
import { v7 as newId } from 'uuid';
import { codeOf, type FeedHouse, idOf, openFeedHouse, to } from '../../fixtures/house.js';
import { CommunityAccess, CommunityHistory } from '../community/community.entity.js';
import { judgementPolicy } from '../judgement/judgement.policy.js';
import { type Post, PostKind } from '../post/post.entity.js';
import { PollState } from './poll.entity.js';
import type { PollInput } from './poll.input.js';
import type { PollView } from './poll.view.js';

jest.setTimeout(180_000);

let house: FeedHouse;
let org: string;
let admin: EmployeeActor;
let asker: EmployeeActor;
/** Twelve, none of them the asker. */
let people: EmployeeActor[];
let gus: EmployeeActor;

beforeAll(async () => {
  house = await openFeedHouse({ fresh: true });
  const founded = await house.found();
  org = founded.organisationId;
  admin = await house.signedIn(org, founded.administratorId);
  asker = await person('Ingrid Solheim');
  people = [];
  for (let at = 0; at < 12; at++) people.push(await person(`Voter ${at}`));
  gus = await house.signedIn(org, await house.hire(admin, { name: 'Gus', kind: EmployeeKind.guest }));
}, 180_000);
afterAll(() => house?.close());

const person = async (name: string) => house.signedIn(org, await house.hire(admin, { name }));
const again = (actor: EmployeeActor) => house.again(actor);
const one = (at: number) => people[at] as EmployeeActor;
const ask = async (poll: Partial<PollInput> = {}, audience = [to.everybody], by = asker) =>
  house.posts.publish(await again(by), {
    idempotencyKey: newId(),
    body: 'Which day suits you?',
    audience,
    kind: PostKind.poll,
    poll: { options: ['Monday', 'Tuesday', 'Thursday'], ...poll },
  });
const vote = async (actor: EmployeeActor, post: Post, ...choices: number[]) =>
  house.judgements.give(await again(actor), idOf.post(post.id), choices);
const close = async (actor: EmployeeActor, post: Post) =>
  house.polls.close(await again(actor), idOf.post(post.id));
const seen = async (actor: EmployeeActor, post: Post): Promise<PollView> => {
  const reader = await again(actor);
  const poll = await house.polls.of(reader, await house.posts.card(reader, post.id));
  if (!poll) throw new Error('It is no poll.');
  return poll;
};
const votesOf = async (actor: EmployeeActor, post: Post) =>
  (await seen(actor, post)).options.map(({ votes }) => votes);
const stored = async (post: Post) =>
  (
    await house.owner.query<{ employee_id: string; choices: number[] }>(
      'select employee_id, choices from judgement where post_id = $1 order by 1',
      [post.id],
    )
  ).rows;
const found = async (members: readonly EmployeeActor[]) => {
  const { id } = await house.communities.found(await again(asker), {
    idempotencyKey: newId(),
    name: `Days ${newId()}`,
    purpose: 'x',
    access: CommunityAccess.open,
  });
  for (const who of members) await house.communities.join(await again(who), idOf.community(id));
  return id;
};

describe('a poll', () => {
  it('is asked in the words of its post, and its options are told apart from them', async () => {
    const post = await ask({ several: true });
    expect(post).toMatchObject({
      kind: PostKind.poll,
      body: 'Which day suits you?\n\nMonday\nTuesday\nThursday',
    });
    expect(await seen(one(0), post)).toEqual({
      options: ['Monday', 'Tuesday', 'Thursday'].map((text) => ({ text, votes: null })),
      ...{ several: true, state: PollState.open, closesAt: null, closedAt: null, voters: null, mine: null },
      allowed: ['read', 'judge', 'pass'],
    });
    expect((await seen(asker, post)).allowed).toEqual(['read', 'judge', 'pass', 'settle']);
  });

  it('comes with what makes it one, and nothing else does', async () => {
    const publish = (over: object) =>
      again(asker).then((actor) =>
        house.posts.publish(actor, { idempotencyKey: newId(), body: 'x', audience: [to.everybody], ...over }),
      );
    const poll = { options: ['a', 'b'] };
    for (const over of [{ poll }, { kind: PostKind.poll }, { kind: PostKind.question, poll }])
      expect(await codeOf(publish(over))).toBe('input.invalid');
    const at = (millis: number) => new Date(Date.now() + millis).toISOString();
    for (const closesAt of [at(-1), at(400 * 86_400_000)])
      expect(await codeOf(publish({ kind: PostKind.poll, poll: { ...poll, closesAt } }))).toBe(
        'input.invalid',
      );
    expect(await codeOf(publish({ kind: PostKind.poll, poll, body: 'x'.repeat(9_999) }))).toBe(
      'input.invalid',
    );
  });

  it('stays as it was asked', async () => {
    const post = await ask();
    const revised = again(asker).then((actor) =>
      house.posts.revise(actor, { id: idOf.post(post.id), version: 1, body: 'Which day does not?' }),
    );
    expect(await codeOf(revised)).toBe('poll.words_stay');
  });

  it('is answered once by each, who may answer anew while it is open', async () => {
    const [single, several] = [await ask(), await ask({ several: true })];
    await vote(one(0), single, 1);
    expect((await seen(one(0), single)).mine).toEqual([1]);
    await vote(one(0), single, 2);
    await vote(one(0), several, 2, 0, 2);
    expect((await seen(one(0), several)).mine).toEqual([0, 2]);
    await vote(one(0), several);
    expect((await seen(one(0), several)).mine).toEqual([]);
    expect(await stored(single)).toEqual([{ employee_id: one(0).employeeId, choices: [2] }]);
    expect(await stored(several)).toEqual([{ employee_id: one(0).employeeId, choices: [] }]);
    for (const choices of [[0, 1], [3]])
      expect(await codeOf(vote(one(1), single, ...choices))).toBe('input.invalid');
    expect(await stored(single)).toHaveLength(1);
  });

  it('of which one sees nothing is no poll, whatever is sent', async () => {
    const post = await ask({}, [to.person(one(0).employeeId)]);
    const nothing = { id: newId() } as Post;
    for (const who of [one(1), gus, admin])
      for (const work of [
        (of: Post) => vote(who, of, 0),
        (of: Post) => vote(who, of),
        (of: Post) => vote(who, of, 9),
        (of: Post) => close(who, of),
      ])
        expect([await codeOf(work(post)), await codeOf(work(nothing))]).toEqual(['not_found', 'not_found']);
    // Who asked others only has no vote, and is not kept from what they say.
    expect(await codeOf(vote(asker, post, 0))).toBe('auth.forbidden');
    await vote(asker, post);
    expect((await seen(asker, post)).mine).toEqual([]);
    for (const what of [PostKind.update, PostKind.question]) {
      const other = await house.posts.publish(await again(asker), {
        idempotencyKey: newId(),
        body: 'x',
        audience: [to.everybody],
        kind: what,
      });
      expect(await codeOf(vote(one(0), other))).toBe('judgement.not_asked');
    }
  });
});

describe('what somebody voted', () => {
  it('is read by nobody else: not by who asked, not by an administrator, not by an errand', async () => {
    const post = await ask();
    await vote(one(0), post, 1);
    for (const who of [asker, admin, one(1)]) {
      const reader = await again(who);
      expect(await house.gate.loadBy(reader, judgementPolicy, 'read', 'postId', [post.id])).toEqual([]);
      expect(await votesOf(who, post)).toEqual([null, null, null]);
    }
    const mine = await house.gate.loadBy(await again(one(0)), judgementPolicy, 'read', 'postId', [post.id]);
    expect(mine).toMatchObject([{ choices: [1] }]);
    expect(judgementPolicy.rules.filter(({ errand }) => errand !== undefined)).toEqual([]);
    for (const { comparisons } of judgementPolicy.rules)
      expect(comparisons.map(({ column }) => column.property)).toEqual(['employeeId']);
  });

  it('stands in no event: a vote, another one and a word that one does not want to say are recorded alike', async () => {
    const post = await ask();
    const recorded: unknown[] = [];
    for (const choices of [[0], [1], []]) {
      await vote(one(2), post, ...choices);
      const { operation, touched } = house.trail.recorded.findLast(({ kind }) => kind === 'written') as never;
      recorded.push({ operation, touched });
    }
    expect(recorded[0]).toMatchObject({
      touched: [{ resource: 'Judgement', action: 'give', personId: one(2).employeeId }],
    });
    expect(new Set(recorded.map((event) => JSON.stringify(event))).size).toBe(1);
    const { rows } = await house.owner.query(
      "select 1 from outbox where payload->>'postId' = $1 and topic <> 'post.published'",
      [post.id],
    );
    expect(rows).toEqual([]);
  });

  it('is counted once, when it closes, from ten votes on, and forgotten with that', async () => {
    const post = await ask();
    for (const [at, who] of people.slice(0, 10).entries()) {
      expect(await votesOf(one(0), post)).toEqual([null, null, null]);
      await vote(who, post, at % 3 === 0 ? 0 : 2);
    }
    // It is a judgement, and no vote.
    await vote(one(10), post);
    await close(asker, post);
    for (const who of [asker, one(0), one(10), one(11)]) {
      expect(await seen(who, post)).toMatchObject({ state: PollState.closed, voters: 10, mine: null });
      expect(await votesOf(who, post)).toEqual([4, 0, 6]);
    }
    expect((await stored(post)).map(({ choices }) => choices)).toEqual(Array(11).fill([]));
    // Closed for good: there is no second count that tells of the difference.
    await close(asker, post);
    for (const choices of [[0], []])
      expect(await codeOf(vote(one(11), post, ...choices))).toBe('poll.closed');
    await house.owner.query('delete from judgement where post_id = $1', [post.id]);
    expect(await votesOf(one(0), post)).toEqual([4, 0, 6]);
  });

  it('is not told of nine', async () => {
    const post = await ask();
    for (const who of people.slice(0, 9)) await vote(who, post, 1);
    for (const who of people.slice(9)) await vote(who, post);
    await close(asker, post);
    expect(await seen(asker, post)).toMatchObject({ state: PollState.closed, voters: null });
    expect(await votesOf(asker, post)).toEqual([null, null, null]);
    expect((await stored(post)).every(({ choices }) => choices.length === 0)).toBe(true);
  });

  it('is its asker’s to have counted, and nobody else’s', async () => {
    const post = await ask({}, [to.everybody, to.person(gus.employeeId)]);
    for (const who of [one(0), gus, admin]) expect(await codeOf(close(who, post))).toBe('auth.forbidden');
    await vote(gus, post, 0);
    await close(asker, post);
    for (const who of [one(0), gus, admin]) expect(await codeOf(close(who, post))).toBe('auth.forbidden');
  });

  it.each([
    [
      'a result of nine',
      "update poll set state = 'closed', voters = 9, tallies = '{9,0,0}', closed_at = now() where id = $1",
    ],
    ['a result of an open poll', "update poll set voters = 10, tallies = '{10,0,0}' where id = $1"],
    ['a number for one option less', "update poll set voters = 10, tallies = '{10,0}' where id = $1"],
  ])('control: %s is refused by the table itself', async (name, text) => {
    const post = await ask();
    if (name === 'a result of nine') await house.owner.query('alter table poll disable trigger poll_settle');
    try {
      await expect(house.owner.query(text, [post.id])).rejects.toThrow('poll_');
    } finally {
      await house.owner.query('alter table poll enable trigger poll_settle');
    }
  });
});

describe('at once', () => {
  it('votes of one person are one vote', async () => {
    const post = await ask();
    const codes = await Promise.all([0, 1, 2, 0, 1, 2].map((choice) => codeOf(vote(one(0), post, choice))));
    expect(new Set(codes)).toEqual(new Set(['answered']));
    expect(await stored(post)).toHaveLength(1);
  });

  it('a vote and the end are one before the other: what was acknowledged is counted', async () => {
    for (let round = 0; round < 4; round++) {
      const post = await ask();
      for (const who of people.slice(0, 10)) await vote(who, post, 0);
      const [closed, ...codes] = await Promise.all([
        codeOf(close(asker, post)),
        ...people.slice(10).map((who) => codeOf(vote(who, post, 1))),
      ]);
      expect(closed).toBe('answered');
      for (const code of codes) expect(['answered', 'poll.closed']).toContain(code);
      const counted = codes.filter((code) => code === 'answered').length;
      expect(await votesOf(asker, post)).toEqual([10, counted, 0]);
      expect(await seen(asker, post)).toMatchObject({ voters: 10 + counted });
    }
  });

  it('it ends by its time: no vote counts from then on, and one process counts it', async () => {
    const post = await ask({ closesAt: new Date(Date.now() + 3_600_000).toISOString() });
    for (const who of people.slice(0, 10)) await vote(who, post, 1);
    expect(await house.pollClosing.closeDue()).toBe(0);
    await house.owner.query("update poll set closes_at = now() - interval '1 second' where id = $1", [
      post.id,
    ]);
    for (const choices of [[0], []]) expect(await codeOf(vote(one(0), post, ...choices))).toBe('poll.closed');
    // Nobody counted it yet, and nothing may be done about it.
    expect(await seen(one(0), post)).toMatchObject({ state: PollState.open, allowed: ['read'] });
    const closed = await Promise.all([1, 2, 3].map(() => house.pollClosing.closeDue()));
    expect(closed.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await votesOf(one(0), post)).toEqual([0, 10, 0]);
    const { rows } = await house.owner.query(
      "select payload from outbox where topic = 'poll.changed' and payload->>'postId' = $1",
      [post.id],
    );
    expect(rows).toHaveLength(1);
    expect(Object.keys(rows[0].payload).sort()).toEqual(['authorId', 'keys', 'postId']);
  });
});

describe('whoever goes', () => {
  it('out of the audience votes no more, and what they voted counts', async () => {
    const members = people.slice(0, 10);
    const id = await found(members);
    const post = await ask({}, [to.community(id)]);
    for (const who of members) await vote(who, post, 0);
    await house.communities.removeMember(
      await again(asker),
      idOf.community(id),
      idOf.employee(one(0).employeeId),
    );
    expect(await codeOf(vote(one(0), post, 1))).toBe('not_found');
    expect(await codeOf(seen(one(0), post))).toBe('not_found');
    await close(asker, post);
    expect(await votesOf(one(1), post)).toEqual([10, 0, 0]);
  });

  it('from the company leaves no poll open for ever', async () => {
    const leaving = await person('Lea Leaves');
    const post = await ask({}, [to.everybody], leaving);
    for (const who of people) await vote(who, post, 2);
    await house.keeping.deactivate(await again(admin), leaving.employeeId);
    expect(await votesOf(one(0), post)).toEqual([0, 0, 12]);
  });

  it.each([
    [
      'they withdraw one',
      "with gone as (update post set status = 'withdrawn' where id = $1) update poll set state = 'withdrawn' where id = $1",
    ],
    ['the time of one has come', "update poll set state = 'closed', closed_at = now() where id = $1"],
  ])('is not kept from leaving when at that moment %s', async (_, ends) => {
    const leaving = await person('Leo Leaving');
    const [post, other] = [await ask({}, [to.everybody], leaving), await ask({}, [to.everybody], leaving)];
    const client = await house.owner.connect();
    try {
      await client.query('begin');
      await client.query(ends, [post.id]);
      const left = codeOf(house.keeping.deactivate(await again(admin), leaving.employeeId));
      await untilSomebodyWaits();
      await client.query('commit');
      expect(await left).toBe('answered');
    } finally {
      client.release(true);
    }
    expect(await codeOf(again(leaving))).toBe('The session is over.');
    expect(await seen(one(0), other)).toMatchObject({ state: PollState.closed });
  });

  it('and was put out is told nothing of how it stands, though they asked before', async () => {
    const id = await found([one(0)]);
    const post = await ask({}, [to.community(id)]);
    const asking = await again(one(0));
    await house.communities.removeMember(
      await again(asker),
      idOf.community(id),
      idOf.employee(one(0).employeeId),
    );
    await close(asker, post);
    expect(await codeOf(house.judgements.give(asking, idOf.post(post.id), [1]))).toBe('not_found');
  });

  it('and withdraws the post takes all of it along', async () => {
    for (const counted of [false, true]) {
      const post = await ask();
      for (const who of people) await vote(who, post, 1);
      if (counted) await close(asker, post);
      await house.posts.withdraw(await again(asker), idOf.post(post.id));
      expect(await codeOf(vote(one(0), post, 1))).toBe('not_found');
      expect(await codeOf(vote(asker, post))).toBe('not_found');
      expect(await codeOf(close(asker, post))).toBe('answered');
      expect(await seen(asker, post)).toMatchObject({ state: PollState.withdrawn, voters: null });
      expect((await stored(post)).every(({ choices }) => choices.length === 0)).toBe(true);
    }
  });
});

/** Until a lock is waited for. */
async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const { rows } = await house.owner.query(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('it stays with those who were asked, also when more people come', async () => {
  const { id } = await house.communities.found(await again(asker), {
    ...{ idempotencyKey: newId(), name: `Days ${newId()}`, purpose: 'x' },
    access: CommunityAccess.closed,
  });
  const post = await ask({}, [to.community(id)]);
  await house.communities.changeAccess(await again(asker), {
    ...{ id: idOf.community(id), access: CommunityAccess.open, history: CommunityHistory.from_start },
  });
  await house.communities.join(await again(one(0)), idOf.community(id));
  const reader = await again(asker);
  expect(await house.widenings.wider(reader, await house.posts.card(reader, post.id))).toBeNull();
  expect(await codeOf(house.widenings.widenPost(reader, idOf.post(post.id)))).toBe('auth.forbidden');
  expect(await codeOf(vote(one(0), post, 0))).toBe('not_found');
});

test('in an archived community nobody votes any more, and nobody is kept from what was said', async () => {
  const id = await found(people.slice(0, 2));
  const post = await ask({}, [to.community(id)]);
  await house.communities.archive(await again(asker), idOf.community(id));
  expect(await codeOf(vote(one(0), post, 1))).toBe('audience.archived');
  expect((await seen(one(0), post)).allowed).toEqual(['read', 'pass']);
  await vote(one(0), post);
  await close(asker, post);
});

test('what was counted is not counted again after a restore', async () => {
  const post = await ask();
  for (const who of people) await vote(who, post, 0);
  await close(asker, post);
  const entry = house.ledger.entries.findLast(({ resource }) => resource === 'Poll');
  expect(entry).toMatchObject({ what: 'closed', facts: { id: post.id } });
  // As the backup has it: open, with fewer votes than there were.
  await house.owner.query(
    "update poll set state = 'open', closed_at = null, voters = null, tallies = null where id = $1",
    [post.id],
  );
  await house.owner.query("update judgement set choices = '{0}' where post_id = $1", [post.id]);
  const again = outlivings().get('Poll');
  expect(await again?.(house.gate, org, [entry as never])).toBe(1);
  expect(await seen(asker, post)).toMatchObject({ state: PollState.closed, voters: null, closedAt: null });
  expect((await stored(post)).every(({ choices }) => choices.length === 0)).toBe(true);
  expect(await again?.(house.gate, org, [entry as never])).toBe(0);
});

test('every poll repeats of its post what judges it', async () => {
  const { rows } = await house.owner.query(
    `select count(*)::int as polls, count(*) filter (where p.kind <> 'poll' or p.author_id <> q.author_id
       or p.audience_keys <> q.audience_keys or (p.status = 'withdrawn') <> (q.state = 'withdrawn'))::int as strays
     from poll q join post p using (organisation_id, id)`,
  );
  expect(rows[0].strays).toBe(0);
  expect(rows[0].polls).toBeGreaterThan(10);
});
