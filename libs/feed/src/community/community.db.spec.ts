import type { EmployeeActor } from '@courtyard/access';
import { EmployeeKind } from '@courtyard/people';
import { v7 as newId } from 'uuid';
import { codeOf, type FeedHouse, idOf, openFeedHouse, to } from '../../fixtures/house.js';
import { type Community, CommunityAccess } from './community.entity.js';
import { communityPolicy } from './community.policy.js';

let house: FeedHouse;
let org: string;
let admin: EmployeeActor;
let bill: EmployeeActor;
let mara: EmployeeActor;
let sam: EmployeeActor;
let guest: EmployeeActor;

beforeAll(async () => {
  house = await openFeedHouse();
  const founded = await house.found();
  org = founded.organisationId;
  admin = await house.signedIn(org, founded.administratorId);
  const person = async (name: string, kind = EmployeeKind.employee) =>
    house.signedIn(org, await house.hire(admin, { name, kind }));
  bill = await person('Bill Kessler');
  mara = await person('Mara Lind');
  sam = await person('Sam Okafor');
  guest = await person('Gus Guest', EmployeeKind.guest);
}, 90_000);
afterAll(() => house?.close());

const again = (actor: EmployeeActor) => house.again(actor);

async function founded(access: CommunityAccess, name = `Circle ${newId().slice(-6)}`): Promise<Community> {
  const asked = access === CommunityAccess.hidden ? CommunityAccess.closed : access;
  const community = await house.communities.found(await again(bill), {
    idempotencyKey: newId(),
    name,
    purpose: 'To talk.',
    access: asked,
  });
  if (access === CommunityAccess.hidden) await house.hide(community.id);
  return community;
}

const join = async (actor: EmployeeActor, { id }: Community) =>
  house.communities.join(await again(actor), idOf.community(id));
const leave = async (actor: EmployeeActor, { id }: Community) =>
  house.communities.leave(await again(actor), idOf.community(id));
const add = async (actor: EmployeeActor, { id }: Community, whom: EmployeeActor) =>
  house.communities.addMember(await again(actor), idOf.community(id), idOf.employee(whom.employeeId));
const remove = async (actor: EmployeeActor, { id }: Community, whom: EmployeeActor) =>
  house.communities.removeMember(await again(actor), idOf.community(id), idOf.employee(whom.employeeId));
const listed = async (actor: EmployeeActor, mine = false) =>
  (await house.communities.list(await again(actor), { mine, first: 100 })).rows.map(({ id }) => id);
const members = async (actor: EmployeeActor, community: Community) =>
  (await house.communities.members(await again(actor), community, { first: 100 })).rows.map(({ id }) => id);

describe('a community', () => {
  it.each([
    [CommunityAccess.open, 'answered'],
    [CommunityAccess.closed, 'auth.forbidden'],
    [CommunityAccess.hidden, 'not_found'],
  ])('that is %s answers who joins with %s', async (access, code) => {
    const community = await founded(access);
    expect(await codeOf(join(mara, community))).toBe(code);
    expect(await codeOf(join(guest, community))).toBe('not_found');
  });

  it('is founded once, its founder its first owner and member', async () => {
    const input = {
      idempotencyKey: newId(),
      name: 'Bridge Builders',
      purpose: 'Bridges.',
      access: CommunityAccess.open,
    };
    const made = await Promise.all(
      [1, 2, 3].map(async () => house.communities.found(await again(bill), input)),
    );
    const [first] = made as [Community];
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(first.ownerIds).toEqual([bill.employeeId]);
    expect(await members(bill, first)).toEqual([bill.employeeId]);
    expect(
      await codeOf(house.communities.found(await again(guest), { ...input, idempotencyKey: newId() })),
    ).toBe('auth.forbidden');
  });

  it('brings what was said in it to who joins, and takes it from who leaves, at once', async () => {
    const community = await founded(CommunityAccess.open);
    const post = await house.publish(bill, [to.community(community.id)]);
    expect(await house.feed(mara)).not.toContain(post.id);
    await join(mara, community);
    await join(mara, community);
    expect(await house.feed(mara)).toContain(post.id);
    expect((await members(sam, community)).toSorted()).toEqual([bill.employeeId, mara.employeeId].toSorted());
    await leave(mara, community);
    expect(await house.feed(mara)).not.toContain(post.id);
    expect(await codeOf(leave(mara, community))).toBe('auth.forbidden');
    expect(await codeOf(house.publish(mara, [to.community(community.id)]))).toBe('audience.unknown_part');
  });

  it('is entered by the hand of an owner only, guests included, and left by it', async () => {
    const community = await founded(CommunityAccess.closed);
    expect(await codeOf(add(mara, community, sam))).toBe('auth.forbidden');
    await add(bill, community, mara);
    await add(bill, community, guest);
    expect(await codeOf(add(mara, community, sam))).toBe('auth.forbidden');
    const post = await house.publish(bill, [to.community(community.id)]);
    expect(await house.feed(guest)).toEqual([post.id]);
    expect(await listed(guest)).toEqual([community.id]);
    expect(await members(sam, community)).toEqual([]);
    await remove(bill, community, guest);
    expect(await house.feed(guest)).toEqual([]);
    expect(await codeOf(remove(mara, community, bill))).toBe('auth.forbidden');
  });

  it('takes no word from who was put out while their request was under way', async () => {
    const closed = await founded(CommunityAccess.closed);
    await add(bill, closed, mara);
    const post = await house.publish(bill, [to.community(closed.id)]);
    const underWay = await again(mara);
    const say = () =>
      house.posts.publish(underWay, {
        idempotencyKey: newId(),
        body: 'Late.',
        audience: [to.community(closed.id)],
      });
    const answer = () =>
      house.comments.add(underWay, { idempotencyKey: newId(), postId: idOf.post(post.id), body: 'Late.' });
    expect([await codeOf(say()), await codeOf(answer())]).toEqual(['answered', 'answered']);
    await remove(bill, closed, mara);
    expect([await codeOf(say()), await codeOf(answer())]).toEqual(['audience.unknown_part', 'not_found']);

    const leaver = await house.signedIn(org, await house.hire(admin, { name: 'Lea Leaver' }));
    await house.keeping.deactivate(await again(admin), leaver.employeeId);
    expect(
      await codeOf(
        house.posts.publish(leaver, { idempotencyKey: newId(), body: 'Late.', audience: [to.everybody] }),
      ),
    ).toBe('auth.signed_out');
  });

  it('and a word at the very moment somebody is put out: either is first, neither waits for ever', async () => {
    const closed = await founded(CommunityAccess.closed);
    for (let round = 0; round < 5; round++) {
      await add(bill, closed, mara);
      const underWay = await again(mara);
      const said = house.posts.publish(underWay, {
        idempotencyKey: newId(),
        body: 'Now.',
        audience: [to.community(closed.id)],
      });
      const [out, answer] = await Promise.all([codeOf(remove(bill, closed, mara)), codeOf(said)]);
      expect(out).toBe('answered');
      expect(['answered', 'audience.unknown_part']).toContain(answer);
    }
  });

  it('keeps its last owner, and one without owners lets its members go', async () => {
    const community = await founded(CommunityAccess.open);
    await join(mara, community);
    expect(await codeOf(leave(bill, community))).toBe('community.last_owner');
    expect(await codeOf(remove(bill, community, bill))).toBe('community.last_owner');
    expect(await listed(bill, true)).toContain(community.id);
    await house.owner.query("update community set owner_ids = '{}' where id = $1", [community.id]);
    expect(await codeOf(leave(mara, community))).toBe('answered');
  });

  it('loses the second of two owners who leave at the same moment', async () => {
    const community = await founded(CommunityAccess.open);
    await join(mara, community);
    await house.owner.query('update community set owner_ids = $2 where id = $1', [
      community.id,
      [bill.employeeId, mara.employeeId],
    ]);
    const codes = await Promise.all([codeOf(leave(bill, community)), codeOf(leave(mara, community))]);
    expect(codes.toSorted()).toEqual(['answered', 'community.last_owner']);
  });
});

