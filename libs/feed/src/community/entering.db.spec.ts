import type { EmployeeActor } from '@courtyard/access';
import { EmployeeKind } from '@courtyard/people';
import { v7 as newId } from 'uuid';
import { codeOf, type FeedHouse, idOf, openFeedHouse, to } from '../../fixtures/house.js';
import { inTurn } from '../../fixtures/in-turn.js';
import { type Community, CommunityAccess, CommunityRole } from './community.entity.js';

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
const node = ({ id }: Community) => idOf.community(id);
const person = ({ employeeId }: EmployeeActor) => idOf.employee(employeeId);

const founded = async (access: CommunityAccess, charter?: string): Promise<Community> =>
  house.communities.found(await again(bill), {
    idempotencyKey: newId(),
    name: `House ${newId().slice(-6)}`,
    purpose: 'To talk.',
    access,
    charter: charter ?? null,
  });
const moderated = async (access: CommunityAccess, by: EmployeeActor): Promise<Community> => {
  const community = await founded(access);
  await house.communities.addMember(await again(bill), node(community), person(by));
  await house.communities.changeRole(await again(bill), node(community), person(by), CommunityRole.moderator);
  return community;
};

const ask = async (who: EmployeeActor, community: Community, words = 'Please.', charterVersion?: number) =>
  house.communityRequests.ask(await again(who), { id: node(community), words, charterVersion });
const waiting = async (who: EmployeeActor, { id }: Community) =>
  (await house.communityRequests.waiting(await again(who), id, { first: 20 })).rows.map(
    ({ employeeId }) => employeeId,
  );
const admit = async (by: EmployeeActor, community: Community, whom: EmployeeActor) =>
  house.communityRequests.admit(await again(by), node(community), person(whom));
const refuse = async (by: EmployeeActor, community: Community, whom: EmployeeActor) =>
  house.communityRequests.decline(await again(by), node(community), person(whom));
const withdraw = async (who: EmployeeActor, community: Community) =>
  house.communityRequests.withdraw(await again(who), node(community));
const requestOf = async (who: EmployeeActor, { id }: Community) =>
  house.communityRequests.mine(await again(who), id);

const invite = async (by: EmployeeActor, community: Community, whom: EmployeeActor) =>
  house.communityInvitations.invite(await again(by), node(community), person(whom));
const revoke = async (by: EmployeeActor, community: Community, whom: EmployeeActor) =>
  house.communityInvitations.revoke(await again(by), node(community), person(whom));
const accept = async (who: EmployeeActor, community: Community, version?: number) =>
  house.communityInvitations.accept(await again(who), node(community), version);
const decline = async (who: EmployeeActor, community: Community) =>
  house.communityInvitations.decline(await again(who), node(community));
const asked = async (who: EmployeeActor) =>
  (await house.communityInvitations.mine(await again(who))).map(({ communityId }) => communityId);
const openOf = async (by: EmployeeActor, { id }: Community) =>
  (await house.communityInvitations.open(await again(by), id, { first: 20 })).rows;

