import type { EmployeeActor } from '@courtyard/access';
import { EmployeeKind, toldActions } from '@courtyard/people';
import { v7 as newId } from 'uuid';
import { codeOf, type FeedHouse, idOf, openFeedHouse, to } from '../../fixtures/house.js';
import { CommunityAccess, CommunityRole } from '../community/community.entity.js';
import { type Post, PostKind } from '../post/post.entity.js';
import { acknowledgementPolicy } from './acknowledgement.policy.js';
import type { Announcement } from './announcement.entity.js';
import { announcementPolicy } from './announcement.policy.js';

jest.setTimeout(120_000);

let house: FeedHouse;
let org: string;
let admin: EmployeeActor;
let ingrid: EmployeeActor;
let tomasz: EmployeeActor;
let mara: EmployeeActor;
let gus: EmployeeActor;
let many: EmployeeActor[];
let pumps: string;

beforeAll(async () => {
  house = await openFeedHouse({ fresh: true });
  const founded = await house.found();
  org = founded.organisationId;
  admin = await house.signedIn(org, founded.administratorId);
  pumps = await house.department(admin, 'Pumps');
  [ingrid, tomasz, mara] = [
    await person('Ingrid Solheim'),
    await person('Tomasz Wieczorek'),
    await person('Mara Lind'),
  ];
  gus = await house.signedIn(org, await house.hire(admin, { name: 'Gus', kind: EmployeeKind.guest }));
  many = [];
  for (let at = 0; at < 22; at++) many.push(await person(`Person ${at}`));
}, 120_000);
afterAll(() => house?.close());

const person = async (name: string) => house.signedIn(org, await house.hire(admin, { name }));
const again = (actor: EmployeeActor) => house.again(actor);
const publish = async (actor: EmployeeActor, audience = [to.everybody]) =>
  house.posts.publish(await again(actor), {
    idempotencyKey: newId(),
    body: 'From Monday on gate 2 is closed.',
    audience,
    kind: PostKind.announcement,
  });
const acknowledge = async (actor: EmployeeActor, post: Post) =>
  house.announcements.acknowledge(await again(actor), idOf.post(post.id));
const remind = async (actor: EmployeeActor, post: Post) =>
  house.announcements.remind(await again(actor), idOf.post(post.id));
const stands = async (actor: EmployeeActor, post: Post): Promise<Announcement> =>
  house.gate.get(await again(actor), announcementPolicy, 'read', post.id);
const allowed = async (actor: EmployeeActor, post: Post) =>
  toldActions(await house.announcements.allowed(await again(actor), await stands(actor, post))).toSorted();
const asked = async (actor: EmployeeActor, post: Post) =>
  (await house.announcements.toRead(await again(actor), { first: 100 })).rows.some(
    ({ id }) => id === post.id,
  );
const told = async (actor: EmployeeActor, post: Post) =>
  house.announcements.readCount(await again(actor), await stands(actor, post));
/** All that was said until now was said yesterday. */
const dayGoesBy = () =>
  house.owner.query(
    'update acknowledgement set acknowledged_on = acknowledged_on - 1 where acknowledged_on >= current_date',
  );
const found = async (owner: EmployeeActor, members: readonly EmployeeActor[]) => {
  const { id, audienceKey } = await house.communities.found(await again(owner), {
    idempotencyKey: newId(),
    name: `Seals ${newId()}`,
    purpose: 'x',
    access: CommunityAccess.open,
  });
  for (const who of members) await house.communities.join(await again(who), idOf.community(id));
  return { id, key: audienceKey };
};

