import type { EmployeeActor } from '@courtyard/access';
import { EmployeeKind, SearchNamesByDirectory } from '@courtyard/people';
import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { codeOf, type FeedHouse, idOf, openFeedHouse, to } from '../../fixtures/house.js';
import { PostKind } from '../post/post.entity.js';
import { postPolicy } from '../post/post.policy.js';
import { WhyService } from '../post/why.service.js';
import type { Circle } from './circle.entity.js';
import { circlePolicy } from './circle.policy.js';
import { CIRCLE_RATE } from './circle.service.js';
import { MOST_CIRCLES } from './circle-groups.js';

let house: FeedHouse;
let org: string;
let admin: EmployeeActor;
let bill: EmployeeActor;
let mara: EmployeeActor;
let sam: EmployeeActor;
let guest: EmployeeActor;
let foreign: EmployeeActor;
const NONE = idOf.circle('00000000-0000-7000-8000-000000000000');

beforeAll(async () => {
  house = await openFeedHouse();
  const founded = await house.found();
  org = founded.organisationId;
  admin = await house.signedIn(org, founded.administratorId);
  bill = await person('Bill Kessler');
  mara = await person('Mara Lind');
  sam = await person('Sam Okafor');
  guest = await person('Gus Guest', EmployeeKind.guest);
  const other = await house.found('Other House');
  foreign = await house.signedIn(other.organisationId, other.administratorId);
}, 90_000);
afterAll(() => house?.close());

async function person(name: string, kind = EmployeeKind.employee): Promise<EmployeeActor> {
  return house.signedIn(org, await house.hire(admin, { name, kind }));
}
const again = (actor: EmployeeActor) => house.again(actor);
const node = ({ employeeId }: EmployeeActor) => idOf.employee(employeeId);
async function drawn(
  owner: EmployeeActor,
  people: readonly EmployeeActor[],
  name = 'Football',
): Promise<Circle> {
  const employeeIds = people.map(node);
  return house.circles.draw(await again(owner), { idempotencyKey: newId(), name, employeeIds });
}
const add = async (owner: EmployeeActor, { id }: Circle, ...people: EmployeeActor[]) =>
  house.circles.add(await again(owner), { id: idOf.circle(id), employeeIds: people.map(node) });
const remove = async (owner: EmployeeActor, { id }: Circle, ...people: EmployeeActor[]) =>
  house.circles.remove(await again(owner), { id: idOf.circle(id), employeeIds: people.map(node) });
const say = (owner: EmployeeActor, { id }: Circle, ...others: EmployeeActor[]) =>
  house.publish(owner, [to.circle(id), ...others.map(({ employeeId }) => to.person(employeeId))]);
const reads = async (who: EmployeeActor, postId: string) =>
  codeOf(house.gate.get(await again(who), postPolicy, 'read', postId));
async function peopleIn(owner: EmployeeActor, { id }: Circle): Promise<string[]> {
  const actor = await again(owner);
  const circle = await house.gate.get(actor, circlePolicy, 'read', id);
  return (await house.circles.people(actor, circle, { first: 50 })).rows.map(({ name }) => name);
}
const lensOf = async (who: EmployeeActor, postId: string) => {
  const actor = await again(who);
  const post = await house.posts.card(actor, postId);
  return {
    audience: await house.audiences.describe(actor, post.audienceKeys),
    readers: (await house.audiences.readers(actor, post.audienceKeys, { first: 50 })).rows,
    why: await new WhyService(house.audiences).of(actor, post),
  };
};

