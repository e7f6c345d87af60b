import type { EmployeeActor } from '@courtyard/access';
import { EmployeeKind } from '@courtyard/people';
import { v7 as newId } from 'uuid';
import { codeOf, type FeedHouse, idOf, openFeedHouse, to } from '../../fixtures/house.js';
import { CommunityAccess } from '../community/community.entity.js';
import { type Post, PostKind } from '../post/post.entity.js';
import { type Pledge, PledgeState } from './pledge.entity.js';
import { pledgePolicy } from './pledge.policy.js';

jest.setTimeout(120_000);

let house: FeedHouse;
let org: string;
let admin: EmployeeActor;
let ingrid: EmployeeActor;
let tomasz: EmployeeActor;
let mara: EmployeeActor;
let gus: EmployeeActor;

beforeAll(async () => {
  house = await openFeedHouse({ fresh: true });
  const founded = await house.found();
  org = founded.organisationId;
  admin = await house.signedIn(org, founded.administratorId);
  [ingrid, tomasz, mara] = [
    await person('Ingrid Solheim'),
    await person('Tomasz Wieczorek'),
    await person('Mara Lind'),
  ];
  gus = await house.signedIn(org, await house.hire(admin, { name: 'Gus', kind: EmployeeKind.guest }));
}, 120_000);
afterAll(() => house?.close());

const DAY = 86_400_000;
/** A calendar day, so many from today. */
const day = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
const person = async (name: string) => house.signedIn(org, await house.hire(admin, { name }));
const again = (actor: EmployeeActor) => house.again(actor);
interface Said {
  readonly to?: EmployeeActor | string | null;
  readonly by?: string;
  readonly audience?: (typeof to.everybody)[];
}
const publish = async (actor: EmployeeActor, { to: whom = null, by = day(7), audience }: Said = {}) =>
  house.posts.publish(await again(actor), {
    idempotencyKey: newId(),
    body: 'The drawing is on your desk.',
    audience: audience ?? [to.everybody],
    kind: PostKind.pledge,
    pledge: {
      dueOn: by,
      ...(whom ? { toId: typeof whom === 'string' ? whom : idOf.employee(whom.employeeId) } : {}),
    },
  });
type Step = 'keep' | 'break' | 'reopen' | 'confirm' | 'takeBack';
const step = async (what: Step, actor: EmployeeActor, post: Post) =>
  house.pledges[what](await again(actor), idOf.post(post.id));
const move = async (actor: EmployeeActor, post: Post, dueOn = day(14), reason = 'The plotter is broken.') =>
  house.pledges.move(await again(actor), { postId: idOf.post(post.id), dueOn, reason });
const stands = async (actor: EmployeeActor, post: Post): Promise<Pledge> =>
  house.gate.get(await again(actor), pledgePolicy, 'read', post.id);
const allowed = async (actor: EmployeeActor, post: Post) =>
  (await house.pledges.allowed(await again(actor), await stands(actor, post))).toSorted();
/** Every id of somebody's list, page by page. */
async function waiting(actor: EmployeeActor, first = 50): Promise<string[]> {
  const reader = await again(actor);
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<FeedHouse['pledges']['waiting']>> = await house.pledges.waiting(reader, {
      first,
      after,
    });
    ids.push(...page.rows.map(({ id }) => id));
    if (!page.hasNextPage) return ids;
    after = page.endCursor;
  }
}
const waitsFor = async (actor: EmployeeActor, post: Post) => (await waiting(actor)).includes(post.id);
/** A community of Ingrid with Tomasz and Mara in it. */
const found = async () => {
  const { id, audienceKey } = await house.communities.found(await again(ingrid), {
    idempotencyKey: newId(),
    name: `Seals ${newId()}`,
    purpose: 'x',
    access: CommunityAccess.open,
  });
  for (const who of [tomasz, mara]) await house.communities.join(await again(who), idOf.community(id));
  return { id, key: audienceKey };
};
const putOut = async (who: EmployeeActor, communityId: string) =>
  house.communities.removeMember(
    await again(ingrid),
    idOf.community(communityId),
    idOf.employee(who.employeeId),
  );

