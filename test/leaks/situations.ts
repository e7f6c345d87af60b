import { randomBytes } from 'node:crypto';
import {
  type Company,
  comingDay,
  comment,
  freshKey,
  invite,
  judge,
  letBeShown,
  membership,
  type Part,
  type Person,
  praise,
  promise,
  publish,
  publishPoll,
} from '../access/company.js';
import type { House } from '../access/house.js';
import { Socket } from '../canary/socket.js';
import type { Things } from './surfaces.js';

/** Somebody who must not learn of something, and how they came to stand so. */
export interface Situation {
  readonly name: string;
  readonly who: Person;
  /** Whom it is told; null where it is told to nobody any more. */
  readonly inside: Person | null;
  /** Words that stand in what is hidden, and nowhere else. */
  readonly words: string[];
  /** A thing of each kind that is hidden from them. */
  readonly ids: Things;
  /** Every id that may not reach them. */
  readonly secret: string[];
  /** Connections of theirs: opened before their access ended, and afterwards from where they were. */
  readonly sockets: Socket[];
  /** Their session is over: they are answered as a stranger is. */
  readonly isSignedOut: boolean;
  /** More of what is hidden is said. */
  more(): Promise<void>;
  /** Something they do see, so that what was to be heard before it was heard. */
  fence(): Promise<void>;
}

const LIVE = [
  'subscription ($a: String) { feedChanged(after: $a) { kind postId post { body document commentCount usefulCount mentions { id } poll { voters } idea { told { body } } } } }',
  'subscription ($p: ID!, $a: String) { threadChanged(postId: $p, after: $a) { kind commentId comment { body document mentions { id } } post { body document } } }',
] as const;

/** Letters alone: what is looked for as one word. */
export function newWord(): string {
  return `zq${randomBytes(7)
    .toString('hex')
    .replace(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? '')}`;
}

interface Said {
  readonly words: string[];
  readonly ids: Required<Omit<Things, 'community' | 'circle'>>;
}