describe('who is in a circle', () => {
  it('never learns that it grew: what was said before is not offered to those who came, nor shown to them', async () => {
    const circle = await drawn(bill, [mara]);
    const post = await say(bill, circle);
    await add(bill, circle, sam);
    await say(bill, circle);
    const mine = await house.gate.get(await again(bill), postPolicy, 'read', post.id);
    expect(await house.widenings.wider(await again(bill), mine)).toBeNull();
    const shown = await house.widenings.widenPost(await again(bill), idOf.post(post.id));
    expect(shown.audienceKeys).toEqual(post.audienceKeys);
    expect(await reads(sam, post.id)).toBe('not_found');
  });

  it('reads what is said to it from then on, and nothing of before; whoever is taken out reads nothing of it', async () => {
    const circle = await drawn(bill, [mara]);
    const first = (await say(bill, circle)).id;
    await add(bill, circle, sam);
    const second = (await say(bill, circle)).id;
    expect([await reads(mara, first), await reads(sam, first)]).toEqual(['answered', 'not_found']);
    expect([await reads(mara, second), await reads(sam, second)]).toEqual(['answered', 'answered']);
    expect(await house.feed(sam)).toContain(second);
    expect(await house.feed(sam)).not.toContain(first);
    await remove(bill, circle, mara);
    expect([await reads(mara, first), await reads(mara, second)]).toEqual(['not_found', 'not_found']);
    expect(await house.feed(mara)).not.toContain(first);
    // Who comes back is somebody who comes.
    await add(bill, circle, mara);
    expect([await reads(mara, first), await reads(mara, second)]).toEqual(['not_found', 'not_found']);
    expect(await peopleIn(bill, circle)).toEqual(['Mara Lind', 'Sam Okafor']);
    expect(await house.feed(bill)).toEqual(expect.arrayContaining([first, second]));
  });

  it('begins no generation where nothing was said, and is added once', async () => {
    const circle = await drawn(bill, []);
    for (const one of [mara, sam, sam]) await add(bill, circle, one);
    const { rows } = await house.owner.query('select generation, holders from audience where group_id = $1', [
      circle.id,
    ]);
    expect(rows).toEqual([{ generation: 1, holders: 3 }]);
    expect(await codeOf(add(bill, circle, foreign))).toBe('not_found');
    expect(await codeOf(remove(bill, circle, bill))).toBe('answered');
    expect(await house.circles.numbers(await again(bill), circle)).toEqual({ holders: 2, outside: 0 });
  });

  it('may be a guest, of whom the owner alone is warned', async () => {
    const circle = await drawn(bill, [guest, mara]);
    const actor = await again(bill);
    const { keys } = await house.audiences.resolve(actor, [to.circle(circle.id)]);
    expect(await house.audiences.describe(actor, keys)).toMatchObject({
      label: 'Football',
      count: 3,
      outside: 1,
    });
    const post = await say(bill, circle);
    expect((await lensOf(mara, post.id)).audience).toMatchObject({ count: 0, outside: 0 });
    expect(await reads(guest, post.id)).toBe('answered');
  });

  it('is the same however additions, removals and posts meet: nobody reads what was said before they came or after they went', async () => {
    const painter = await person('Pia Painter');
    const circle = await drawn(painter, []);
    const step = fc.record({
      who: fc.constantFrom(mara, sam, guest),
      what: fc.constantFrom('add', 'remove', 'say'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
        const within = new Set<EmployeeActor>();
        for (const one of [mara, sam, guest]) await remove(painter, circle, one);
        const may = new Map<string, Set<EmployeeActor>>();
        for (const { who, what } of steps) {
          if (what === 'say') may.set((await say(painter, circle)).id, new Set(within));
          else if (what === 'add') {
            await add(painter, circle, who);
            within.add(who);
          } else {
            await remove(painter, circle, who);
            within.delete(who);
            for (const readers of may.values()) readers.delete(who);
          }
        }
        for (const [post, readers] of may)
          for (const who of [mara, sam, guest, admin])
            expect([post, who.employeeId, await reads(who, post)]).toEqual([
              post,
              who.employeeId,
              readers.has(who) ? 'answered' : 'not_found',
            ]);
      }),
      { numRuns: 6 },
    );
  }, 120_000);
});