describe('a promise', () => {
  it('waits until its author says that it is kept, and whoever it was made to may confirm that', async () => {
    const post = await publish(ingrid, { to: tomasz });
    expect(post.kind).toBe(PostKind.pledge);
    expect(await stands(mara, post)).toMatchObject({
      state: PledgeState.open,
      toId: tomasz.employeeId,
      dueOn: day(7),
      earlier: [],
      confirmed: false,
    });
    expect(await waitsFor(ingrid, post)).toBe(true);
    expect(await waitsFor(tomasz, post)).toBe(true);
    // It reaches Mara, and does not wait for her.
    expect(await waitsFor(mara, post)).toBe(false);

    // Nothing to confirm yet.
    expect(await codeOf(step('confirm', tomasz, post))).toBe('auth.forbidden');
    await step('keep', ingrid, post);
    expect(await stands(mara, post)).toMatchObject({ state: PledgeState.kept, confirmed: false });
    for (const who of [ingrid, tomasz]) expect(await waitsFor(who, post)).toBe(false);
    await step('confirm', tomasz, post);
    expect(await stands(mara, post)).toMatchObject({ confirmedById: tomasz.employeeId });
    // What the other side confirmed is theirs to take back first.
    expect(await codeOf(step('reopen', ingrid, post))).toBe('auth.forbidden');
    await step('takeBack', tomasz, post);
    expect(await stands(mara, post)).toMatchObject({ confirmed: false, confirmedAt: null });
    await step('reopen', ingrid, post);
    expect(await stands(mara, post)).toMatchObject({ state: PledgeState.open, settledAt: null });
    expect(await waitsFor(tomasz, post)).toBe(true);
  });

  it('is openly broken when its author says so, and may be given again', async () => {
    const post = await publish(ingrid, { to: tomasz });
    await step('break', ingrid, post);
    expect(await stands(mara, post)).toMatchObject({ state: PledgeState.broken });
    expect((await stands(mara, post)).settledAt).not.toBeNull();
    for (const what of ['keep', 'confirm'] as const)
      expect(await codeOf(step(what, what === 'keep' ? ingrid : tomasz, post))).toBe('auth.forbidden');
    expect(await codeOf(move(ingrid, post))).toBe('auth.forbidden');
    await step('reopen', ingrid, post);
    await step('keep', ingrid, post);
    expect(await stands(mara, post)).toMatchObject({ state: PledgeState.kept });
  });

  it('moves with a reason, and every day that was promised before stays visible', async () => {
    const post = await publish(ingrid, { to: tomasz, by: day(3) });
    const soon = await publish(ingrid, { to: tomasz, by: day(5) });
    const order = async () => (await waiting(tomasz)).filter((id) => id === post.id || id === soon.id);
    expect(await order()).toEqual([post.id, soon.id]);
    await move(ingrid, post, day(10), 'The plotter is broken.');
    await move(ingrid, post, day(12), 'Its part is on a ship.');
    expect(await order()).toEqual([soon.id, post.id]);
    for (const who of [ingrid, tomasz, mara])
      expect(await stands(who, post)).toMatchObject({
        dueOn: day(12),
        earlier: [
          { dueOn: day(3), reason: 'The plotter is broken.' },
          { dueOn: day(10), reason: 'Its part is on a ship.' },
        ],
      });
    // To the day that it has already is no move.
    await move(ingrid, post, day(12), 'Again.');
    expect((await stands(mara, post)).earlier).toHaveLength(2);
    expect(await codeOf(move(ingrid, post, day(-3)))).toBe('pledge.day_over');
    expect(await codeOf(move(ingrid, post, '2027-02-30'))).toBe('input.invalid');
  });

  it('is moved twenty times and no more', async () => {
    const post = await publish(ingrid, { to: tomasz });
    for (let at = 0; at < 20; at++) await move(ingrid, post, day(20 + at));
    expect(await codeOf(move(ingrid, post, day(60)))).toBe('pledge.moved_too_often');
    expect((await stands(mara, post)).earlier).toHaveLength(20);
  });

  it('is its author’s to settle and the other’s to confirm, and nobody else’s, also where it is so already', async () => {
    const post = await publish(ingrid, { to: tomasz });
    const foreign = async () =>
      new Set(
        await Promise.all(
          [
            ...[tomasz, mara, admin, gus].flatMap((who) => [
              ...(['keep', 'break', 'reopen'] as const).map((what) => step(what, who, post)),
              move(who, post),
            ]),
            ...[ingrid, mara, admin, gus].map((who) => step('confirm', who, post)),
          ].map(codeOf),
        ),
      );
    // The guest does not even see it.
    expect(await foreign()).toEqual(new Set(['auth.forbidden', 'not_found']));
    await step('keep', ingrid, post);
    expect(await foreign()).toEqual(new Set(['auth.forbidden', 'not_found']));
    await step('confirm', tomasz, post);
    expect(await foreign()).toEqual(new Set(['auth.forbidden', 'not_found']));
    for (const who of [mara, admin]) expect(await codeOf(step('takeBack', who, post))).toBe('auth.forbidden');
    expect(await codeOf(step('takeBack', gus, post))).toBe('not_found');
    expect(await stands(mara, post)).toMatchObject({
      state: PledgeState.kept,
      confirmedById: tomasz.employeeId,
    });
  });

  it('tells each what they may do now', async () => {
    const post = await publish(ingrid, { to: tomasz });
    expect(await allowed(ingrid, post)).toEqual(expect.arrayContaining(['break', 'keep', 'move', 'read']));
    expect(await allowed(tomasz, post)).toEqual(['read']);
    await step('keep', ingrid, post);
    expect(await allowed(tomasz, post)).toEqual(['confirm', 'read']);
    expect(await allowed(mara, post)).toEqual(['read']);
    expect(await allowed(ingrid, post)).not.toContain('move');
  });

  it('takes each step once, however often it is taken, and leaves an event for what changed', async () => {
    const post = await publish(ingrid, { to: tomasz });
    const written = () => house.trail.recorded.filter(({ kind }) => kind === 'written').length;
    const moved = day(30);
    for (const work of [
      () => move(ingrid, post, moved),
      () => step('keep', ingrid, post),
      () => step('confirm', tomasz, post),
      () => step('takeBack', tomasz, post),
      () => step('reopen', ingrid, post),
      () => step('break', ingrid, post),
    ]) {
      await work();
      const before = [await stands(mara, post), written()];
      expect(house.trail.recorded.findLast(({ kind }) => kind === 'written')?.touched).toMatchObject([
        { resource: 'Pledge', id: post.id, personId: ingrid.employeeId },
      ]);
      await work().catch(() => undefined);
      expect([await stands(mara, post), written()]).toEqual(before);
    }
  });

  it('made to all whom it reaches is confirmed by one of them, and by no guest and not by its author', async () => {
    const post = await publish(ingrid, { audience: [to.everybody, to.person(gus.employeeId)] });
    expect(await stands(gus, post)).toMatchObject({ toAll: true, toId: null });
    for (const who of [ingrid, tomasz, mara, gus]) expect(await waitsFor(who, post)).toBe(true);
    await step('keep', ingrid, post);
    expect(await codeOf(step('confirm', ingrid, post))).toBe('pledge.own');
    expect(await codeOf(step('confirm', gus, post))).toBe('auth.forbidden');
    expect(await allowed(ingrid, post)).not.toContain('confirm');
    expect(await allowed(gus, post)).not.toContain('confirm');
    const codes = await Promise.all([tomasz, mara].map((who) => codeOf(step('confirm', who, post))));
    expect(codes.toSorted()).toEqual(['answered', 'pledge.already_confirmed']);
    const [first, second] = codes[0] === 'answered' ? [tomasz, mara] : [mara, tomasz];
    expect((await stands(gus, post)).confirmedById).toBe(first.employeeId);
    expect(await codeOf(step('takeBack', second, post))).toBe('auth.forbidden');
  });

  it('is said to be kept, broken or moved by one of two requests at once, and never by halves', async () => {
    for (let round = 0; round < 6; round++) {
      const post = await publish(ingrid, { to: tomasz });
      const codes = await Promise.all([
        codeOf(step('keep', ingrid, post)),
        codeOf(step('break', ingrid, post)),
        codeOf(move(ingrid, post)),
        codeOf(step('confirm', tomasz, post)),
      ]);
      for (const code of codes) expect(code).toMatch(/^(answered|auth\.forbidden)$/);
      expect(codes.slice(0, 2).filter((code) => code === 'answered')).toHaveLength(1);
      expect(await strays()).toEqual([0, 0]);
    }
  });

  it('is published once, however often it is sent, and never as something else', async () => {
    const once = { idempotencyKey: newId(), body: 'Once?', audience: [to.everybody], kind: PostKind.pledge };
    const pledge = { toId: idOf.employee(tomasz.employeeId), dueOn: day(7) };
    const sent = await Promise.all(
      [1, 2, 3].map(async () => house.posts.publish(await again(ingrid), { ...once, pledge })),
    );
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    const otherwise = [
      { ...once, pledge: { ...pledge, dueOn: day(8) } },
      { ...once, pledge: { dueOn: day(7) } },
      { ...once, kind: PostKind.update },
    ];
    for (const input of otherwise)
      expect(await codeOf(house.posts.publish(await again(ingrid), input))).toBe(
        'conflict.idempotency_key_reused',
      );
    for (const [kind, made] of [
      [PostKind.pledge, undefined],
      [PostKind.pledge, null],
      [PostKind.update, pledge],
      [PostKind.question, pledge],
      [undefined, pledge],
    ] as const) {
      const input = { ...once, idempotencyKey: newId(), kind: kind ?? null, pledge: made ?? null };
      expect(await codeOf(house.posts.publish(await again(ingrid), input))).toBe('input.invalid');
    }
    const plain = await house.publish(ingrid, [to.everybody]);
    expect(await codeOf(step('keep', ingrid, plain))).toBe('not_found');
    expect(await house.pledges.of(await again(ingrid), plain)).toBeNull();
  });

  it('is overdue by nothing that is stored: its day is over, and it still waits at its place', async () => {
    const [late, later] = [await publish(ingrid, { to: tomasz }), await publish(ingrid, { to: tomasz })];
    await house.owner.query(
      `update pledge set due_on = '2026-01-05', due_id = '019b8aaa-0000-7000-8000-000000000000' where id = $1`,
      [late.id],
    );
    await house.owner.query(
      `update pledge_audience set due_id = '019b8aaa-0000-7000-8000-000000000000' where pledge_id = $1`,
      [late.id],
    );
    expect(await stands(mara, late)).toMatchObject({ state: PledgeState.open });
    expect((await waiting(tomasz))[0]).toBe(late.id);
    expect(await waitsFor(tomasz, later)).toBe(true);
    await move(ingrid, late, day(2), 'Late, and sorry.');
    expect((await stands(mara, late)).earlier).toMatchObject([{ dueOn: '2026-01-05' }]);
    expect(await strays()).toEqual([0, 0]);
  });
});