describe('an announcement', () => {
  it('asks everybody whom it reaches, and each no more once they said that they have read it', async () => {
    const post = await publish(admin);
    expect(post.kind).toBe(PostKind.announcement);
    for (const who of [ingrid, tomasz]) {
      expect(await asked(who, post)).toBe(true);
      expect(await allowed(who, post)).toEqual(['acknowledge', 'read']);
    }
    await acknowledge(ingrid, post);
    expect(await asked(ingrid, post)).toBe(false);
    expect(await allowed(ingrid, post)).toEqual(['read']);
    expect(await asked(tomasz, post)).toBe(true);
    // Whoever announced it is not asked, and the guest does not even see it.
    expect(await asked(admin, post)).toBe(false);
    expect(await codeOf(acknowledge(admin, post))).toBe('announcement.own');
    expect(await codeOf(acknowledge(gus, post))).toBe('not_found');
  });

  it('is made by owners to their community and by administrators to the house, and by nobody else', async () => {
    const { id } = await found(ingrid, [tomasz]);
    const { id: hers } = await found(tomasz, [ingrid]);
    await house.communities.changeRole(
      await again(ingrid),
      idOf.community(id),
      idOf.employee(tomasz.employeeId),
      CommunityRole.moderator,
    );
    const refused = (by: EmployeeActor, audience: (typeof to.everybody)[]) => codeOf(publish(by, audience));
    expect(await refused(ingrid, [to.community(id)])).toBe('answered');
    for (const audience of [[to.everybody], [to.department(pumps)], [to.below(pumps), to.everybody]])
      expect(await refused(admin, audience)).toBe('answered');
    for (const [by, audience] of [
      [tomasz, [to.community(id)]],
      [ingrid, [to.everybody]],
      [ingrid, [to.department(pumps)]],
      [ingrid, [to.below(pumps)]],
      [ingrid, [to.community(id), to.community(hers)]],
      [ingrid, [to.community(id), to.everybody]],
      [ingrid, [to.person(mara.employeeId)]],
      [admin, [to.person(mara.employeeId)]],
      [admin, [to.everybody, to.person(gus.employeeId)]],
    ] as const)
      expect(await refused(by, [...audience])).toBe('announcement.not_yours');
    // What one may not even address is as unknown as ever.
    expect(await refused(mara, [to.community(id)])).toBe('audience.unknown_part');
    expect(await refused(admin, [to.community(id)])).toBe('audience.unknown_part');
  });

  it('is refused to an owner who is one no more by the time it is stored', async () => {
    const { id } = await found(ingrid, [tomasz, mara]);
    const before = await again(ingrid);
    await house.communities.changeRole(
      before,
      idOf.community(id),
      idOf.employee(tomasz.employeeId),
      CommunityRole.owner,
    );
    const then = await again(ingrid);
    await house.communities.removeMember(
      await again(tomasz),
      idOf.community(id),
      idOf.employee(ingrid.employeeId),
    );
    const input = {
      idempotencyKey: newId(),
      body: 'x',
      audience: [to.community(id)],
      kind: PostKind.announcement,
    };
    expect(await codeOf(house.posts.publish(then, input))).toMatch(
      /^(announcement\.not_yours|audience\.unknown_part)$/,
    );
  });
});

describe('who has read it', () => {
  it('knows it alone: not its author, no administrator, no log, no event', async () => {
    const post = await publish(admin);
    const written = () => house.trail.recorded.length;
    const events = async () => (await house.owner.query('select count(*)::int as n from outbox')).rows[0].n;
    const before = [written(), await events()];
    await acknowledge(mara, post);
    await acknowledge(mara, post);
    expect([written(), await events()]).toEqual(before);
    for (const who of [admin, ingrid, tomasz]) {
      const actor = await again(who);
      expect(
        await house.gate.loadMany(actor, acknowledgementPolicy, 'read', 'announcementId', post.id),
      ).toEqual([]);
      expect(await house.announcements.acknowledged(actor, post.id)).toBe(false);
    }
    expect(await house.announcements.acknowledged(await again(mara), post.id)).toBe(true);
    const { rows } = await house.owner.query('select * from acknowledgement where announcement_id = $1', [
      post.id,
    ]);
    expect(rows).toHaveLength(1);
  });

  it('is told to its author in tens, a day later, and to nobody else', async () => {
    const { id } = await found(ingrid, many);
    const post = await publish(ingrid, [to.community(id)]);
    for (const who of many.slice(0, 9)) await acknowledge(who, post);
    await dayGoesBy();
    expect(await told(ingrid, post)).toBeNull();
    await acknowledge(many[9] as EmployeeActor, post);
    // Whoever looks before and after sees no difference on that day.
    expect(await told(ingrid, post)).toBeNull();
    await dayGoesBy();
    expect(await told(ingrid, post)).toBe(10);
    expect(await told(many[0] as EmployeeActor, post)).toBeNull();
    // All of them have read it, and it is not said of each.
    for (const who of many.slice(10)) await acknowledge(who, post);
    await dayGoesBy();
    expect(await told(ingrid, post)).toBe(10);
    // Nor by taking somebody out: what was read stays read.
    await house.communities.removeMember(
      await again(ingrid),
      idOf.community(id),
      idOf.employee(many[0]?.employeeId ?? ''),
    );
    expect(await told(ingrid, post)).toBe(10);
  });

  it('is told of no small audience', async () => {
    const few = many.slice(0, 12);
    const { id } = await found(ingrid, few);
    const post = await publish(ingrid, [to.community(id)]);
    for (const who of few) await acknowledge(who, post);
    await dayGoesBy();
    expect(await told(ingrid, post)).toBeNull();
  });

  it('leaves nothing behind once it is withdrawn, whatever happens at once', async () => {
    for (let round = 0; round < 5; round++) {
      const post = await publish(admin);
      await acknowledge(mara, post);
      const [code] = await Promise.all([
        codeOf(acknowledge(tomasz, post)),
        again(admin).then((actor) => house.posts.withdraw(actor, idOf.post(post.id))),
      ]);
      expect(code).toMatch(/^(answered|not_found)$/);
      expect(await codeOf(acknowledge(ingrid, post))).toBe('not_found');
      expect(await asked(ingrid, post)).toBe(false);
      const { rows } = await house.owner.query('select * from acknowledgement where announcement_id = $1', [
        post.id,
      ]);
      expect(rows).toEqual([]);
      expect(await told(admin, post)).toBeNull();
      expect(await codeOf(remind(admin, post))).toBe('auth.forbidden');
    }
  });
});

