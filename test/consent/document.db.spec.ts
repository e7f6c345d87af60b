import type { EmployeeActor } from '@courtyard/access';
import { v7 as newId } from 'uuid';
import { idOf, to } from '../../libs/feed/fixtures/house.js';
import { type EgressHouse, openEgressHouse } from '../egress/house.js';
import { nodeOf } from './house.js';

jest.setTimeout(240_000);

/*
 * What people are asked for, and what leaves, is the text of a document: whole, with no id of anybody; and it takes the yes of whom it mentions.
 */
let house: EgressHouse;
beforeAll(async () => {
  house = await openEgressHouse();
});
afterAll(() => house?.close());

const documentOf = (eva: EmployeeActor, ...marks: object[]) =>
  JSON.stringify({
    type: 'doc',
    content: [
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'Thanks for the tickets, ', ...(marks.length > 0 ? { marks } : {}) },
          { type: 'mention', attrs: { id: idOf.employee(eva.employeeId) } },
        ],
      },
    ],
  });

it('is not listed to whom it mentions and does not reach: neither a page nor a cursor tells of it', async () => {
  const { bill, eva } = house;
  const recipient = await house.recipient();
  const request = await house.ask(recipient.id, ['Post.body']);
  const query = { requestId: nodeOf.request(request.id), fieldKey: 'Post.body', first: 1 };
  const before = await house.cards.items(await house.again(eva), query);
  for (let at = 0; at < 120; at++)
    await house.posts.publish(await house.again(bill), {
      ...{ idempotencyKey: newId(), audience: [to.person(bill.employeeId)], document: documentOf(eva) },
    });
  expect(await house.cards.items(await house.again(eva), query)).toEqual(before);
});

it('is asked for, agreed to and released as its text', async () => {
  const { bill, eva } = house;
  const post = await house.posts.publish(await house.again(bill), {
    idempotencyKey: newId(),
    audience: [to.everybody],
    document: documentOf(eva),
  });
  expect(post.body).toBe('Thanks for the tickets, @Eva Ernst');
  house.clock.pass({ days: 100 });
  const recipient = await house.recipient();
  const request = await house.ask(recipient.id, ['Post.body']);
  const query = { requestId: nodeOf.request(request.id), fieldKey: 'Post.body', first: 100 };
  const id = idOf.post(post.id);
  const yes = async (who: EmployeeActor) => {
    const { rows } = await house.cards.items(await house.again(who), query);
    expect(rows.find((row) => row.id === id)?.text).toBe(post.body);
    await house.answer(who, request.id, 'Post.body', true, [id]);
    house.clock.pass({ hours: 25 });
    await house.index.rebuildDue(house.organisationId);
  };
  const leaves = async () => {
    const cells = await house.ownCells.wouldLeave(await house.again(bill), query.requestId);
    return cells.find(({ value }) => value === post.body)?.released;
  };
  expect(await leaves()).toBe(false);
  await yes(bill);
  expect(await leaves()).toBe(false);
  await yes(eva);
  expect(await leaves()).toBe(true);
  // Another shape of the same words is another edition: it is asked for once more.
  await house.posts.revise(await house.again(bill), {
    id,
    version: 1,
    document: documentOf(eva, { type: 'bold' }),
  });
  expect(await leaves()).toBe(false);
});