describe('whom it is made to', () => {
  it('is somebody whom it reaches and not its author; all others are refused alike', async () => {
    const { id } = await found();
    const { id: guests } = await found();
    await house.communities.addMember(
      await again(ingrid),
      idOf.community(guests),
      idOf.employee(gus.employeeId),
    );
    const refused = (whom: string, audience = [to.community(id)], by: EmployeeActor = ingrid) =>
      codeOf(publish(by, { to: whom, audience }));
    const codes = await Promise.all([
      refused(idOf.employee(admin.employeeId)),
      refused(idOf.employee(gus.employeeId)),
      refused(idOf.employee(newId())),
      refused('employee_x'),
      refused('nobody'),
      refused(idOf.community(id)),
      refused(idOf.employee(ingrid.employeeId)),
      // A guest, to whom the directory is closed, learns no more of who there is.
      refused(idOf.employee(admin.employeeId), [to.community(guests)], gus),
      refused(idOf.employee(newId()), [to.community(guests)], gus),
    ]);
    expect(new Set(codes)).toEqual(new Set(['pledge.receiver_outside']));
    expect(await refused(idOf.employee(mara.employeeId))).toBe('answered');
    const elsewhere = await house.found('Elsewhere');
    expect(await refused(idOf.employee(elsewhere.administratorId), [to.everybody])).toBe(
      'pledge.receiver_outside',
    );
  });

  it('is one whose yes the words need before they leave', async () => {
    const post = await publish(ingrid, { to: tomasz });
    expect(post.mentionedIds).toEqual([tomasz.employeeId]);
    const { rows } = await house.owner.query<{ employee_id: string }>(
      "select distinct employee_id from cell_person where row_id = $1 and role = 'about'",
      [post.id],
    );
    expect(rows.map(({ employee_id }) => employee_id)).toEqual([tomasz.employeeId]);
  });

  it('waits no longer once they cannot see it, and confirms nothing; its author says what becomes of it', async () => {
    const { id, key } = await found();
    const post = await publish(ingrid, { to: tomasz, audience: [to.community(id)] });
    const kept = await publish(ingrid, { to: tomasz, audience: [to.community(id)] });
    await step('keep', ingrid, kept);
    const both = await publish(ingrid, {
      to: tomasz,
      audience: [to.community(id), to.person(tomasz.employeeId)],
    });
    await putOut(tomasz, id);
    expect(await stands(mara, post)).toMatchObject({ state: PledgeState.lapsed });
    expect(await stands(mara, kept)).toMatchObject({ state: PledgeState.kept, confirmed: false });
    // This one still reaches him by name.
    expect(await stands(mara, both)).toMatchObject({ state: PledgeState.open });
    const { rows } = await house.owner.query<{ payload: object }>(
      `select payload from outbox where topic = 'pledge.changed' and payload->>'postId' = $1
       order by position desc limit 1`,
      [post.id],
    );
    expect(rows[0]?.payload).toEqual({ postId: post.id, authorId: ingrid.employeeId, keys: [key] });
    expect(await waiting(tomasz)).not.toContain(post.id);
    expect(await waiting(ingrid)).not.toContain(post.id);
    expect(await waiting(tomasz)).toContain(both.id);
    for (const work of [
      () => step('confirm', tomasz, kept),
      () => step('takeBack', tomasz, kept),
      () => step('keep', tomasz, post),
      () => stands(tomasz, post),
    ])
      expect(await codeOf(work())).toBe('not_found');
    expect(await codeOf(step('reopen', ingrid, post))).toBe('pledge.receiver_gone');
    expect(await codeOf(step('reopen', mara, post))).toBe('auth.forbidden');
    expect(await codeOf(move(ingrid, post))).toBe('auth.forbidden');
    await house.communities.join(await again(tomasz), idOf.community(id));
    await step('reopen', ingrid, post);
    expect(await waitsFor(tomasz, post)).toBe(true);
    expect(await strays()).toEqual([0, 0]);
  });

  it('may be somebody who is put out while it is made, moved or given anew: then nobody waits', async () => {
    const { id } = await found();
    for (let round = 0; round < 6; round++) {
      const post = await publish(ingrid, { to: tomasz, audience: [to.community(id)] });
      const [made, , ...codes] = await Promise.all([
        publish(ingrid, { to: tomasz, audience: [to.community(id)] }).catch(
          (failure: { code?: string }) => failure.code,
        ),
        putOut(tomasz, id),
        codeOf(move(ingrid, post)),
        codeOf(step('reopen', ingrid, post)),
        codeOf(step('keep', mara, post)),
      ]);
      for (const code of codes) expect(code).toMatch(/^(answered|auth\.forbidden|pledge\.receiver_gone)$/);
      expect((await stands(mara, post)).state).toBe(PledgeState.lapsed);
      if (typeof made === 'string') expect(made).toBe('pledge.receiver_outside');
      else expect((await stands(mara, made as Post)).state).toBe(PledgeState.lapsed);
      await house.communities.join(await again(tomasz), idOf.community(id));
    }
    expect(await strays()).toEqual([0, 0]);
  });

  it('and its author may promise each other something at once', async () => {
    for (let round = 0; round < 4; round++) {
      const codes = await Promise.all([
        codeOf(publish(ingrid, { to: tomasz })),
        codeOf(publish(tomasz, { to: ingrid })),
      ]);
      expect(codes).toEqual(['answered', 'answered']);
    }
  });
});

