import type { EmployeeActor } from '@courtyard/access';
import { CommunityAccess } from '@courtyard/feed';
import { EmployeeKind } from '@courtyard/people';
import { v7 as newId } from 'uuid';
import { type FeedHouse, idOf, openFeedHouse, to } from '../../libs/feed/fixtures/house.js';
import { documentOf } from '../live/fixtures/documents.js';
import { ask, type Served, serveOn } from '../live/fixtures/served.js';

jest.setTimeout(60_000);

let house: FeedHouse;
let served: Served;
let org: string;
let admin: EmployeeActor;
let bill: EmployeeActor;
let mara: EmployeeActor;
let guest: EmployeeActor;
let foreign: EmployeeActor;
let community: string;
let post: string;
let comment: string;

beforeAll(async () => {
  house = await openFeedHouse({ fresh: true });
  const founded = await house.found();
  org = founded.organisationId;
  admin = await house.signedIn(org, founded.administratorId);
  const person = async (name: string, kind = EmployeeKind.employee) =>
    house.signedIn(org, await house.hire(admin, { name, kind }));
  bill = await person('Bill Kessler');
  mara = await person('Mara Lind');
  guest = await person('Gus Guest', EmployeeKind.guest);
  const other = await house.found('Other House');
  foreign = await house.signedIn(other.organisationId, other.administratorId);
  const input = {
    idempotencyKey: newId(),
    name: 'Quiet Harbour',
    purpose: 'x',
    access: CommunityAccess.closed,
  };
  community = (await house.communities.found(await house.again(bill), input)).id;
  await house.hide(community);
  post = (await house.publish(bill, [to.community(community)], 'canary')).id;
  const said = { idempotencyKey: newId(), postId: idOf.post(post), body: 'canary' };
  comment = (await house.comments.add(await house.again(bill), said)).id;
  served = await serveOn(house.home);
}, 120_000);
afterAll(async () => {
  await served?.close();
  await house?.close();
});

describe('what is hidden', () => {
  it('answers like what never was, to every operation that takes an id', async () => {
    const operations: readonly [string, (id: string) => object, 'post' | 'comment' | 'community'][] = [
      ['PostNow', (id) => ({ id }), 'post'],
      ['PostWhy', (id) => ({ id }), 'post'],
      ['PostHistory', (id) => ({ id }), 'post'],
      ['PostReaders', (id) => ({ id }), 'post'],
      ['Thread', (id) => ({ id }), 'post'],
      ['CommentHistory', (id) => ({ id }), 'comment'],
      ['Community', (id) => ({ id }), 'community'],
      ['CommunityMembers', (id) => ({ id }), 'community'],
      ['Feed', (id) => ({ communityId: id }), 'community'],
      ['JoinCommunity', (id) => ({ id }), 'community'],
      ['LeaveCommunity', (id) => ({ id }), 'community'],
      ['AudienceOf', (id) => ({ parts: [{ kind: 'community', id }] }), 'community'],
      ['React', (id) => ({ postId: id, kind: 'useful' }), 'post'],
      ['TakeBackReaction', (id) => ({ postId: id, kind: 'useful' }), 'post'],
      ['WithdrawPost', (id) => ({ id }), 'post'],
      ['WithdrawComment', (id) => ({ id }), 'comment'],
      ['RevisePost', (id) => ({ input: { id, version: 1, body: 'x' } }), 'post'],
      ['ReviseComment', (id) => ({ input: { id, version: 1, body: 'x' } }), 'comment'],
      ['AddComment', (id) => ({ input: { idempotencyKey: newId(), postId: id, body: 'x' } }), 'post'],
    ];
    const there = { post, comment, community };
    for (const [name, variables, kind] of operations) {
      const document = documentOf(name);
      const answers = async (who: EmployeeActor, id: string) =>
        ask(served, house.cookieOf(who), document, variables(idOf[kind](id)));
      for (const who of [mara, admin, guest, foreign]) {
        const unknown = await answers(who, newId());
        expect([name, unknown.codes.length]).toEqual([name, 1]);
        expect([name, await answers(who, there[kind])]).toEqual([name, unknown]);
      }
    }
  });

  it('is in no list, no count and no offer', async () => {
    for (const who of [mara, admin, guest, foreign]) {
      const cookie = house.cookieOf(who);
      const lists = await Promise.all([
        ask(served, cookie, documentOf('Communities'), { mine: false }),
        ask(served, cookie, documentOf('Feed')),
        ask(served, cookie, documentOf('Feed'), { authorId: idOf.employee(bill.employeeId) }),
        ask(served, cookie, documentOf('AudienceOptions'), { search: 'quiet' }),
        ask(served, cookie, documentOf('Jump'), { search: 'quiet' }),
      ]);
      expect(JSON.stringify(lists)).not.toMatch(/canary|Quiet/);
    }
    expect(JSON.stringify(await ask(served, house.cookieOf(bill), documentOf('Feed')))).toContain('canary');
  });
});

describe('bad input', () => {
  it.each([
    ['a cursor of nothing', 'Feed', { after: 'x' }, 'input.invalid'],
    [
      'a cursor of other things',
      'Feed',
      { after: Buffer.from('["a","b"]').toString('base64url') },
      'input.invalid',
    ],
    ['a community that is an employee', 'Feed', { communityId: `employee_${newId()}` }, 'not_found'],
    ['an author that is a post', 'Feed', { authorId: `post_${newId()}` }, 'not_found'],
    ['no words', 'PublishPost', { input: { body: '  ' } }, 'input.invalid'],
    ['too many words', 'PublishPost', { input: { body: 'x'.repeat(10_001) } }, 'input.invalid'],
    ['words with a NUL', 'PublishPost', { input: { body: 'a\0b' } }, 'input.invalid'],
    ['no audience', 'PublishPost', { input: { audience: [] } }, 'input.invalid'],
    [
      'too much audience',
      'PublishPost',
      { input: { audience: Array.from({ length: 21 }, () => ({ kind: 'organisation' })) } },
      'input.invalid',
    ],
    [
      'an organisation with an id',
      'PublishPost',
      { input: { audience: [{ kind: 'organisation', id: 'post_x' }] } },
      'audience.unknown_part',
    ],
    [
      'a community without one',
      'PublishPost',
      { input: { audience: [{ kind: 'community' }] } },
      'audience.unknown_part',
    ],
    ['a key that is none', 'PublishPost', { input: { idempotencyKey: 'x' } }, 'input.invalid'],
    [
      'a community that is over before it begins',
      'FoundCommunity',
      { input: { endsAt: '2020-01-01T00:00:00Z' } },
      'input.invalid',
    ],
    ['version zero', 'RevisePost', { input: { version: 0 } }, 'input.invalid'],
  ])('%s has one code and changes nothing', async (_, name, given, code) => {
    const whole: Record<string, object> = {
      PublishPost: { idempotencyKey: newId(), body: 'x', audience: [{ kind: 'organisation' }] },
      FoundCommunity: { idempotencyKey: newId(), name: 'N', purpose: 'x', access: 'open' },
      RevisePost: { id: idOf.post(post), version: 1, body: 'y' },
    };
    const input = whole[name] && { input: { ...whole[name], ...(given as { input: object }).input } };
    const rows = async () =>
      (
        await house.owner.query(
          'select (select count(*) from post)::int + (select count(*) from community)::int as n',
        )
      ).rows;
    const before = await rows();
    const answer = await ask(served, house.cookieOf(bill), documentOf(name), input ?? given);
    expect(answer.codes).toEqual([code]);
    expect(await rows()).toEqual(before);
  });
});