describe('a request', () => {
  it('reaches owners and moderators, whose yes lets in at once', async () => {
    const community = await moderated(CommunityAccess.closed, sam);
    const post = await house.publish(bill, [to.community(community.id)]);
    await ask(mara, community, 'I build the other half.');
    await ask(mara, community, 'I build the other half of it.');
    for (const keeper of [bill, sam]) expect(await waiting(keeper, community)).toEqual([mara.employeeId]);
    for (const other of [mara, admin, guest]) expect(await waiting(other, community)).toEqual([]);
    expect(await requestOf(mara, community)).toMatchObject({
      words: 'I build the other half of it.',
      declined: false,
    });
    expect(await requestOf(admin, community)).toBeNull();
    expect(await codeOf(admit(mara, community, mara))).toBe('auth.forbidden');
    expect(await codeOf(admit(sam, community, admin))).toBe('not_found');
    await admit(sam, community, mara);
    expect(await house.feed(mara)).toContain(post.id);
    expect(await waiting(bill, community)).toEqual([]);
    expect(await requestOf(mara, community)).toBeNull();
    expect(await codeOf(ask(mara, community))).toBe('community.already_member');
  });

  it('is for closed communities and employees; of a hidden one there is nothing to ask', async () => {
    const [open, closed, hidden] = await Promise.all(
      [CommunityAccess.open, CommunityAccess.closed, CommunityAccess.hidden].map((access) => founded(access)),
    );
    expect(await codeOf(ask(mara, open as Community))).toBe('auth.forbidden');
    expect(await codeOf(ask(mara, hidden as Community))).toBe('not_found');
    expect(await codeOf(ask(mara, { id: newId() } as Community))).toBe('not_found');
    expect(await codeOf(ask(guest, closed as Community))).toBe('not_found');
  });

  it('rests after a no, which nobody but its asker is told, and can be withdrawn before', async () => {
    const community = await founded(CommunityAccess.closed);
    await ask(mara, community);
    await withdraw(mara, community);
    expect(await waiting(bill, community)).toEqual([]);
    expect(await codeOf(withdraw(mara, community))).toBe('not_found');
    await ask(mara, community);
    await refuse(bill, community, mara);
    expect(await waiting(bill, community)).toEqual([]);
    expect(await codeOf(admit(bill, community, mara))).toBe('not_found');
    expect(await requestOf(mara, community)).toMatchObject({ declined: true });
    expect(await codeOf(ask(mara, community))).toBe('community.request_rests');
    expect(await codeOf(withdraw(mara, community))).toBe('auth.forbidden');
    await house.owner.query(
      "update community_request set declined_at = now() - interval '31 days' where community_id = $1",
      [community.id],
    );
    expect(await codeOf(ask(mara, community))).toBe('answered');
    expect(await waiting(bill, community)).toEqual([mara.employeeId]);
  });

  it('follows who looks after the community, and goes with whoever asked', async () => {
    const community = await moderated(CommunityAccess.closed, sam);
    await ask(mara, community);
    await house.communities.changeRole(await again(bill), node(community), person(sam), CommunityRole.member);
    expect(await waiting(sam, community)).toEqual([]);
    expect(await codeOf(admit(sam, community, mara))).toBe('auth.forbidden');
    await house.communities.changeRole(await again(bill), node(community), person(sam), CommunityRole.owner);
    expect(await waiting(sam, community)).toEqual([mara.employeeId]);
    const going = await house.signedIn(org, await house.hire(admin, { name: 'Gone Soon' }));
    await ask(going, community);
    await house.keeping.deactivate(await again(admin), going.employeeId);
    expect(await waiting(sam, community)).toEqual([mara.employeeId]);
    const { rows } = await house.owner.query(
      `select from community_request r join community c on c.id = r.community_id
       where not (r.keeper_ids @> (c.owner_ids || c.moderator_ids) and r.keeper_ids <@ (c.owner_ids || c.moderator_ids))`,
    );
    expect(rows).toEqual([]);
  });

  it('that is let in and withdrawn, or answered twice, at the same moment ends in one of both', async () => {
    for (let round = 0; round < 4; round++) {
      const community = await moderated(CommunityAccess.closed, sam);
      await ask(mara, community);
      const [keeper, other, asker] = await Promise.all([bill, sam, mara].map(again));
      const [yes, second, back] = await Promise.all([
        codeOf(house.communityRequests.admit(keeper as EmployeeActor, node(community), person(mara))),
        codeOf(
          round % 2 === 0
            ? house.communityRequests.admit(other as EmployeeActor, node(community), person(mara))
            : house.communityRequests.decline(other as EmployeeActor, node(community), person(mara)),
        ),
        codeOf(house.communityRequests.withdraw(asker as EmployeeActor, node(community))),
      ]);
      const letIn = [yes, round % 2 === 0 ? second : 'not_found'].filter((code) => code === 'answered');
      const answers = [yes, second, back].filter((code) => code === 'answered');
      expect(answers).toHaveLength(1);
      expect((await house.communities.get(await again(bill), node(community))).id).toBe(community.id);
      const inside = await house.audiences.readers(await again(bill), [community.audienceKey], { first: 20 });
      expect(inside.rows.some(({ employee }) => employee.id === mara.employeeId)).toBe(letIn.length === 1);
    }
  });

  it('is made under the charter that stands, and not of an archived community', async () => {
    const community = await founded(CommunityAccess.closed, 'Be kind.');
    expect(await codeOf(ask(mara, community))).toBe('community.charter_not_shown');
    expect(await codeOf(ask(mara, community, 'x', 1))).toBe('answered');
    await house.communities.archive(await again(bill), node(community));
    expect(await codeOf(admit(bill, community, mara))).toBe('community.archived');
    expect(await codeOf(ask(sam, community, 'x', 1))).toBe('community.archived');
  });
});

