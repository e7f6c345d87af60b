import type { EmployeeActor } from '@courtyard/access';
import { EmployeeKind } from '@courtyard/people';
import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { codeOf, type FeedHouse, idOf, openFeedHouse, to } from '../../fixtures/house.js';
import { postPolicy } from '../post/post.policy.js';
import { type Community, CommunityAccess, CommunityHistory } from './community.entity.js';
import { beginsAnew } from './generations.js';

const { hidden, closed, open } = CommunityAccess;
const { from_start, from_joining } = CommunityHistory;

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

const founded = async (access: CommunityAccess, history = from_start): Promise<Community> =>
  house.communities.found(await again(bill), {
    idempotencyKey: newId(),
    name: `House ${newId().slice(-6)}`,
    purpose: 'To talk.',
    access,
    history,
  });
const add = async (community: Community, whom: EmployeeActor) =>
  house.communities.addMember(await again(bill), node(community), idOf.employee(whom.employeeId));
const opened = async (community: Community, access: CommunityAccess, history = from_start) =>
  house.communities.changeAccess(await again(bill), { id: node(community), access, history });
const say = async (community: Community, who = bill) => house.publish(who, [to.community(community.id)]);
const generations = async ({ id }: Community) =>
  (await house.owner.query('select key from audience where group_id = $1 order by generation', [id])).rows
    .length;
/** Along the community, as its page is read. */
const read = async (who: EmployeeActor, community: Community) => {
  const reader = await again(who);
  const through = await house.communities.keysOf(reader, node(community));
  return (await house.posts.feed(reader, { first: 50, through })).rows.map(({ id }) => id);
};
/** All there is to learn of a post by its id. */
const known = async (who: EmployeeActor, postId: string) =>
  Promise.all([
    codeOf(house.gate.get(await again(who), postPolicy, 'read', postId)),
    codeOf(house.reactions.react(await again(who), idOf.post(postId), 'useful' as never)),
    codeOf(
      house.comments.add(await again(who), {
        idempotencyKey: newId(),
        postId: idOf.post(postId),
        body: 'x',
      }),
    ),
  ]);
const NOTHING = ['not_found', 'not_found', 'not_found'];