describe('of a circle', () => {
  it('whoever reads what was said to it is told that it was shared with them, and no more', async () => {
    const circle = await drawn(bill, [mara, sam, guest], 'Secret society');
    const other = await drawn(bill, [mara], 'Another one');
    const [here, there] = [await say(bill, circle), await say(bill, other)];
    const alike = await lensOf(mara, here.id);
    expect(alike.audience).toEqual({
      label: 'Shared with you',
      count: 0,
      outside: 0,
      parts: [],
      untold: true,
    });
    expect(alike.readers).toEqual([]);
    expect(JSON.stringify(alike.why)).not.toMatch(/Secret|Sam|Gus|\d/);
    // Nothing tells whether two posts went to the same people.
    expect(await lensOf(mara, there.id)).toEqual(alike);
    expect(await lensOf(mara, (await say(bill, circle, sam)).id)).toEqual(alike);
    expect(await lensOf(guest, here.id)).toEqual(alike);
    const mine = await lensOf(bill, here.id);
    expect(mine.audience).toMatchObject({ label: 'Secret society', count: 4, untold: false });
    expect(mine.audience.parts).toMatchObject([{ kind: 'circle', id: idOf.circle(circle.id) }]);
    expect(mine.readers.map(({ employee }) => employee.name).sort()).toEqual([
      'Bill Kessler',
      'Gus Guest',
      'Mara Lind',
      'Sam Okafor',
    ]);
  });

  it('the name is found in no search of a reader, and in that of its owner', async () => {
    const circle = await drawn(bill, [mara], 'Zirconium');
    await say(bill, circle);
    const names = new SearchNamesByDirectory(house.gate);
    expect(await names.groups(await again(mara), 'zirconium')).toEqual([]);
    expect(await names.groups(await again(bill), 'zirconium')).toHaveLength(1);
    const offered = await house.audiences.options(await again(mara), 'zirconium', 8);
    expect(offered).toEqual([]);
    expect(await house.audiences.options(await again(bill), 'zirconium', 8)).toMatchObject([
      { kind: 'circle', name: 'Zirconium', count: 2 },
    ]);
  });

  it.each<[string, () => EmployeeActor]>([
    ['who is in it', () => mara],
    ['who is not', () => sam],
    ['an administrator', () => admin],
    ['a guest in it', () => guest],
    ['somebody of another organisation', () => foreign],
  ])('to %s it answers like none', async (_, who) => {
    const circle = await drawn(bill, [mara, guest]);
    const actor = await again(who());
    const asked = (id: string) =>
      Promise.all([
        codeOf(house.circles.rename(actor, { id, name: 'Mine' })),
        codeOf(house.circles.add(actor, { id, employeeIds: [node(sam)] })),
        codeOf(house.circles.remove(actor, { id, employeeIds: [node(mara)] })),
        codeOf(house.circles.erase(actor, id)),
        codeOf(house.audiences.resolve(actor, [{ kind: 'circle' as never, id }])),
      ]);
    const answers = await asked(idOf.circle(circle.id));
    expect(answers).toEqual(await asked(NONE));
    expect(answers).toEqual(['not_found', 'not_found', 'not_found', 'not_found', 'audience.unknown_part']);
    expect(await house.circles.mine(actor)).not.toContainEqual(expect.objectContaining({ id: circle.id }));
    expect(await peopleIn(bill, circle)).toEqual(['Gus Guest', 'Mara Lind']);
  });

  it('no event tells: neither that it was drawn, nor renamed, nor who came or went, nor that it is gone', async () => {
    const before = house.trail.recorded.length;
    const circle = await drawn(bill, [mara]);
    await house.circles.rename(await again(bill), { id: idOf.circle(circle.id), name: 'Chess' });
    await add(bill, circle, sam);
    await remove(bill, circle, mara);
    await house.circles.erase(await again(bill), idOf.circle(circle.id));
    expect(house.trail.recorded.slice(before)).toEqual([]);
  });

  it('nobody but an employee has one', async () => {
    expect(await codeOf(drawn(guest, []))).toBe('auth.forbidden');
    expect(await house.circles.mine(await again(guest))).toEqual([]);
  });
});

describe('an audience with a circle', () => {
  it('has people and other circles beside it, and nothing whose members would learn of it', async () => {
    const [circle, other] = [await drawn(bill, [mara]), await drawn(bill, [sam])];
    const open = (parts: Parameters<typeof house.publish>[1]) => codeOf(house.publish(bill, parts));
    expect(await open([to.circle(circle.id), to.circle(other.id), to.person(guest.employeeId)])).toBe(
      'answered',
    );
    expect(await open([to.circle(circle.id), to.everybody])).toBe('audience.circle_with_others');
    const department = await house.department(admin, `Design ${newId()}`);
    expect(await open([to.department(department), to.circle(circle.id)])).toBe('audience.circle_with_others');
  });

  it('is answered and asked like any other, by those who read it', async () => {
    const circle = await drawn(bill, [mara, sam]);
    const asked = await house.posts.publish(await again(bill), {
      idempotencyKey: newId(),
      body: 'Who brings the ball?',
      audience: [to.circle(circle.id)],
      kind: PostKind.question,
    });
    const waiting = await house.questions.open(await again(mara), { first: 50 });
    expect(waiting.rows.map(({ id }) => id)).toContain(asked.id);
    await house.questions.take(await again(mara), idOf.post(asked.id));
    await house.comments.add(await again(mara), {
      idempotencyKey: newId(),
      postId: idOf.post(asked.id),
      body: 'I.',
    });
    const below = await house.comments.below(
      await again(sam),
      await house.posts.card(await again(sam), asked.id),
      {
        first: 5,
      },
    );
    expect(below.rows.map(({ body }) => body)).toEqual(['I.']);
    // Whoever is taken out looks after it no longer.
    await remove(bill, circle, mara);
    expect((await house.questions.of(await again(bill), asked))?.takenById).toBeNull();
  });
});

