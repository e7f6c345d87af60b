import type { EmployeeActor } from '@courtyard/access';
import { v7 as newId } from 'uuid';
import { type FeedHouse, idOf, openFeedHouse, to } from '../../fixtures/house.js';
import { CommunityAccess } from '../community/community.entity.js';
import type { Post } from './post.entity.js';

let house: FeedHouse;
let org: string;
let admin: EmployeeActor;
let bill: EmployeeActor;
let mara: EmployeeActor;
let sam: EmployeeActor;
let design: string;
let sales: string;

beforeAll(async () => {
  house = await openFeedHouse();
  const founded = await house.found();
  org = founded.organisationId;
  admin = await house.signedIn(org, founded.administratorId);
  design = await house.department(admin, 'Design');
  sales = await house.department(admin, 'Sales');
  const person = async (name: string) =>
    house.signedIn(org, await house.hire(admin, { name, departmentId: design }));
  bill = await person('Bill Kessler');
  mara = await person('Mara Lind');
  sam = await person('Sam Okafor');
}, 90_000);
afterAll(() => house?.close());

const again = (actor: EmployeeActor) => house.again(actor);
const come = async (who: EmployeeActor, post: Post) => {
  const newcomers = await house.posts.comeSince(await again(who), post);
  return newcomers && { ...newcomers, people: newcomers.people.map(({ name }) => name) };
};
const readersOf = async (who: EmployeeActor, { audienceKeys }: Post) => {
  const { rows } = await house.audiences.fellowReaders(await again(who), audienceKeys, { first: 10 });
  return rows.map(({ employee }) => employee.name);
};
const community = async (access: CommunityAccess) =>
  house.communities.found(await again(bill), {
    idempotencyKey: newId(),
    name: `C ${newId()}`,
    purpose: 'x',
    access,
  });
const add = async (id: string, whom: EmployeeActor) =>
  house.communities.addMember(await again(bill), idOf.community(id), idOf.employee(whom.employeeId));

describe('since a post was published', () => {
  it('its author is told by name who came to read it, and of who could not read it before only', async () => {
    const { id } = await community(CommunityAccess.closed);
    await add(id, mara);
    const post = await house.publish(bill, [to.community(id), to.department(sales)]);
    expect(await come(bill, post)).toEqual({ count: 0, people: [] });
    await add(id, sam);
    // Could read it before, along another part.
    await house.keeping.transfer(await again(admin), mara.employeeId, sales);
    expect(await come(bill, post)).toEqual({ count: 1, people: ['Sam Okafor'] });
    await house.keeping.transfer(await again(admin), mara.employeeId, design);
    // Whoever goes is not told of.
    await house.communities.removeMember(
      await again(bill),
      idOf.community(id),
      idOf.employee(sam.employeeId),
    );
    expect(await come(bill, post)).toEqual({ count: 0, people: [] });
  });

  it('nobody but its author is told', async () => {
    const { id } = await community(CommunityAccess.open);
    await add(id, mara);
    const post = await house.publish(bill, [to.community(id)]);
    await add(id, sam);
    expect(await come(mara, post)).toBeNull();
    expect(await come(admin, post)).toBeNull();
    expect(await come(bill, post)).toEqual({ count: 1, people: ['Sam Okafor'] });
  });

  it('its author is told nothing of a community that they are no longer in', async () => {
    const { id } = await community(CommunityAccess.hidden);
    await add(id, mara);
    const post = await house.publish(mara, [to.community(id)]);
    expect(await come(mara, post)).toEqual({ count: 0, people: [] });
    await house.communities.leave(await again(mara), idOf.community(id));
    await add(id, sam);
    expect(await come(mara, post)).toBeNull();
    expect(await readersOf(mara, post)).toEqual([]);
    expect(await readersOf(bill, post)).toEqual(['Bill Kessler', 'Sam Okafor']);
  });

  it('nobody comes to what was shared with a circle before', async () => {
    const circle = await house.circles.draw(await again(bill), {
      idempotencyKey: newId(),
      name: 'Football',
      employeeIds: [idOf.employee(mara.employeeId)],
    });
    const post = await house.publish(bill, [to.circle(circle.id)]);
    const more = { id: idOf.circle(circle.id), employeeIds: [idOf.employee(sam.employeeId)] };
    await house.circles.add(await again(bill), more);
    expect(await come(bill, post)).toEqual({ count: 0, people: [] });
    expect(await come(mara, post)).toBeNull();
  });

  it('of everybody who works here nobody is told, nor of whom somebody was given a key before it was noted', async () => {
    const post = await house.publish(bill, [to.everybody]);
    await house.hire(admin, { name: 'New Here' });
    expect(await come(bill, post)).toBeNull();
    const { id } = await community(CommunityAccess.closed);
    const said = await house.publish(bill, [to.community(id)]);
    await add(id, sam);
    await house.owner.query(
      'update audience_holder set since = null where organisation_id = $1 and employee_id = $2',
      [org, sam.employeeId],
    );
    expect(await come(bill, said)).toEqual({ count: 0, people: [] });
  });
});