export async function layOut(house: House, company: Company): Promise<Situation[]> {
  const { ada, eva, max, ron, gus, tim, pia, leo, ida } = company;
  const hire = (handle: string) =>
    invite(house, ada, { name: handle, title: handle, departmentId: null, kind: 'employee', handle });
  const [zoe, nell, dana, kit] = [
    await hire('zoe'),
    await hire('nell'),
    await hire('dana'),
    await hire('kit'),
  ];

  named.splice(0, Infinity, ron, gus, tim, pia, zoe, nell, dana, kit);

  const shown = { name: newWord(), purpose: newWord(), charter: newWord() };
  const hidden = await found(eva, { ...shown, access: 'hidden' });
  for (const { id } of [max, tim, pia, leo, zoe, dana])
    await membership('addCommunityMember', eva, hidden, id);
  const early = await said(eva, max, [{ kind: 'community', id: hidden }]);

  const closed = await found(eva, { name: 'Widened', purpose: 'x', access: 'closed' });
  await membership('addCommunityMember', eva, closed, max.id);
  const narrow = await said(eva, max, [{ kind: 'community', id: closed }]);

  const drawn = newWord();
  const circle = await draw(eva, drawn, [max, kit]);
  const near = await said(eva, max, [{ kind: 'circle', id: circle }]);

  const since = new Map<Person, string>();
  for (const one of [ron, gus, tim, pia, leo, zoe, nell, dana, kit, ida])
    since.set(one, (await one.tell('{ feed(first: 1) { position } }')).feed.position);
  const opened = new Map<Person, Socket[]>();
  for (const one of [ron, gus, tim, pia, leo, zoe, ida])
    opened.set(one, [await listening(house, one, early.ids.post)]);
  opened.set(kit, [await listening(house, kit, near.ids.post)]);

  await membership('removeCommunityMember', eva, hidden, tim.id);
  await pia.tell('mutation ($id: ID!) { leaveCommunity(id: $id) { id } }', { id: hidden });
  await ada.tell('mutation ($id: ID!) { deactivateEmployee(employeeId: $id) { id } }', { id: leo.id });
  await zoe.tell('mutation { signOutEverywhere }');
  await eva.tell(
    'mutation ($id: ID!) { changeCommunityAccess(input: { id: $id, access: open, history: from_start }) { id } }',
    { id: closed },
  );
  await nell.tell('mutation ($id: ID!) { joinCommunity(id: $id) { id } }', { id: closed });

  await eva.tell('mutation ($i: CirclePeopleInput!) { removeFromCircle(input: $i) { id } }', {
    i: { id: circle, employeeIds: [kit.id] },
  });

  const late = await said(eva, max, [{ kind: 'community', id: hidden }]);
  const gone = await said(eva, eva, [{ kind: 'community', id: hidden }], max);
  for (const id of postsOf(gone))
    await eva.tell('mutation ($id: ID!) { withdrawPost(id: $id) { id } }', { id });

  const inHidden = {
    inside: max,
    words: [...Object.values(shown), ...early.words, ...late.words, ...gone.words],
    ids: { ...early.ids, community: hidden },
    secret: [early, late, gone].flatMap(({ ids }) => Object.values(ids)).concat(hidden),
    more: moreSaid(eva, max, late.ids.post, [{ kind: 'community', id: hidden }]),
  };
  const of = (name: string, who: Person, more: Partial<Situation> = {}): Situation => ({
    ...{ name, who, isSignedOut: false, sockets: opened.get(who) ?? [] },
    ...inHidden,
    fence: async () => {
      await publish(who === ida ? ida : eva, `fence of ${name}`, [
        who === ida ? { kind: 'organisation' } : { kind: 'person', id: who.id },
      ]);
    },
    ...more,
  });
  const situations = [
    of('never a member', ron),
    of('of another organisation', ida),
    of('left', pia),
    of('removed', tim),
    of('guest', gus),
    of('deactivated', leo, { isSignedOut: true }),
    of('session ended while connected', zoe, { isSignedOut: true }),
    of('narrowed', nell, {
      words: narrow.words,
      ids: narrow.ids,
      secret: Object.values(narrow.ids),
      more: moreSaid(eva, max, narrow.ids.post),
    }),
    ...[of('never in the circle', ron, { sockets: [] }), of('taken out of the circle', kit)].map((one) => ({
      ...one,
      words: [drawn, ...near.words],
      ids: { ...near.ids, circle },
      secret: [...Object.values(near.ids), circle],
      more: moreSaid(eva, max, near.ids.post, [{ kind: 'circle', id: circle }]),
    })),
    of('deleted', dana, {
      inside: null,
      words: gone.words,
      ids: gone.ids,
      secret: Object.values(gone.ids),
      more: async () => {
        const again = await said(eva, eva, [{ kind: 'community', id: hidden }], max);
        for (const id of postsOf(again))
          await eva.tell('mutation ($id: ID!) { withdrawPost(id: $id) { id } }', { id });
      },
    }),
  ];
  for (const { who, sockets, ids } of situations)
    sockets.push(await listening(house, who, ids.post ?? '', since.get(who)));
  return situations;
}

async function found(by: Person, input: Record<string, string>): Promise<string> {
  const { foundCommunity } = await by.tell(
    'mutation ($i: FoundCommunityInput!) { foundCommunity(input: $i) { id } }',
    { i: { idempotencyKey: freshKey(), ...input } },
  );
  return foundCommunity.id as string;
}

type Twelve<One> = [One, One, One, One, One, One, One, One, One, One, One, One];

async function draw(by: Person, name: string, people: readonly Person[]): Promise<string> {
  const { drawCircle } = await by.tell('mutation ($i: DrawCircleInput!) { drawCircle(input: $i) { id } }', {
    i: { idempotencyKey: freshKey(), name, employeeIds: people.map(({ id }) => id) },
  });
  return drawCircle.id as string;
}