describe('a circle that ends', () => {
  it('by its owner takes what was said to it from everybody else', async () => {
    const circle = await drawn(bill, [mara]);
    const post = await say(bill, circle);
    await add(bill, circle, sam);
    const later = await say(bill, circle);
    await house.circles.erase(await again(bill), idOf.circle(circle.id));
    for (const { id } of [post, later])
      expect([await reads(mara, id), await reads(sam, id), await reads(bill, id)]).toEqual([
        'not_found',
        'not_found',
        'answered',
      ]);
    expect((await lensOf(bill, post.id)).audience).toMatchObject({ label: 'A former circle', count: 0 });
    expect(await codeOf(say(bill, circle))).toBe('audience.unknown_part');
    const { rows } = await house.owner.query('select name from audience where group_id = $1', [circle.id]);
    expect(new Set(rows.map(({ name }) => name))).toEqual(new Set(['—']));
  });

  it('with its owner’s leaving leaves what was said with whom it was said to, and neither list nor name', async () => {
    const leaver = await person('Lea Vermeer');
    const circle = await drawn(leaver, [mara], 'Running');
    const post = await say(leaver, circle);
    await house.keeping.deactivate(await again(admin), leaver.employeeId);
    expect(await reads(mara, post.id)).toBe('answered');
    const { rows } = await house.owner.query(
      'select (select count(*)::int from circle where owner_id = $1) as circles, (select array_agg(name) from audience where owner_id = $1) as names',
      [leaver.employeeId],
    );
    expect(rows).toEqual([{ circles: 0, names: ['—'] }]);
    await house.keeping.reactivate(await again(admin), leaver.employeeId);
    const back = await house.signedIn(org, leaver.employeeId);
    expect(await house.circles.mine(back)).toEqual([]);
  });

  it('loses whoever leaves the company', async () => {
    const leaver = await person('Otto Brandt');
    const circle = await drawn(bill, [leaver, mara]);
    await house.keeping.deactivate(await again(admin), leaver.employeeId);
    expect(await peopleIn(bill, circle)).toEqual(['Mara Lind']);
  });
});

describe('at the same moment', () => {
  let lena: EmployeeActor;
  beforeAll(async () => {
    lena = await person('Lena Brandt');
  });

  it('of somebody taken out and something said they read nothing of it', async () => {
    const circle = await drawn(lena, [mara, sam]);
    for (let round = 0; round < 5; round++) {
      const [post] = await Promise.all([say(lena, circle), remove(lena, circle, mara)]);
      expect(await reads(mara, post.id)).toBe('not_found');
      expect(await reads(sam, post.id)).toBe('answered');
      await add(lena, circle, mara);
    }
  });

  it('a circle is erased and written to: nobody but its author reads it', async () => {
    for (let round = 0; round < 5; round++) {
      const circle = await drawn(lena, [mara]);
      const [said] = await Promise.allSettled([
        say(lena, circle),
        house.circles.erase(await again(lena), idOf.circle(circle.id)),
      ]);
      if (said.status === 'fulfilled') expect(await reads(mara, said.value.id)).toBe('not_found');
      else expect(said.reason).toMatchObject({ code: 'audience.unknown_part' });
    }
  });

  it('its owner is deactivated while it is drawn: none is left, nor its name', async () => {
    for (let round = 0; round < 5; round++) {
      const leaver = await person(`Leaver ${round}`);
      await Promise.allSettled([
        drawn(leaver, [mara], 'Left behind'),
        again(admin).then((actor) => house.keeping.deactivate(actor, leaver.employeeId)),
      ]);
      const { rows } = await house.owner.query(
        `select name from circle where organisation_id = $1 and owner_id = $2
         union all select name from audience where organisation_id = $1 and owner_id = $2 and name = 'Left behind'`,
        [org, leaver.employeeId],
      );
      expect(rows).toEqual([]);
    }
  });

  it('two changes of one circle are both made, and holders, arrays and counts agree', async () => {
    const circle = await drawn(lena, [mara]);
    await say(lena, circle);
    await Promise.all([add(lena, circle, sam), add(lena, circle, guest), remove(lena, circle, mara)]);
    expect(await peopleIn(lena, circle)).toEqual(['Gus Guest', 'Sam Okafor']);
    const { rows } = await house.owner.query(
      `select a.key from audience a where a.organisation_id = $1 and array[a.holders, a.outside] is distinct from
         (select array[count(*)::int, (count(*) filter (where outside))::int] from audience_holder h
           where h.organisation_id = a.organisation_id and h.audience_key = a.key)`,
      [org],
    );
    expect(rows).toEqual([]);
  });

  it('more are drawn than one may have: none beyond fifty is there', async () => {
    const collector = await person('Nora Haugen');
    for (let at = 0; at < MOST_CIRCLES - 1; at++) await drawn(collector, [], `Circle ${at}`);
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(drawn(collector, [mara], 'One more'))));
    expect(codes.sort()).toEqual(['answered', 'circle.too_many', 'circle.too_many']);
    expect(await house.circles.mine(await again(collector))).toHaveLength(MOST_CIRCLES);
  }, 60_000);
});

it('a program that changes circles is stopped, whether they are there or not', async () => {
  const busy = await person('Busy Bee');
  const rename = async () => codeOf(house.circles.rename(await again(busy), { id: NONE, name: 'x' }));
  for (let at = 0; at < CIRCLE_RATE.tries; at++) expect(await rename()).toBe('not_found');
  expect(await rename()).toBe('rate.limited');
}, 60_000);