describe('who leaves', () => {
  it('is waited for no longer, and waits for nothing; what was settled stands', async () => {
    const leo = await person('Leo Left');
    const [mine, toHim, toAll, kept] = [
      await publish(leo, { to: mara }),
      await publish(ingrid, { to: leo }),
      await publish(leo),
      await publish(leo, { to: mara }),
    ];
    await step('keep', leo, kept);
    await step('confirm', mara, kept);
    await house.keeping.deactivate(await again(admin), leo.employeeId);
    for (const post of [mine, toHim, toAll])
      expect(await stands(ingrid, post)).toMatchObject({ state: PledgeState.lapsed });
    expect(await stands(ingrid, kept)).toMatchObject({ state: PledgeState.kept, confirmed: true });
    for (const who of [mara, ingrid])
      for (const post of [mine, toHim, toAll]) expect(await waitsFor(who, post)).toBe(false);
    expect(await codeOf(publish(ingrid, { to: leo }))).toBe('pledge.receiver_outside');
    // What was done all the same may be said.
    await step('keep', ingrid, toHim);
    // Whoever comes back may give their word again.
    await house.keeping.reactivate(await again(admin), leo.employeeId);
    const back = await house.signedIn(org, leo.employeeId);
    await step('reopen', back, mine);
    expect(await waitsFor(mara, mine)).toBe(true);
    await step('confirm', back, toHim);
    expect(await strays()).toEqual([0, 0]);
  });
});