describe('opening wider', () => {
  it.each([
    [hidden, closed],
    [hidden, open],
    [closed, open],
  ])('from %s to %s leaves what was said before with those who could read it', async (before, after) => {
    const community = await founded(before);
    await add(community, mara);
    const then = await say(community);
    const count = (await house.audiences.describe(await again(bill), then.audienceKeys)).count;
    const wider = await opened(community, after);
    expect(wider.access).toBe(after);
    await (after === open ? house.communities.join(await again(sam), node(community)) : add(community, sam));
    const now = await say(community);
    for (const who of [bill, mara]) {
      expect(await read(who, community)).toEqual([now.id, then.id]);
      expect(await house.feed(who)).toEqual(expect.arrayContaining([now.id, then.id]));
    }
    expect(await read(sam, community)).toEqual([now.id]);
    expect(await house.feed(sam)).not.toContain(then.id);
    expect(await known(sam, then.id)).toEqual(NOTHING);
    expect(await known(sam, newId())).toEqual(NOTHING);
    // Whoever reads it sees how many do: as many as before.
    expect((await house.audiences.describe(await again(bill), then.audienceKeys)).count).toBe(count);
    expect((await house.audiences.describe(await again(bill), now.audienceKeys)).count).toBe(count + 1);
    expect(await house.communities.memberCount(await again(sam), wider)).toBe(count + 1);
    // A comment goes with its post.
    const late = { idempotencyKey: newId(), postId: idOf.post(then.id), body: 'Among ourselves.' };
    const comment = await house.comments.add(await again(mara), late);
    expect(comment.audienceKeys).toEqual(then.audienceKeys);
  });

  it('takes both from who leaves, is taken out, or is deactivated', async () => {
    const community = await founded(hidden);
    const last = await house.signedIn(org, await house.hire(admin, { name: 'Last Day' }));
    for (const who of [mara, sam, last]) await add(community, who);
    const then = await say(community);
    await opened(community, open);
    const now = await say(community);
    await house.communities.leave(await again(mara), node(community));
    await house.communities.removeMember(await again(bill), node(community), idOf.employee(sam.employeeId));
    for (const who of [mara, sam]) {
      expect(await read(who, community)).toEqual([]);
      for (const post of [then, now]) expect(await known(who, post.id)).toEqual(NOTHING);
    }
    // And coming back brings back what whoever comes now reads.
    await house.communities.join(await again(mara), node(community));
    expect(await read(mara, community)).toEqual([now.id]);
    await house.keeping.deactivate(await again(admin), last.employeeId);
    const { rows } = await house.owner.query(
      `select h.employee_id from audience_holder h join audience a on a.key = h.audience_key where a.group_id = $1`,
      [community.id],
    );
    expect(rows.map((row) => row.employee_id)).not.toContain(last.employeeId);
  });

  it('is for owners; made narrower, who is in it stays, and nobody waits', async () => {
    const community = await founded(closed);
    await add(community, mara);
    await house.communityRequests.ask(await again(sam), { id: node(community) });
    const change = { id: node(community), access: open, history: from_start };
    expect(await codeOf(house.communities.changeAccess(await again(mara), change))).toBe('auth.forbidden');
    expect(await codeOf(house.communities.changeAccess(await again(admin), change))).toBe('auth.forbidden');
    await opened(community, closed, from_joining);
    expect(await generations(community)).toBe(1);
    await opened(community, hidden, from_joining);
    expect(await generations(community)).toBe(2);
    for (const other of [sam, admin])
      expect(await codeOf(house.communities.get(await again(other), node(community)))).toBe('not_found');
    expect(await codeOf(house.communities.changeAccess(await again(sam), change))).toBe('not_found');
    expect(
      (await house.owner.query('select from community_request where community_id = $1', [community.id])).rows,
    ).toEqual([]);
    await opened(community, hidden, from_joining);
    expect(await generations(community)).toBe(2);
  });

  it('names who came while it was narrower to its members alone', async () => {
    const members = async (who: EmployeeActor, community: Community) => {
      const reader = await again(who);
      const seen = await house.communities.get(reader, node(community));
      const page = await house.communities.members(reader, seen, { first: 50 });
      return page.rows.map(({ id }) => id).toSorted();
    };
    const always = await founded(open);
    await add(always, mara);
    const both = [bill.employeeId, mara.employeeId].toSorted();
    expect(await members(sam, always)).toEqual(both);
    for (const before of [hidden, closed]) {
      const community = await founded(before);
      await add(community, mara);
      await opened(community, open);
      expect(await members(sam, community)).toEqual([]);
      expect(await members(admin, community)).toEqual([]);
      expect(await members(mara, community)).toEqual(both);
      // And stays so, whatever becomes of its door.
      await opened(community, closed);
      await opened(community, open);
      expect(await members(sam, community)).toEqual([]);
    }
  });

  it('keeps name and end alike for all generations', async () => {
    const community = await founded(closed);
    const then = await say(community);
    await opened(community, open);
    const words = { id: node(community), name: 'Renamed', purpose: 'To talk.' };
    await house.communities.revise(await again(bill), words);
    expect((await house.audiences.describe(await again(bill), then.audienceKeys)).label).toBe('Renamed');
    await house.communities.archive(await again(bill), node(community));
    const late = { idempotencyKey: newId(), postId: idOf.post(then.id), body: 'Late.' };
    expect(await codeOf(house.comments.add(await again(bill), late))).toBe('audience.archived');
    await opened(community, closed);
    await opened(community, open);
    expect(await codeOf(say(community))).toBe('audience.archived');
  });
});

describe('hiding', () => {
  /** Whom the lens of something names to a reader of it. */
  const lens = async (who: EmployeeActor, audienceKeys: readonly string[]) => {
    const page = await house.audiences.readers(await again(who), audienceKeys, { first: 50 });
    return page.rows.map(({ employee }) => employee.id);
  };

  it('keeps who comes then, and its new name, from who reads what was said to others as well', async () => {
    const community = await founded(open);
    await add(community, mara);
    const both = await house.publish(bill, [to.community(community.id), to.person(sam.employeeId)]);
    const before = await house.audiences.describe(await again(sam), both.audienceKeys);
    await opened(community, hidden);
    await add(community, guest);
    await house.communities.revise(await again(bill), {
      id: node(community),
      name: 'Strike committee',
      purpose: 'x',
    });
    expect(await lens(sam, both.audienceKeys)).not.toContain(guest.employeeId);
    expect(await house.audiences.describe(await again(sam), both.audienceKeys)).toMatchObject({
      label: before.label,
      count: before.count,
    });
    expect(await known(guest, both.id)).toEqual(NOTHING);
    // To who is in it, it has its new name.
    const among = await say(community);
    expect((await house.audiences.describe(await again(guest), among.audienceKeys)).label).toBe(
      'Strike committee',
    );
    expect(await lens(bill, among.audienceKeys)).toContain(guest.employeeId);
  });

  it('control: with the key of before, who comes then would be named to them', async () => {
    const community = await founded(open);
    const both = await house.publish(bill, [to.community(community.id), to.person(sam.employeeId)]);
    await add(community, guest);
    expect(await lens(sam, both.audienceKeys)).toContain(guest.employeeId);
  });
});