describe('a reminder', () => {
  it('is its author’s, once a day and five times in all, and names nobody', async () => {
    const post = await publish(admin);
    await acknowledge(mara, post);
    expect(await codeOf(remind(ingrid, post))).toBe('auth.forbidden');
    expect(await codeOf(remind(gus, post))).toBe('not_found');
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(remind(admin, post))));
    expect(codes.toSorted()).toEqual([
      'announcement.reminded_today',
      'announcement.reminded_today',
      'answered',
    ]);
    const { rows } = await house.owner.query<{ payload: object }>(
      "select payload from outbox where topic = 'announcement.reminded' and payload->>'postId' = $1",
      [post.id],
    );
    expect(rows.map(({ payload }) => payload)).toEqual([
      { postId: post.id, authorId: admin.employeeId, keys: post.audienceKeys },
    ]);
    expect(await asked(mara, post)).toBe(false);
    expect(await asked(ingrid, post)).toBe(true);
    for (let at = 0; at < 4; at++) {
      await house.owner.query('update announcement set reminded_on = reminded_on - 1 where id = $1', [
        post.id,
      ]);
      expect(await codeOf(remind(admin, post))).toBe('answered');
    }
    await house.owner.query('update announcement set reminded_on = reminded_on - 1 where id = $1', [post.id]);
    expect(await codeOf(remind(admin, post))).toBe('announcement.reminded_enough');
  });
});

describe('whoever it does not reach any more', () => {
  it('is not asked, and says nothing', async () => {
    const { id } = await found(ingrid, [tomasz, mara]);
    const post = await publish(ingrid, [to.community(id)]);
    await house.communities.removeMember(
      await again(ingrid),
      idOf.community(id),
      idOf.employee(tomasz.employeeId),
    );
    expect(await asked(tomasz, post)).toBe(false);
    expect(await codeOf(acknowledge(tomasz, post))).toBe('not_found');
    expect(await codeOf(stands(tomasz, post))).toBe('not_found');
  });

  it('nor is anybody by an archived community; what was read may still be said', async () => {
    const { id } = await found(ingrid, [tomasz, mara]);
    const post = await publish(ingrid, [to.community(id)]);
    await house.communities.archive(await again(ingrid), idOf.community(id));
    expect(await asked(mara, post)).toBe(false);
    await acknowledge(mara, post);
    expect(await codeOf(remind(ingrid, post))).toBe('audience.archived');
    expect(await allowed(ingrid, post)).not.toContain('remind');
    expect(await codeOf(publish(ingrid, [to.community(id)]))).toBe('audience.archived');
  });

  it('nor whoever was deactivated', async () => {
    const leo = await person('Leo Left');
    const post = await publish(admin);
    await acknowledge(leo, post);
    await house.keeping.deactivate(await again(admin), leo.employeeId);
    expect(await codeOf(again(leo))).not.toBe('answered');
  });
});

describe('the index of announcements', () => {
  it('says what the rows say, and rows repeat of their posts what judges them', async () => {
    const { rows } = await house.owner.query<{ lines: number; announcements: number; told: number }>(
      `with told as (select organisation_id, unnest(audience_keys) as audience_key, announced_id, id as announcement_id
         from announcement where state = 'standing')
       select (select count(*)::int from (table told except table announcement_audience) a)
         + (select count(*)::int from (table announcement_audience except table told) b) as lines,
         (select count(*)::int from announcement q left join post p using (organisation_id, id)
          where p.id is null or p.kind <> 'announcement' or p.author_id <> q.author_id or p.audience_keys <> q.audience_keys
            or p.published_id <> q.announced_id or (p.status = 'withdrawn') <> (q.state = 'withdrawn')) as announcements,
         (select count(*)::int from told) as told`,
    );
    expect(rows[0]).toMatchObject({ lines: 0, announcements: 0 });
    expect(rows[0]?.told).toBeGreaterThan(5);
  });
});