describe('a promise that is withdrawn', () => {
  it('is its author’s alone, empty, and nothing can be said of it', async () => {
    const post = await publish(ingrid, { to: tomasz });
    await move(ingrid, post);
    const [, withdrawal] = await Promise.all([
      codeOf(step('keep', ingrid, post)),
      codeOf(again(ingrid).then((actor) => house.posts.withdraw(actor, idOf.post(post.id)))),
    ]);
    expect(withdrawal).toBe('answered');
    for (const who of [tomasz, mara]) expect(await codeOf(stands(who, post))).toBe('not_found');
    expect(await stands(ingrid, post)).toMatchObject({
      state: PledgeState.withdrawn,
      toId: null,
      earlier: [],
      settledAt: null,
    });
    expect(await waitsFor(ingrid, post)).toBe(false);
    for (const work of [
      () => step('keep', ingrid, post),
      () => step('break', ingrid, post),
      () => step('reopen', ingrid, post),
      () => move(ingrid, post, day(30)),
      () => step('confirm', tomasz, post),
    ])
      expect(await codeOf(work())).toMatch(/^(auth\.forbidden|not_found)$/);
    expect(await strays()).toEqual([0, 0]);
  });
});

describe('in an archived community', () => {
  it('what became of it may be said, and no other day', async () => {
    const { id } = await found();
    const audience = [to.community(id)];
    const [post, broken, unsaid] = [
      await publish(ingrid, { to: tomasz, audience }),
      await publish(ingrid, { to: tomasz, audience }),
      await publish(ingrid, { audience }),
    ];
    await house.communities.archive(await again(ingrid), idOf.community(id));
    expect(await codeOf(move(ingrid, unsaid))).toBe('audience.archived');
    expect(await allowed(ingrid, unsaid)).not.toContain('move');
    await step('keep', ingrid, post);
    await step('break', ingrid, broken);
    await step('confirm', tomasz, post);
    expect(await stands(mara, post)).toMatchObject({ confirmed: true });
    expect(await codeOf(publish(ingrid, { to: tomasz, audience }))).toBe('audience.archived');
  });
});

