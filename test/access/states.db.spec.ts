import { LiveConnections } from '../../libs/platform/live/src/connections.js';
import { Socket } from '../canary/socket.js';
import type { Answer } from './caller.js';
import {
  type Company,
  comingDay,
  comment,
  foundCompany,
  freshKey,
  membership,
  type Person,
  praise,
  promise,
  publish,
  publishPoll,
} from './company.js';
import { type House, openHouse } from './house.js';

jest.setTimeout(180_000);

/*
 * Every way not to see a thing: never a member, left, taken out, deactivated, a guest elsewhere, of another organisation,
 * signed out; and every way for a thing not to be there: never made, withdrawn, hidden. The answers are the same, and so are
 * the numbers beside them (privacy-model.md section 9, "States").
 */
let house: House;
let company: Company;
/** In the circle, by its owner. */
let post: string;
let remark: string;
/** In the circle, with an answer that was accepted. */
let question: string;
let reply: string;
/** In the circle, to gus. */
let promised: string;
/** In the circle, by its owner. */
let announced: string;
/** In the circle, answered by its asker. */
let poll: string;
let idea: string;
let praised: string;
let withdrawn: string;

const NONE = '00000000-0000-7000-8000-000000000000';

beforeAll(async () => {
  house = await openHouse();
  company = await foundCompany(house);
  const { eva, gus, tim, pia, leo, ada, circle } = company;
  post = await publish(eva, 'in the circle', [{ kind: 'community', id: circle }]);
  remark = await comment(gus, post, 'an answer');
  question = await publish(eva, 'asked in the circle', [{ kind: 'community', id: circle }], 'question');
  reply = await comment(gus, question, 'the answer');
  await eva.tell('mutation ($id: ID!) { acceptAnswer(commentId: $id) { id } }', { id: reply });
  promised = await promise(eva, 'promised in the circle', [{ kind: 'community', id: circle }], gus);
  announced = await publish(
    eva,
    'announced in the circle',
    [{ kind: 'community', id: circle }],
    'announcement',
  );
  poll = await publishPoll(eva, 'which of the two', [{ kind: 'community', id: circle }]);
  praised = await praise(eva, 'well done, in the circle', [{ kind: 'community', id: circle }], gus);
  idea = await publish(eva, 'could be better', [{ kind: 'community', id: circle }], 'idea');
  withdrawn = await publish(eva, 'taken back', [{ kind: 'organisation' }]);
  await eva.tell('mutation ($id: ID!) { withdrawPost(id: $id) { id } }', { id: withdrawn });
  await membership('removeCommunityMember', eva, circle, tim.id);
  await pia.tell('mutation ($id: ID!) { leaveCommunity(id: $id) { id } }', { id: circle });
  await ada.tell('mutation ($id: ID!) { deactivateEmployee(employeeId: $id) { id } }', { id: leo.id });
});
afterAll(() => house?.close());

const UNANSWERED =
  'query ($id: ID) { unanswered(communityId: $id) { nodes { id } pageInfo { hasNextPage endCursor } } }';
const NODE =
  'query ($id: ID!) { node(id: $id) { id ... on Post { body commentCount } ... on Comment { body } } }';
/** Everything but what differs by itself. */
const told = ({ status, text }: Answer) => ({ status, text });

