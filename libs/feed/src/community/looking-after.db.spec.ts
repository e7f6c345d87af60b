import type { EmployeeActor } from '@courtyard/access';
import { EmployeeKind } from '@courtyard/people';
import { v7 as newId } from 'uuid';
import { codeOf, type FeedHouse, idOf, openFeedHouse, to } from '../../fixtures/house.js';
import { inTurn } from '../../fixtures/in-turn.js';
import { type Community, CommunityAccess, CommunityRole } from './community.entity.js';
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
const newcomer = async (name: string) => house.signedIn(org, await house.hire(admin, { name }));

async function founded(
  access = CommunityAccess.closed,
  members: readonly EmployeeActor[] = [],
  more: { charter?: string; endsAt?: string; fromPostId?: string; inviteSpeakers?: boolean } = {},
): Promise<Community> {
  const input = { idempotencyKey: newId(), name: `House ${newId().slice(-6)}`, purpose: 'To talk.', access };
  const community = await house.communities.found(await again(bill), { ...input, ...more });
  for (const member of members)
    await house.communities.addMember(
      await again(bill),
      idOf.community(community.id),
      idOf.employee(member.employeeId),
    );
  return community;
}

const role = async (by: EmployeeActor, { id }: Community, whom: EmployeeActor, to: CommunityRole) =>
  house.communities.changeRole(await again(by), idOf.community(id), idOf.employee(whom.employeeId), to);
const leave = async (who: EmployeeActor, { id }: Community) =>
  house.communities.leave(await again(who), idOf.community(id));
const remove = async (by: EmployeeActor, { id }: Community, whom: EmployeeActor) =>
  house.communities.removeMember(await again(by), idOf.community(id), idOf.employee(whom.employeeId));
const add = async (by: EmployeeActor, { id }: Community, whom: EmployeeActor) =>
  house.communities.addMember(await again(by), idOf.community(id), idOf.employee(whom.employeeId));
const keepersOf = async ({ id }: Community) => {
  const { rows } = await house.owner.query(
    'select owner_ids as owners, moderator_ids as moderators from community where id = $1',
    [id],
  );
  return rows[0] as { owners: string[]; moderators: string[] };
};
const rowOf = ({ id }: Community) => ({
  text: 'select from community where id = $1 for update',
  values: [id],
});