describe('an invitation', () => {
  it('opens a hidden community’s name to who is asked in, and nothing else, until they come', async () => {
    const community = await founded(CommunityAccess.hidden, 'Be kind.');
    const post = await house.publish(bill, [to.community(community.id)]);
    await invite(bill, community, mara);
    await invite(bill, community, mara);
    expect(await asked(mara)).toContain(community.id);
    expect(await asked(sam)).not.toContain(community.id);
    const [mine] = (await house.communityInvitations.mine(await again(mara))).filter(
      ({ communityId }) => communityId === community.id,
    );
    const told = await house.communityInvitations.communityOf(await again(mara), mine as never);
    expect(told).toMatchObject({ name: community.name, charter: 'Be kind.', charterVersion: 1 });
    expect([told?.ownerIds, told?.audienceKey, told?.startedFromId]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(await codeOf(house.communities.get(await again(mara), node(community)))).toBe('not_found');
    expect(await house.feed(mara)).not.toContain(post.id);
    expect(await codeOf(house.publish(mara, [to.community(community.id)]))).toBe('audience.unknown_part');
    expect((await openOf(bill, community)).map(({ employeeId }) => employeeId)).toEqual([mara.employeeId]);
    expect(await openOf(mara, community)).toEqual([]);
    for (const other of [sam, admin, guest])
      expect(await codeOf(accept(other, community, 1))).toBe('not_found');

    expect(await codeOf(accept(mara, community))).toBe('community.charter_not_shown');
    await accept(mara, community, 1);
    expect(await house.feed(mara)).toContain(post.id);
    expect(await asked(mara)).not.toContain(community.id);
    expect(await openOf(bill, community)).toEqual([]);
    expect(await codeOf(invite(bill, community, mara))).toBe('community.already_member');
    expect(await codeOf(accept(mara, community, 1))).toBe('not_found');
  });

  it('is made by those who look after a community, of whom they may address', async () => {
    const community = await moderated(CommunityAccess.closed, sam);
    expect(await codeOf(invite(mara, community, admin))).toBe('auth.forbidden');
    expect(await codeOf(invite(mara, await founded(CommunityAccess.hidden), admin))).toBe('not_found');
    expect(await codeOf(invite(sam, community, { employeeId: newId() } as EmployeeActor))).toBe('not_found');
    await invite(sam, community, guest);
    expect(await asked(guest)).toContain(community.id);
    await accept(guest, community);
    const post = await house.publish(bill, [to.community(community.id)]);
    expect(await house.feed(guest)).toContain(post.id);
  });

  it('that is answered with no looks unanswered, to all but who said it, in the log, too', async () => {
    const community = await founded(CommunityAccess.closed);
    await invite(bill, community, mara);
    await invite(bill, community, sam);
    const before = await openOf(bill, community);
    const told = house.trail.recorded.length;
    await decline(mara, community);
    expect(house.trail.recorded.length).toBe(told);
    expect(await openOf(bill, community)).toEqual(before);
    expect(await asked(mara)).not.toContain(community.id);
    expect(await codeOf(accept(mara, community))).toBe('not_found');
    // Asked again, and taken back and asked again: it does not reach who said no.
    await invite(bill, community, mara);
    await revoke(bill, community, mara);
    await invite(bill, community, mara);
    expect(await asked(mara)).not.toContain(community.id);
    expect((await openOf(bill, community)).length).toBe(2);
    await house.owner.query(
      "update community_invitation set declined_at = now() - interval '91 days' where declined and community_id = $1",
      [community.id],
    );
    await invite(bill, community, mara);
    expect(await asked(mara)).toContain(community.id);
  });

  it('ends by being taken back and by time, which are one answer', async () => {
    const community = await founded(CommunityAccess.hidden);
    for (const who of [mara, sam]) await invite(bill, community, who);
    await revoke(bill, community, mara);
    expect(await codeOf(revoke(bill, community, mara))).toBe('not_found');
    await house.owner.query(
      `update community_invitation set invited_at = now() - interval '31 days', expires_at = now() - interval '1 day'
       where employee_id = $1`,
      [sam.employeeId],
    );
    for (const who of [mara, sam, admin]) {
      expect(await asked(who)).not.toContain(community.id);
      expect(await codeOf(accept(who, community))).toBe('not_found');
    }
    for (const who of [mara, sam]) expect(await codeOf(decline(who, community))).toBe('not_found');
    expect(await openOf(bill, community)).toEqual([]);
    await invite(bill, community, sam);
    expect(await codeOf(accept(sam, community))).toBe('answered');
  });

  it('made twice at the same moment, or of who comes in at that moment, is one or none', async () => {
    const community = await moderated(CommunityAccess.open, sam);
    const keepers = await Promise.all([bill, sam].map(again));
    const twice = keepers.map((one) => house.communityInvitations.invite(one, node(community), person(mara)));
    expect(await Promise.all(twice.map(codeOf))).toEqual(['answered', 'answered']);
    expect((await openOf(bill, community)).map(({ employeeId }) => employeeId)).toEqual([mara.employeeId]);
    const [keeper, comer] = [await again(bill), await again(mara)];
    const text = 'select from community where id = $1 for update';
    const codes = await inTurn(house, { text, values: [community.id] }, [
      () => house.communities.join(comer, node(community)),
      () => house.communityInvitations.invite(keeper, node(community), person(mara)),
    ]);
    expect(codes).toEqual(['answered', 'community.already_member']);
    // Who is in it has none left, which would let them come back after they were taken out.
    expect(await asked(mara)).not.toContain(community.id);
    expect(await openOf(bill, community)).toEqual([]);
  });

  it('is not taken back by a name that stands in a list alone', async () => {
    const community = await founded(CommunityAccess.closed);
    await invite(bill, community, mara);
    await house.owner.query(
      'update community_invitation set keeper_ids = keeper_ids || $2::uuid where community_id = $1',
      [community.id, sam.employeeId],
    );
    expect(await codeOf(revoke(sam, community, mara))).toBe('auth.forbidden');
    expect(await asked(mara)).toContain(community.id);
  });

  it('meets a removal: whoever was taken out comes back by a new invitation only', async () => {
    const community = await founded(CommunityAccess.hidden);
    await invite(bill, community, mara);
    await accept(mara, community);
    await house.communities.removeMember(await again(bill), node(community), person(mara));
    expect(await codeOf(accept(mara, community))).toBe('not_found');
    const [first, second] = [await again(mara), await again(mara)];
    await invite(bill, community, mara);
    const both = await Promise.all(
      [first, second].map((one) => codeOf(house.communityInvitations.accept(one, node(community)))),
    );
    expect(both.toSorted()).toEqual(['answered', 'not_found']);
  });
});