describe('a thing one may not see', () => {
  test.each<[string, keyof Company]>([
    ['never a member', 'ron'],
    ['never a member, same department', 'max'],
    ['an administrator', 'ada'],
    ['taken out', 'tim'],
    ['left', 'pia'],
    ['of another organisation', 'ida'],
  ])('is the same as none: %s', async (_, name) => {
    const who = company[name] as Person;
    const none = told(await who.ask(NODE, { id: `post_${NONE}` }));
    expect(none.text).toContain('"not_found"');
    for (const id of [post, remark, question, reply, promised, announced, praised, poll, idea, withdrawn])
      expect(told(await who.ask(NODE, { id }))).toEqual(none);
    for (const mutation of ['withdrawPost', 'withdrawComment']) {
      const ask = (id: string) => who.ask(`mutation ($id: ID!) { ${mutation}(id: $id) { id } }`, { id });
      const [kind, hidden] = mutation === 'withdrawPost' ? ['post', post] : ['comment', remark];
      expect(told(await ask(hidden))).toEqual(told(await ask(`${kind}_${NONE}`)));
    }
    for (const name of [
      'keepPledge',
      'breakPledge',
      'reopenPledge',
      'confirmPledge',
      'takeBackConfirmation',
    ]) {
      const ask = (id: string) => who.ask(`mutation ($id: ID!) { ${name}(postId: $id) { id } }`, { id });
      expect(told(await ask(promised))).toEqual(told(await ask(`post_${NONE}`)));
      expect(await who.code(`mutation ($id: ID!) { ${name}(postId: $id) { id } }`, { id: promised })).toBe(
        'not_found',
      );
    }
    for (const name of ['acknowledge', 'remind']) {
      const ask = (id: string) => who.ask(`mutation ($id: ID!) { ${name}(postId: $id) { id } }`, { id });
      const there = told(await ask(announced));
      expect(there).toEqual(told(await ask(`post_${NONE}`)));
      expect(there.text).toContain('"not_found"');
    }
    const move = (id: string) =>
      who.ask('mutation ($i: MovePledgeInput!) { movePledge(input: $i) { id } }', {
        i: { postId: id, dueOn: comingDay(20), reason: 'x' },
      });
    expect(told(await move(promised))).toEqual(told(await move(`post_${NONE}`)));
    // Nobody whom one cannot reach is told from nobody.
    const outside = async (toId: string) =>
      told(
        await who.ask('mutation ($input: PublishPostInput!) { publishPost(input: $input) { id } }', {
          input: {
            ...{ idempotencyKey: freshKey(), body: 'x', audience: [{ kind: 'person', id: who.id }] },
            ...{ kind: 'pledge', pledge: { dueOn: comingDay(), toId } },
          },
        }),
      );
    const nobody = await outside(`employee_${NONE}`);
    expect(nobody.text).toContain('"pledge.receiver_outside"');
    for (const { id } of [company.eva, company.gus, company.leo]) expect(await outside(id)).toEqual(nobody);
    const praising = async (toId: string) =>
      told(
        await who.ask('mutation ($input: PublishPostInput!) { publishPost(input: $input) { id } }', {
          input: {
            ...{ idempotencyKey: freshKey(), body: 'x', audience: [{ kind: 'person', id: who.id }] },
            ...{ kind: 'praise', praise: { toId } },
          },
        }),
      );
    const nobodyPraised = await praising(`employee_${NONE}`);
    expect(nobodyPraised.text).toContain('"praise.receiver_outside"');
    for (const { id } of [company.eva, company.gus, company.leo])
      expect(await praising(id)).toEqual(nobodyPraised);
    const takeBack = (id: string) => who.ask('mutation ($id: ID!) { takePraiseBack(postId: $id) }', { id });
    expect(told(await takeBack(praised))).toEqual(told(await takeBack(`post_${NONE}`)));
    for (const [mutation, id] of [
      ['acceptAnswer(commentId: $id)', reply],
      ...['takeBackAnswer', 'confirmSolved', 'reopenQuestion', 'takeQuestion', 'giveQuestionBack'].map(
        (name) => [`${name}(postId: $id)`, question],
      ),
      ...[
        'giveJudgement(postId: $id, choices: [0])',
        'giveJudgement(postId: $id, choices: [9])',
        'closePoll(postId: $id)',
      ].map((mutation) => [mutation, poll]),
      ...[
        'giveJudgement(postId: $id, choices: [])',
        'takeIdeaUp(input: { postId: $id })',
        'giveIdeaBack(postId: $id)',
        'setLookBack(input: { postId: $id })',
        'tellIdea(input: { idempotencyKey: "told-by-one", postId: $id, became: done, words: "x" })',
      ].map((mutation) => [mutation, idea]),
      ['letPraiseBeShown(input: { postId: $id, version: 1 })', praised],
    ] as const) {
      const kind = id === reply ? 'comment' : 'post';
      const ask = (about: string) => who.ask(`mutation ($id: ID!) { ${mutation} { id } }`, { id: about });
      const there = told(await ask(id as string));
      expect(there).toEqual(told(await ask(`${kind}_${NONE}`)));
      expect(there.text).toContain('"not_found"');
    }
  });

  test('is the same for who was deactivated as for who is signed out', async () => {
    const [deactivated, stranger] = [company.leo, house.stranger()];
    for (const id of [post, withdrawn, `post_${NONE}`]) {
      const answer = told(await deactivated.ask(NODE, { id }));
      expect(answer).toEqual(told(await stranger.ask(NODE, { id })));
      expect(answer.text).toContain('"auth.signed_out"');
    }
  });

  test('is told to who may', async () => {
    for (const who of [company.eva, company.gus]) {
      expect((await who.tell(NODE, { id: post })).node).toMatchObject({ id: post, body: 'in the circle' });
    }
  });

  test('after withdrawal is its author’s alone', async () => {
    expect((await company.eva.tell(NODE, { id: withdrawn })).node.id).toBe(withdrawn);
    const feed = (await company.max.tell('{ feed { nodes { id } } }')).feed.nodes;
    expect(feed.map(({ id }: { id: string }) => id)).not.toContain(withdrawn);
  });
});