/** Whom everything that is said names: those, too, who may not read a word of it. */
const named: Person[] = [];

/** A document with a link and a topic that mentions all of them. */
function written(text: string, topic: string): string {
  const mentions = named.map(({ id }) => ({ type: 'mention', attrs: { id } }));
  const content = [{ type: 'text', text }, ...mentions, { type: 'topic', attrs: { name: topic } }];
  return JSON.stringify({ type: 'doc', content: [{ type: 'paragraph', content }] });
}

/** What is withdrawn with all that stands below it. */
const postsOf = ({ ids: { post, question, promise: pledge, poll, idea, praise } }: Said) => [
  ...[post, question, pledge, poll, idea, praise],
];

/**
 * A post that was revised and answered, a question that has its answer, a promise that was moved, a poll somebody answered, an idea
 * with what became of it, and praise that was let be shown.
 */
async function said(
  by: Person,
  other: Person,
  audience: readonly Part[],
  admired: Person = other,
): Promise<Said> {
  const words = Array.from({ length: 12 }, newWord) as Twelve<string>;
  const [first, body, remark, asked, reply, promised, reason, option, proposed, became, thanked, topic] =
    words;
  const post = await publish(by, first, audience);
  await by.tell('mutation ($i: RevisePostInput!) { revisePost(input: $i) { id } }', {
    i: { id: post, version: 1, document: written(`${body} https://inside.example/${first} `, topic) },
  });
  const commented = await comment(other, post, remark);
  await other.tell('mutation ($id: ID!) { react(postId: $id, kind: useful) { id } }', { id: post });
  const question = await publish(by, asked, audience, 'question');
  const answer = await comment(other, question, reply);
  await by.tell('mutation ($id: ID!) { acceptAnswer(commentId: $id) { id } }', { id: answer });
  const pledge = await promise(by, promised, audience, other === by ? null : other);
  await by.tell('mutation ($i: MovePledgeInput!) { movePledge(input: $i) { id } }', {
    i: { postId: pledge, dueOn: comingDay(20), reason },
  });
  const poll = await publishPoll(by, 'which one', audience, [option, 'the other']);
  await judge(other, poll, 0);
  const idea = await publish(by, proposed, audience, 'idea');
  await judge(other, idea);
  await by.tell('mutation ($i: TellIdeaInput!) { tellIdea(input: $i) { id } }', {
    i: { idempotencyKey: freshKey(), postId: idea, became: 'done', words: became },
  });
  const praised = await praise(by, thanked, audience, admired);
  await letBeShown(admired, praised);
  return {
    words,
    ids: { post, comment: commented, question, answer, promise: pledge, poll, idea, praise: praised },
  };
}

function moreSaid(by: Person, other: Person, post: string, audience?: readonly Part[]): () => Promise<void> {
  return async () => {
    await other.tell('mutation ($i: AddCommentInput!) { addComment(input: $i) { id } }', {
      i: { idempotencyKey: freshKey(), postId: post, document: written('and once more ', newWord()) },
    });
    await other.tell('mutation ($id: ID!) { react(postId: $id, kind: valuable) { id } }', { id: post });
    if (!audience) return;
    await comment(other, await publish(by, 'and another', audience), 'an answer');
    await publish(by, 'and a question', audience, 'question');
    await promise(by, 'and a promise', audience, other === by ? null : other);
    const poll = await publishPoll(by, 'and a poll', audience);
    await judge(other, poll, 1);
    await comment(other, poll, 'below a poll');
    await by.tell('mutation ($id: ID!) { closePoll(postId: $id) { id } }', { id: poll });
    await comment(other, await publish(by, 'and an idea', audience, 'idea'), 'below an idea');
  };
}

async function listening(house: House, who: Person, post: string, after?: string): Promise<Socket> {
  const socket = new Socket(house.url, who.session);
  await socket.subscribe(LIVE[0], { a: after ?? null });
  await socket.subscribe(LIVE[1], { p: post, a: null });
  return socket;
}
