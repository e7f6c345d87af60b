import { randomBytes } from 'node:crypto';
import {
  type Company,
  comingDay,
  comment,
  freshKey,
  invite,
  membership,
  type Part,
  type Person,
  promise,
  publish,
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
  'subscription ($a: String) { feedChanged(after: $a) { kind postId post { body commentCount usefulCount } } }',
  'subscription ($p: ID!, $a: String) { threadChanged(postId: $p, after: $a) { kind commentId comment { body } post { body } } }',
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

  const named = { name: newWord(), purpose: newWord(), charter: newWord() };
  const hidden = await found(eva, { ...named, access: 'hidden' });
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
  const gone = await said(eva, eva, [{ kind: 'community', id: hidden }]);
  for (const id of [gone.ids.post, gone.ids.question, gone.ids.promise])
    await eva.tell('mutation ($id: ID!) { withdrawPost(id: $id) { id } }', { id });

  const inHidden = {
    inside: max,
    words: [...Object.values(named), ...early.words, ...late.words, ...gone.words],
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
        const { ids } = await said(eva, eva, [{ kind: 'community', id: hidden }]);
        for (const id of [ids.post, ids.question, ids.promise])
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

async function draw(by: Person, name: string, people: readonly Person[]): Promise<string> {
  const { drawCircle } = await by.tell('mutation ($i: DrawCircleInput!) { drawCircle(input: $i) { id } }', {
    i: { idempotencyKey: freshKey(), name, employeeIds: people.map(({ id }) => id) },
  });
  return drawCircle.id as string;
}

type Words = [string, string, string, string, string, string, string];

/** A post that was revised and answered, a question that has its answer, and a promise that was moved. */
async function said(by: Person, other: Person, audience: readonly Part[]): Promise<Said> {
  const words = Array.from({ length: 7 }, newWord);
  const [first, body, remark, asked, reply, promised, reason] = words as Words;
  const post = await publish(by, first, audience);
  await by.tell('mutation ($i: RevisePostInput!) { revisePost(input: $i) { id } }', {
    i: { id: post, version: 1, body: `${body} https://inside.example/${first}` },
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
  return { words, ids: { post, comment: commented, question, answer, promise: pledge } };
}

function moreSaid(by: Person, other: Person, post: string, audience?: readonly Part[]): () => Promise<void> {
  return async () => {
    await comment(other, post, 'and once more');
    await other.tell('mutation ($id: ID!) { react(postId: $id, kind: valuable) { id } }', { id: post });
    if (!audience) return;
    await comment(other, await publish(by, 'and another', audience), 'an answer');
    await publish(by, 'and a question', audience, 'question');
    await promise(by, 'and a promise', audience, other === by ? null : other);
  };
}

async function listening(house: House, who: Person, post: string, after?: string): Promise<Socket> {
  const socket = new Socket(house.url, who.session);
  await socket.subscribe(LIVE[0], { a: after ?? null });
  await socket.subscribe(LIVE[1], { p: post, a: null });
  return socket;
}