test('whoever sees nothing of a thing sees no number of it: counts and pages are as if it were not there', async () => {
  const numbers = async (who: Person) => ({
    feed: (await who.tell('{ feed { nodes { id } pageInfo { hasNextPage endCursor } } }')).feed,
    mine: (
      await who.tell(
        'query ($id: ID) { feed(authorId: $id) { nodes { id } pageInfo { hasNextPage endCursor } } }',
        { id: company.eva.id },
      )
    ).feed,
    people: (await who.tell('{ employees(first: 100) { nodes { id } } }')).employees.nodes.length,
    communities: (await who.tell('{ communities { nodes { id } } }')).communities.nodes.length,
    unanswered: (await who.tell(UNANSWERED)).unanswered,
    toRead: (await who.tell('{ toRead { nodes { id } pageInfo { hasNextPage endCursor } } }')).toRead,
    promises: (await who.tell('{ waitingPledges { nodes { id } pageInfo { hasNextPage endCursor } } }'))
      .waitingPledges,
    // Known to colleagues, and what is asked there is not.
    asked: (await who.tell(UNANSWERED, { id: company.circle })).unanswered,
    usual: (await who.tell('{ communities { nodes { usualAnswerHours } } }')).communities.nodes,
  });
  const outside = [company.ron, company.max, company.tim, company.pia];
  const before = await Promise.all(outside.map(numbers));
  const secret = await publish(company.eva, 'one more', [{ kind: 'community', id: company.circle }]);
  await comment(company.gus, secret, 'and an answer');
  const asked = await publish(
    company.eva,
    'and a question',
    [{ kind: 'community', id: company.circle }],
    'question',
  );
  await promise(company.eva, 'and a promise', [{ kind: 'community', id: company.circle }]);
  await publish(
    company.eva,
    'and an announcement',
    [{ kind: 'community', id: company.circle }],
    'announcement',
  );
  await company.eva.tell('mutation ($id: ID!) { react(postId: $id, kind: useful) { id } }', { id: secret });
  expect(await Promise.all(outside.map(numbers))).toEqual(before);
  // The same numbers move for who is inside.
  expect(
    (await company.gus.tell('{ feed { nodes { id } } }')).feed.nodes.map(({ id }: { id: string }) => id),
  ).toContain(secret);
  const open = (await company.gus.tell(UNANSWERED, { id: company.circle })).unanswered.nodes;
  expect(open.map(({ id }: { id: string }) => id)).toEqual([asked]);
});