describe('a hidden community', () => {
  it('is written to alone, because whoever sees a thing sees whom it is addressed to', async () => {
    const hidden = await founded(CommunityAccess.hidden);
    const closed = await founded(CommunityAccess.closed);
    const [there, here] = [to.community(hidden.id), to.community(closed.id)];
    for (const others of [
      [there, to.everybody],
      [here, there],
      [to.person(mara.employeeId), there],
    ])
      expect(await codeOf(house.publish(bill, others))).toBe('audience.hidden_with_others');
    expect(await codeOf(house.audiences.resolve(await again(mara), [there, to.everybody]))).toBe(
      'audience.unknown_part',
    );
    for (const others of [[there], [there, there], [here, to.everybody]])
      expect(await codeOf(house.publish(bill, others))).toBe('answered');
  });

  it('is unknown to everybody else, in every way there is to ask', async () => {
    const community = await founded(CommunityAccess.hidden, 'Quiet Harbour');
    await add(bill, community, mara);
    for (const other of [sam, admin, guest]) {
      expect(await listed(other)).not.toContain(community.id);
      for (const id of [community.id, newId()]) {
        const asked = [
          house.gate.get(await again(other), communityPolicy, 'read', id),
          house.communities.keysOf(await again(other), idOf.community(id)),
          house.communities.join(await again(other), idOf.community(id)),
          house.communities.leave(await again(other), idOf.community(id)),
          house.communities.addMember(
            await again(other),
            idOf.community(id),
            idOf.employee(other.employeeId),
          ),
        ];
        expect(await Promise.all(asked.map(codeOf))).toEqual(asked.map(() => 'not_found'));
        expect(await codeOf(house.publish(other, [to.community(id)]))).toBe('audience.unknown_part');
      }
      const options = await house.audiences.options(await again(other), 'quiet', 20);
      expect(options.map(({ name }) => name)).not.toContain('Quiet Harbour');
    }
    expect(await listed(mara)).toContain(community.id);
    expect((await house.audiences.options(await again(mara), 'qui har', 20)).map(({ name }) => name)).toEqual(
      ['Quiet Harbour'],
    );
  });

  it('is left without a trace: null, and unknown from then on', async () => {
    const community = await founded(CommunityAccess.hidden);
    await add(bill, community, mara);
    expect(await leave(mara, community)).toBeNull();
    expect(await codeOf(leave(mara, community))).toBe('not_found');
    const { rows } = await house.owner.query(
      'select from audience_holder where audience_key = $1 and employee_id = $2',
      [community.audienceKey, mara.employeeId],
    );
    expect(rows).toEqual([]);
  });
});

describe('the composer', () => {
  it('offers a member theirs, also the last of very many', async () => {
    const busy = await house.signedIn(org, await house.hire(admin, { name: 'Busy Bea' }));
    for (let at = 0; at < 105; at++) {
      const input = {
        name: `Aaa ${at}`,
        purpose: 'x',
        access: CommunityAccess.open,
        idempotencyKey: newId(),
      };
      await house.communities.found(await again(busy), input);
    }
    const input = { name: 'Zzz last', purpose: 'x', access: CommunityAccess.open, idempotencyKey: newId() };
    await house.communities.found(await again(busy), input);
    const options = await house.audiences.options(await again(busy), 'zzz', 5);
    expect(options.map(({ name }) => name)).toEqual(['Zzz last']);
  }, 60_000);
});