describe('the list of what waits', () => {
  it('is by the day only, each promise once, page by page, and of nobody else', async () => {
    const reader = await person('Rita Reads');
    const given = [9, 2, 4, 4, 1].map((days) => ({ days, by: day(days) }));
    const posts: { id: string; days: number }[] = [];
    for (const { days, by } of given)
      posts.push({ days, id: (await publish(ingrid, { to: reader, by })).id });
    posts.push({ days: 3, id: (await publish(reader, { to: mara, by: day(3) })).id });
    posts.push({ days: 6, id: (await publish(reader, { by: day(6) })).id });
    // Of somebody to somebody: it reaches the reader, and is none of their business here.
    const others = await publish(mara, { to: tomasz, by: day(1) });
    const mine = (ids: readonly string[]) => ids.filter((id) => posts.some((post) => post.id === id));
    const days = (ids: readonly string[]) => ids.map((id) => posts.find((post) => post.id === id)?.days);
    for (const first of [1, 3, 50]) {
      const ids = await waiting(reader, first);
      expect(days(mine(ids))).toEqual([1, 2, 3, 4, 4, 6, 9]);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).not.toContain(others.id);
    }
  });

  it('has an index that says what the rows say, and rows that repeat of their posts what judges them', async () => {
    expect(await strays()).toEqual([0, 0]);
    const { rows } = await house.owner.query("select count(*)::int as open from pledge where state = 'open'");
    expect(rows[0].open).toBeGreaterThan(10);
  });

  it.each([
    ['one that waits and is not listed', 'delete from pledge_audience where pledge_id = $1', [2, 0]],
    ['one that lapsed and is still listed', "update pledge set state = 'lapsed' where id = $1", [2, 0]],
    ['other readers than the post', "update pledge set audience_keys = '{999999}' where id = $1", [0, 1]],
    ['another author', 'update pledge set author_id = $2 where id = $1', [0, 1]],
    ['a post that was withdrawn round it', "update post set status = 'withdrawn' where id = $1", [0, 1]],
  ])('control: %s is noticed', async (_, text, expected) => {
    const { id } = await publish(ingrid, { to: tomasz });
    const client = await house.owner.connect();
    try {
      await client.query('begin');
      await client.query(text, text.includes('$2') ? [id, mara.employeeId] : [id]);
      expect(await strays(client)).toEqual(expected);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});

/** Lines that the index lacks or has too many, and promises that say otherwise than their posts. */
async function strays(by: Pick<FeedHouse['owner'], 'query'> = house.owner): Promise<number[]> {
  const { rows } = await by.query<{ lines: number; pledges: number }>(
    `with told as (select organisation_id, unnest(waiting_keys) as audience_key, due_id, id as pledge_id
       from pledge where state = 'open')
     select (select count(*)::int from (table told except table pledge_audience) a)
       + (select count(*)::int from (table pledge_audience except table told) b) as lines,
       (select count(*)::int from pledge q left join post p using (organisation_id, id)
        where p.id is null or p.kind <> 'pledge' or p.author_id <> q.author_id or p.audience_keys <> q.audience_keys
          or (p.status = 'withdrawn') <> (q.state = 'withdrawn')) as pledges`,
  );
  return rows.flatMap(({ lines, pledges }) => [lines, pledges]);
}