describe('a hidden community', () => {
  let hidden: string;
  beforeAll(async () => {
    const { eva, gus, tim, pia } = company;
    const input = { idempotencyKey: freshKey(), name: 'Hidden harbour', purpose: 'Quiet.', access: 'hidden' };
    const { foundCommunity } = await eva.tell(
      'mutation ($i: FoundCommunityInput!) { foundCommunity(input: $i) { id } }',
      { i: { ...input, charter: 'Nobody hears of it.' } },
    );
    hidden = foundCommunity.id;
    for (const { id } of [tim, pia]) await membership('addCommunityMember', eva, hidden, id);
    await membership('removeCommunityMember', eva, hidden, tim.id);
    await pia.tell('mutation ($id: ID!) { leaveCommunity(id: $id) { id } }', { id: hidden });
    await eva.tell(INVITE, { id: hidden, e: gus.id });
  });

  const INVITE =
    'mutation ($id: ID!, $e: ID!) { inviteToCommunity(communityId: $id, employeeId: $e) { id name } }';
  const about = (e: string): [string, Record<string, unknown>][] => [
    ['query ($id: ID!) { node(id: $id) { id ... on Community { name charter } } }', {}],
    ['query ($id: ID) { feed(communityId: $id) { nodes { id } } }', {}],
    ['mutation ($id: ID!) { joinCommunity(id: $id, charterVersion: 1) { id name } }', {}],
    ['mutation ($id: ID!) { leaveCommunity(id: $id) { id name } }', {}],
    ['mutation ($id: ID!) { requestToJoinCommunity(input: { id: $id }) { id name } }', {}],
    ['mutation ($id: ID!) { withdrawCommunityRequest(id: $id) { id name } }', {}],
    ['mutation ($id: ID!) { acceptCommunityInvitation(id: $id, charterVersion: 1) { id name } }', {}],
    ['mutation ($id: ID!) { declineCommunityInvitation(id: $id) }', {}],
    ['mutation ($id: ID!) { archiveCommunity(id: $id) { id name } }', {}],
    ['mutation ($id: ID!) { reopenCommunity(id: $id) { id name } }', {}],
    ['mutation ($id: ID!) { takeOverCommunity(id: $id) { id name } }', {}],
    ['mutation ($id: ID!) { reviseCommunity(input: { id: $id, name: "x", purpose: "x" }) { id name } }', {}],
    [INVITE, { e }],
    ...[
      'admitToCommunity',
      'declineCommunityRequest',
      'revokeCommunityInvitation',
      'addCommunityMember',
      'removeCommunityMember',
    ].map((name): [string, Record<string, unknown>] => [
      `mutation ($id: ID!, $e: ID!) { ${name}(communityId: $id, employeeId: $e) { id name } }`,
      { e },
    ]),
    [
      'mutation ($id: ID!, $e: ID!) { changeCommunityRole(communityId: $id, employeeId: $e, role: owner) { id name } }',
      { e },
    ],
  ];

  test.each<[string, keyof Company]>([
    ['never a member', 'ron'],
    ['an administrator', 'ada'],
    ['taken out', 'tim'],
    ['left', 'pia'],
    ['of another organisation', 'ida'],
  ])('is the same as none, whatever is asked of it: %s', async (_, name) => {
    const who = company[name] as Person;
    for (const [query, more] of about(company.eva.id)) {
      const answer = told(await who.ask(query, { id: hidden, ...more }));
      expect([query, answer]).toEqual([
        query,
        told(await who.ask(query, { id: `community_${NONE}`, ...more })),
      ]);
      expect(answer.text).toContain('"not_found"');
    }
  });

  test('tells a guest who is asked in its name and charter, and lets them do no more than answer', async () => {
    const { gus, eva } = company;
    const { communityInvitations } = await gus.tell(
      '{ communityInvitations { community { id name charter } invitedBy { name } } }',
    );
    expect(communityInvitations).toEqual([
      {
        community: { id: hidden, name: 'Hidden harbour', charter: 'Nobody hears of it.' },
        invitedBy: { name: eva.name },
      },
    ]);
    for (const [query, more] of about(eva.id)) {
      if (/CommunityInvitation\(id/.test(query)) continue;
      expect([query, told(await gus.ask(query, { id: hidden, ...more }))]).toEqual([
        query,
        told(await gus.ask(query, { id: `community_${NONE}`, ...more })),
      ]);
    }
    await eva.tell(
      'mutation ($id: ID!, $e: ID!) { revokeCommunityInvitation(communityId: $id, employeeId: $e) { id } }',
      { id: hidden, e: gus.id },
    );
    expect((await gus.tell('{ communityInvitations { community { id } } }')).communityInvitations).toEqual(
      [],
    );
    const accept = 'mutation ($id: ID!) { acceptCommunityInvitation(id: $id, charterVersion: 1) { id } }';
    expect(told(await gus.ask(accept, { id: hidden }))).toEqual(
      told(await gus.ask(accept, { id: `community_${NONE}` })),
    );
  });

  test('control: whoever is in it is answered', async () => {
    const [[query = ''] = []] = about(company.eva.id);
    expect((await company.eva.tell(query, { id: hidden })).node.name).toBe('Hidden harbour');
  });
});

describe('access that ends while somebody is connected', () => {
  const FEED = 'subscription { feedChanged { kind postId post { body } } }';

  /** Live from now on: the first thing said afterwards arrives. */
  async function connected(who: Person): Promise<Socket> {
    const socket = new Socket(house.url, who.session);
    await socket.subscribe(FEED);
    for (let tries = 0; tries < 50; tries++) {
      const word = `are you there ${who.email} ${tries}`;
      await publish(company.eva, word, [{ kind: 'community', id: company.circle }]);
      if (await socket.hears(word, 400)) return socket;
    }
    throw new Error('The socket hears nothing.');
  }

  test('who is taken out hears nothing said there afterwards, and is not told that there was something', async () => {
    await membership('addCommunityMember', company.eva, company.circle, company.max.id);
    const [max, gus] = [await connected(company.max), await connected(company.gus)];
    await membership('removeCommunityMember', company.eva, company.circle, company.max.id);
    const secret = await publish(company.eva, 'after max went', [{ kind: 'community', id: company.circle }]);
    expect(await gus.hears('after max went')).toBe(true);
    const last = await publish(company.eva, 'to everybody again', [{ kind: 'organisation' }]);
    expect(await max.hears(last)).toBe(true);
    expect(max.frames.join('\n')).not.toContain(secret);
    expect(max.frames.join('\n')).not.toContain('after max went');
    max.close();
    gus.close();
  });

  test('who is signed out everywhere, and who is deactivated, is cut off within a second', async () => {
    await membership('addCommunityMember', company.eva, company.circle, company.tim.id);
    const tim = await connected(company.tim);
    const started = Date.now();
    await company.tim.tell('mutation { signOutEverywhere }');
    expect(await tim.hears('closed 4401')).toBe(true);
    // A second is the promise; the machine may be busy.
    expect(Date.now() - started).toBeLessThan(5_000);

    await membership('addCommunityMember', company.eva, company.circle, company.pia.id);
    const pia = await connected(company.pia);
    await company.ada.tell('mutation ($id: ID!) { deactivateEmployee(employeeId: $id) { id } }', {
      id: company.pia.id,
    });
    const secret = await publish(company.eva, 'after pia was deactivated', [
      { kind: 'community', id: company.circle },
    ]);
    expect(await pia.hears('closed 4401')).toBe(true);
    expect(pia.frames.join('\n')).not.toContain(secret);
    expect(await company.pia.code('{ me { sessionId } }')).toBe('auth.signed_out');
  });

  test('who came after a community was opened wider hears nothing of what was said before', async () => {
    const { eva, gus, ron } = company;
    const input = { idempotencyKey: freshKey(), name: 'Widened', purpose: 'x', access: 'closed' };
    const { foundCommunity } = await eva.tell(
      'mutation ($i: FoundCommunityInput!) { foundCommunity(input: $i) { id } }',
      { i: input },
    );
    const id = foundCommunity.id as string;
    await membership('addCommunityMember', eva, id, gus.id);
    const narrow = await publish(eva, 'said among two', [{ kind: 'community', id }]);
    await eva.tell(
      'mutation ($id: ID!) { changeCommunityAccess(input: { id: $id, access: open, history: from_start }) { id } }',
      { id },
    );
    await ron.tell('mutation ($id: ID!) { joinCommunity(id: $id) { id } }', { id });
    await membership('addCommunityMember', eva, company.circle, ron.id);
    const socket = await connected(ron);
    const remark = await comment(gus, narrow, 'still among two');
    await eva.tell('mutation ($id: ID!) { react(postId: $id, kind: useful) { id } }', { id: narrow });
    await eva.tell('mutation ($i: RevisePostInput!) { revisePost(input: $i) { id } }', {
      i: { id: narrow, version: 1, body: 'said among two, better' },
    });
    await publish(eva, 'to all who are in it now', [{ kind: 'community', id }]);
    expect(await socket.hears('to all who are in it now')).toBe(true);
    for (const word of [narrow, remark, 'among two']) expect(socket.frames.join('\n')).not.toContain(word);
    const missing = told(await ron.ask(NODE, { id: `post_${NONE}` }));
    expect(told(await ron.ask(NODE, { id: narrow }))).toEqual(missing);
    const { feed } = await ron.tell('query ($id: ID) { feed(communityId: $id) { nodes { body } } }', { id });
    expect(feed.nodes).toEqual([{ body: 'to all who are in it now' }]);
    socket.close();
    await membership('removeCommunityMember', eva, company.circle, ron.id);
  });

  test('control: a connection that is not told that access changed', async () => {
    const deaf = jest.spyOn(LiveConnections.prototype, 'hear').mockImplementation(() => undefined);
    try {
      await membership('addCommunityMember', company.eva, company.circle, company.ron.id);
      const ron = await connected(company.ron);
      await membership('removeCommunityMember', company.eva, company.circle, company.ron.id);
      await publish(company.eva, 'after ron went', [{ kind: 'community', id: company.circle }]);
      // What the test above would find: it leaks where nobody tells the connection.
      expect(await ron.hears('after ron went')).toBe(true);
      ron.close();
    } finally {
      deaf.mockRestore();
    }
  });
});