describe('history from joining', () => {
  it('shows whoever comes in what is said from then on, by whichever way they come', async () => {
    const community = await founded(closed, from_joining);
    const first = await say(community);
    await add(community, mara);
    const second = await say(community, mara);
    await house.communityRequests.ask(await again(sam), { id: node(community) });
    await house.communityRequests.admit(await again(bill), node(community), idOf.employee(sam.employeeId));
    const third = await say(community, sam);
    await house.communityInvitations.invite(
      await again(bill),
      node(community),
      idOf.employee(guest.employeeId),
    );
    await house.communityInvitations.accept(await again(guest), node(community));
    const fourth = await say(community, guest);
    expect(await read(bill, community)).toEqual([fourth.id, third.id, second.id, first.id]);
    expect(await read(mara, community)).toEqual([fourth.id, third.id, second.id]);
    expect(await read(sam, community)).toEqual([fourth.id, third.id]);
    expect(await read(guest, community)).toEqual([fourth.id]);
    for (const post of [first, second, third]) expect(await known(guest, post.id)).toEqual(NOTHING);
    expect(await generations(community)).toBe(4);
  });

  it('begins no generation where nothing was said, or nobody came', async () => {
    const community = await founded(open, from_joining);
    for (const who of [mara, sam, guest]) await add(community, who);
    expect(await generations(community)).toBe(1);
    await say(community);
    await house.communities.join(await again(mara), node(community));
    expect(await generations(community)).toBe(1);
  });

  it('that is opened is opened for what is said from then on; that is closed, for who comes then', async () => {
    const community = await founded(open, from_joining);
    const before = await say(community);
    await opened(community, open, from_start);
    const after = await say(community);
    await house.communities.join(await again(mara), node(community));
    expect(await read(mara, community)).toEqual([after.id]);
    await opened(community, open, from_joining);
    await house.communities.join(await again(sam), node(community));
    expect(await read(sam, community)).toEqual([]);
    expect(await read(bill, community)).toEqual([after.id, before.id]);
  });

  it('holds for two who come at the same moment', async () => {
    const community = await founded(open, from_joining);
    const before = await say(community);
    const readers = await Promise.all([again(mara), again(sam)]);
    await Promise.all(readers.map((who) => house.communities.join(who, node(community))));
    for (const who of [mara, sam]) expect(await read(who, community)).not.toContain(before.id);
    const after = await say(community);
    for (const who of [bill, mara, sam]) expect(await read(who, community)).toContain(after.id);
  });
});

describe('who reads what', () => {
  const step = fc.oneof(
    fc.record({ does: fc.constant('say' as const), who: fc.nat(2) }),
    fc.record({
      does: fc.constantFrom('comes' as const, 'goes' as const),
      who: fc.integer({ min: 1, max: 2 }),
    }),
    fc.record({
      does: fc.constant('opens' as const),
      access: fc.constantFrom(hidden, closed, open),
      history: fc.constantFrom(from_start, from_joining),
    }),
  );

  /** By another way than keys: what is said is for whoever is in it, and for who comes later while nothing was opened since. */
  it('is what was open to whoever came, whatever came between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        const community = await founded(closed);
        const people = [bill, mara, sam];
        const inside = new Set([0]);
        let now = { access: closed, history: from_start };
        const said: { id: string; readers: Set<number>; reachable: boolean }[] = [];
        for (const one of steps) {
          if (one.does === 'say') {
            if (!inside.has(one.who)) continue;
            const { id } = await say(community, people[one.who] as EmployeeActor);
            said.unshift({ id, readers: new Set(inside), reachable: true });
          } else if (one.does === 'opens') {
            const { access, history } = one;
            await opened(community, access, history);
            if (beginsAnew(now, one)) for (const post of said) post.reachable = false;
            now = { access, history };
          } else if (one.does === 'comes') {
            if (inside.has(one.who)) continue;
            await add(community, people[one.who] as EmployeeActor);
            inside.add(one.who);
            for (const post of said)
              if (post.reachable && now.history === from_start) post.readers.add(one.who);
              else post.reachable = false;
          } else {
            if (!inside.delete(one.who)) continue;
            await house.communities.leave(await again(people[one.who] as EmployeeActor), node(community));
            for (const post of said) post.readers.delete(one.who);
          }
        }
        const of = new Set(said.map(({ id }) => id));
        for (const [at, who] of people.entries())
          expect((await house.feed(who, 50)).filter((id) => of.has(id))).toEqual(
            said.filter(({ readers }) => readers.has(at)).map(({ id }) => id),
          );
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  it('control: a key of before that is handed on would show it', async () => {
    const community = await founded(closed);
    const then = await say(community);
    await opened(community, open);
    await house.communities.join(await again(sam), node(community));
    await house.owner.query(
      'update employee set audience_keys = audience_keys || $2::bigint[] where id = $1',
      [sam.employeeId, then.audienceKeys],
    );
    expect(await read(sam, community)).toEqual([then.id]);
  });
});