describe('roles', () => {
  it('are given by owners alone, to members who are employees', async () => {
    const community = await founded(CommunityAccess.closed, [mara, guest]);
    expect(await codeOf(role(mara, community, mara, CommunityRole.owner))).toBe('auth.forbidden');
    expect(await codeOf(role(admin, community, admin, CommunityRole.owner))).toBe('auth.forbidden');
    expect(await codeOf(role(bill, community, sam, CommunityRole.owner))).toBe('not_found');
    expect(await codeOf(role(bill, community, guest, CommunityRole.moderator))).toBe(
      'community.role_needs_employment',
    );
    await role(bill, community, mara, CommunityRole.moderator);
    expect(await keepersOf(community)).toEqual({
      owners: [bill.employeeId],
      moderators: [mara.employeeId],
    });
    await role(bill, community, mara, CommunityRole.owner);
    expect(await keepersOf(community)).toEqual({
      owners: [bill.employeeId, mara.employeeId],
      moderators: [],
    });
    await role(mara, community, bill, CommunityRole.member);
    expect(await keepersOf(community)).toEqual({ owners: [mara.employeeId], moderators: [] });
    expect(await codeOf(role(bill, community, bill, CommunityRole.owner))).toBe('auth.forbidden');
  });

  it('never leave a community without an owner, also when two give theirs up at once', async () => {
    const community = await founded(CommunityAccess.closed, [mara]);
    expect(await codeOf(role(bill, community, bill, CommunityRole.member))).toBe('community.last_owner');
    await role(bill, community, mara, CommunityRole.owner);
    const codes = await Promise.all([
      codeOf(role(bill, community, bill, CommunityRole.moderator)),
      codeOf(role(mara, community, mara, CommunityRole.member)),
    ]);
    expect(codes.toSorted()).toEqual(['answered', 'community.last_owner']);
  });

  it('go to nobody who is taken out at the same moment', async () => {
    const community = await founded(CommunityAccess.closed, [mara, sam]);
    await role(bill, community, mara, CommunityRole.moderator);
    const [owner, moderator] = [await again(bill), await again(mara)];
    const [node, whom] = [idOf.community(community.id), idOf.employee(sam.employeeId)];
    const codes = await inTurn(house, rowOf(community), [
      () => house.communities.removeMember(moderator, node, whom),
      () => house.communities.changeRole(owner, node, whom, CommunityRole.owner),
    ]);
    expect(codes).toEqual(['answered', 'not_found']);
    expect((await keepersOf(community)).owners).toEqual([bill.employeeId]);
  });

  it('go to nobody who leaves the company at the same moment', async () => {
    const one = await newcomer('Goes Now');
    const community = await founded(CommunityAccess.closed, [one]);
    const other = await founded(CommunityAccess.closed);
    const node = idOf.community(community.id);
    const whom = idOf.employee(one.employeeId);
    await house.communityInvitations.invite(await again(bill), idOf.community(other.id), whom);
    const [chief, owner] = [await again(admin), await again(bill)];
    // Whoever leaves looks after nothing by now, and what they are asked is about to end.
    const text = 'select from community_invitation where employee_id = $1 for update';
    const codes = await inTurn(house, { text, values: [one.employeeId] }, [
      () => house.keeping.deactivate(chief, one.employeeId),
      () => house.communities.changeRole(owner, node, whom, CommunityRole.owner),
    ]);
    expect(codes[0]).toBe('answered');
    expect(codes[1]).not.toBe('answered');
    expect((await keepersOf(community)).owners).toEqual([bill.employeeId]);
  });

  it('reach, for a moderator, as far as who is in it', async () => {
    const community = await founded(CommunityAccess.closed, [mara, sam]);
    await role(bill, community, mara, CommunityRole.moderator);
    const post = await house.publish(bill, [to.community(community.id)]);
    await add(mara, community, guest);
    await remove(mara, community, guest);
    await remove(mara, community, sam);
    expect(await house.feed(sam)).not.toContain(post.id);
    const node = idOf.community(community.id);
    const refused = [
      remove(mara, community, bill),
      role(mara, community, sam, CommunityRole.moderator),
      house.communities.archive(await again(mara), node),
      house.communities.revise(await again(mara), { id: node, name: 'Mine', purpose: 'x' }),
      house.posts.withdraw(await again(mara), idOf.post(post.id)),
    ];
    expect(await Promise.all(refused.map(codeOf))).toEqual(refused.map(() => 'auth.forbidden'));
    // And no further than being in it.
    await remove(bill, community, mara);
    expect(await codeOf(add(mara, community, sam))).toBe('auth.forbidden');
    expect(await keepersOf(community)).toEqual({ owners: [bill.employeeId], moderators: [] });
  });

  it('open nothing for a name that stands in a list alone', async () => {
    const community = await founded();
    await house.owner.query('update community set owner_ids = owner_ids || $2::uuid where id = $1', [
      community.id,
      sam.employeeId,
    ]);
    expect(await codeOf(add(sam, community, mara))).toBe('auth.forbidden');
    expect(await codeOf(house.communities.archive(await again(sam), idOf.community(community.id)))).toBe(
      'auth.forbidden',
    );
  });
});

describe('whoever leaves the company', () => {
  it('leaves a community to its other owners, else its moderators, else its first member who takes it', async () => {
    const [olga, otto, nina] = [
      await newcomer('Olga Owner'),
      await newcomer('Otto Owner'),
      await newcomer('Nina Next'),
    ];
    const community = await founded(CommunityAccess.hidden, [olga, otto, nina]);
    for (const one of [olga, otto]) await role(bill, community, one, CommunityRole.owner);
    await role(bill, community, nina, CommunityRole.moderator);
    await leave(bill, community);
    await house.keeping.deactivate(await again(admin), olga.employeeId);
    expect(await keepersOf(community)).toEqual({ owners: [otto.employeeId], moderators: [nina.employeeId] });
    await house.keeping.deactivate(await again(admin), otto.employeeId);
    expect(await keepersOf(community)).toEqual({ owners: [nina.employeeId], moderators: [] });

    await add(nina, community, mara);
    await add(nina, community, guest);
    const node = idOf.community(community.id);
    expect(await codeOf(house.communities.takeOver(await again(mara), node))).toBe('auth.forbidden');
    await house.keeping.deactivate(await again(admin), nina.employeeId);
    expect(await keepersOf(community)).toEqual({ owners: [], moderators: [] });
    expect(await codeOf(house.communities.takeOver(await again(guest), node))).toBe('auth.forbidden');
    expect(await codeOf(house.communities.takeOver(await again(sam), node))).toBe('not_found');
    expect(await codeOf(house.communities.takeOver(await again(admin), node))).toBe('not_found');
    expect((await house.communities.takeOver(await again(mara), node)).ownerIds).toEqual([mara.employeeId]);
    // And coming back brings none of it back.
    await house.keeping.reactivate(await again(admin), nina.employeeId);
    const back = await house.signedIn(org, nina.employeeId);
    expect(await codeOf(add(back, community, sam))).toBe('not_found');
  });

  it('is followed by nobody who gave it up at the same moment', async () => {
    const owner = await newcomer('Olaf Owner');
    const community = await founded(CommunityAccess.closed, [owner, sam]);
    await role(bill, community, owner, CommunityRole.owner);
    const [chief, other] = [await again(admin), await again(bill)];
    const whom = idOf.employee(bill.employeeId);
    const codes = await inTurn(house, rowOf(community), [
      () => house.communities.changeRole(other, idOf.community(community.id), whom, CommunityRole.member),
      () => house.keeping.deactivate(chief, owner.employeeId),
    ]);
    expect(codes).toEqual(['answered', 'answered']);
    expect(await keepersOf(community)).toEqual({ owners: [], moderators: [] });
    const taken = await house.communities.takeOver(await again(sam), idOf.community(community.id));
    expect(taken.ownerIds).toEqual([sam.employeeId]);
  });
});

describe('a charter', () => {
  const CHARTER = 'What is said here stays here.';
  const join = async (who: EmployeeActor, { id }: Community, version?: number) =>
    house.communities.join(await again(who), idOf.community(id), version);

  it('is entered by in its newest wording, or not at all', async () => {
    const community = await founded(CommunityAccess.open, [], { charter: CHARTER });
    expect(community.charterVersion).toBe(1);
    expect(await codeOf(join(mara, community))).toBe('community.charter_not_shown');
    expect(await codeOf(join(mara, community, 0))).toBe('community.charter_not_shown');
    const text = { id: idOf.community(community.id), name: 'Renamed', purpose: 'To talk.' };
    const revised = await house.communities.revise(await again(bill), {
      ...text,
      charter: 'Say it kindly.',
    });
    expect([revised.charterVersion, revised.name]).toEqual([2, 'Renamed']);
    expect(await codeOf(join(mara, community, 1))).toBe('community.charter_not_shown');
    expect(await codeOf(join(mara, community, 2))).toBe('answered');
    // The name alone is no other charter, and stands where posts are addressed to it, too.
    const same = await house.communities.revise(await again(bill), {
      ...text,
      name: 'Again',
      charter: 'Say it kindly.',
    });
    expect(same.charterVersion).toBe(2);
    const post = await house.publish(bill, [to.community(community.id)]);
    expect((await house.audiences.describe(await again(mara), post.audienceKeys)).label).toBe('Again');
    const none = await house.communities.revise(await again(bill), text);
    expect([none.charter, none.charterVersion]).toEqual(['', 3]);
    expect(await codeOf(join(sam, community))).toBe('answered');
  });
});

describe('an archived community', () => {
  const archive = async (by: EmployeeActor, { id }: Community, on?: string) =>
    house.communities.archive(await again(by), idOf.community(id), on);
  const write = async (who: EmployeeActor, { id }: Community) => house.publish(who, [to.community(id)]);
  const comment = async (who: EmployeeActor, postId: string) =>
    house.comments.add(await again(who), {
      idempotencyKey: newId(),
      postId: idOf.post(postId),
      body: 'Late.',
    });
  const react = async (who: EmployeeActor, postId: string) =>
    house.reactions.react(await again(who), idOf.post(postId), 'useful' as never);

  it('is read, and nothing is said in it, until it is reopened', async () => {
    const community = await founded(CommunityAccess.open, [mara]);
    const post = await write(mara, community);
    const wider = await house.publish(mara, [to.community(community.id), to.everybody]);
    await archive(bill, community);
    expect(await house.feed(mara)).toContain(post.id);
    expect(await codeOf(write(mara, community))).toBe('audience.archived');
    expect(await codeOf(house.publish(mara, [to.community(community.id), to.everybody]))).toBe(
      'audience.archived',
    );
    for (const who of [bill, mara]) {
      expect(await codeOf(comment(who, post.id))).toBe('audience.archived');
      expect(await codeOf(react(who, post.id))).toBe('audience.archived');
    }
    // What others were told as well goes on among them.
    expect(await codeOf(comment(sam, wider.id))).toBe('answered');
    expect(await codeOf(house.communities.join(await again(sam), idOf.community(community.id)))).toBe(
      'community.archived',
    );
    expect(await codeOf(add(bill, community, sam))).toBe('community.archived');
    const options = await house.audiences.options(await again(mara), community.name, 5);
    expect(options.map(({ name }) => name)).not.toContain(community.name);
    // To whom it is nothing it is nothing, archived or not.
    expect(await codeOf(write(sam, community))).toBe('audience.unknown_part');

    await house.communities.reopen(await again(bill), idOf.community(community.id));
    expect(await codeOf(write(mara, community))).toBe('answered');
    expect(await codeOf(comment(mara, post.id))).toBe('answered');
    expect(await codeOf(react(mara, post.id))).toBe('answered');
  });

  it('lets everybody take back what they said, go, and be taken out', async () => {
    const community = await founded(CommunityAccess.closed, [mara, sam]);
    const post = await write(mara, community);
    await archive(bill, community);
    const words = { id: idOf.post(post.id), version: 1, body: 'Better words.' };
    expect(await codeOf(house.posts.revise(await again(mara), words))).toBe('answered');
    expect(await codeOf(house.posts.withdraw(await again(mara), idOf.post(post.id)))).toBe('answered');
    expect(await codeOf(leave(mara, community))).toBe('answered');
    expect(await codeOf(remove(bill, community, sam))).toBe('answered');
  });

  it('is so from its end on, without anybody doing anything', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const community = await founded(CommunityAccess.closed, [mara], { endsAt: tomorrow });
    expect(await codeOf(write(mara, community))).toBe('answered');
    await house.owner.query("update community set ends_at = now() - interval '1 second' where id = $1", [
      community.id,
    ]);
    await house.owner.query(
      "update audience set rests_from = now() - interval '1 second' where group_id = $1",
      [community.id],
    );
    expect(await codeOf(write(mara, community))).toBe('audience.archived');
    expect(await codeOf(add(bill, community, sam))).toBe('community.archived');
    for (const over of ['2020-01-01T00:00:00Z', new Date(Date.now() - 1000).toISOString()])
      expect(await codeOf(archive(bill, community, over))).toBe('input.invalid');
    await archive(bill, community, tomorrow);
    expect(await codeOf(write(mara, community))).toBe('answered');
  });

  it('control: the end of the group alone, without that of its key, would be written to', async () => {
    const community = await founded();
    await house.owner.query('update community set ends_at = now() where id = $1', [community.id]);
    expect(await codeOf(write(bill, community))).toBe('answered');
  });
});

describe('a community from a conversation', () => {
  it('asks in who spoke there, and shows where it comes from to whom may see it', async () => {
    const post = await house.publish(mara, [to.everybody]);
    const answer = { idempotencyKey: newId(), postId: idOf.post(post.id), body: 'Me too.' };
    await house.comments.add(await again(sam), answer);
    const community = await founded(CommunityAccess.hidden, [], {
      fromPostId: idOf.post(post.id),
      inviteSpeakers: true,
    });
    expect(community.startedFromId).toBe(post.id);
    for (const who of [mara, sam]) {
      const mine = await house.communityInvitations.mine(await again(who));
      expect(mine.map(({ communityId }) => communityId)).toContain(community.id);
    }
    expect(
      (await house.communityInvitations.mine(await again(bill))).map(({ communityId }) => communityId),
    ).not.toContain(community.id);
  });

  it('starts from nothing that one may not see, and from nothing that was taken back', async () => {
    const closed = await founded(CommunityAccess.closed, [mara]);
    const secret = await house.publish(bill, [to.person(bill.employeeId), to.community(closed.id)]);
    const start = async (who: EmployeeActor, postId: string) =>
      house.communities.found(await again(who), {
        idempotencyKey: newId(),
        name: 'From it',
        purpose: 'x',
        access: CommunityAccess.open,
        fromPostId: idOf.post(postId),
      });
    expect(await codeOf(start(sam, secret.id))).toBe('not_found');
    expect(await codeOf(start(sam, newId()))).toBe('not_found');
    await house.posts.withdraw(await again(bill), idOf.post(secret.id));
    expect(await codeOf(start(bill, secret.id))).toBe('not_found');
  });
});

describe('what is promised to whoever asks', () => {
  it('is said and taken back by owners, and read by who may read of the community', async () => {
    const community = await founded(CommunityAccess.closed, [mara]);
    const id = idOf.community(community.id);
    const promise = async (who: EmployeeActor, hours: number | null) =>
      house.communities.promiseAnswers(await again(who), id, hours);
    const promised = async (who: EmployeeActor) =>
      (await house.gate.get(await again(who), communityPolicy, 'read', community.id)).promisedAnswerHours;
    expect(community.promisedAnswerHours).toBeNull();
    expect(await codeOf(promise(mara, 24))).toBe('auth.forbidden');
    expect((await promise(bill, 24)).promisedAnswerHours).toBe(24);
    expect([await promised(mara), await promised(sam)]).toEqual([24, 24]);
    // What is no promise does not get past the table either.
    await expect(promise(bill, 721)).rejects.toThrow();
    await promise(bill, null);
    expect(await promised(mara)).toBeNull();
  });
});
