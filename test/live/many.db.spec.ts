import { type EmployeeActor, Witness } from '@courtyard/access';
import { CommunityAccess, PostKind, ReactionKind } from '@courtyard/feed';
import { EmployeeKind } from '@courtyard/people';
import { v7 as newId } from 'uuid';
import { type FeedHouse, idOf, openFeedHouse, to } from '../../libs/feed/fixtures/house.js';
import { Answers } from '../../libs/platform/live/src/answers.js';
import { documentOf } from './fixtures/documents.js';
import { type Follower, follow, pause } from './fixtures/follower.js';
import { ask, type Served, serveOn } from './fixtures/served.js';

jest.setTimeout(120_000);

const FEED_CHANGED = documentOf('FeedChanged');
const FEED = documentOf('Feed');
/** The card of one post, as whoever asks for it alone is shown it. */
const CARD = `query ($id: ID!) { node(id: $id) { ... on Post { ...PostCard } } }
${documentOf('PostCard')}`;
const MANY = 300;
const SUPPLIER = 'The supplier, says @Cole Colleague';

let house: FeedHouse;
let served: Served;
let org: string;
let admin: EmployeeActor;
const followers: Follower[] = [];

beforeAll(async () => {
  house = await openFeedHouse({ fresh: true });
  const founded = await house.found();
  org = founded.organisationId;
  admin = await house.signedIn(org, founded.administratorId);
  served = await serveOn(house.home);
}, 120_000);
afterEach(() => {
  jest.restoreAllMocks();
  for (const one of followers.splice(0)) one.stop();
});
afterAll(async () => {
  await served?.close();
  await house?.close();
});

async function person(name: string, kind = EmployeeKind.employee): Promise<EmployeeActor> {
  return house.signedIn(org, await house.hire(admin, { name, kind }));
}

async function feedOf(actor: EmployeeActor, after?: string): Promise<Follower> {
  const position = after ?? (await ask(served, house.cookieOf(actor), FEED)).data.feed.position;
  const one = follow(served, house.cookieOf(actor), FEED_CHANGED, { after: position });
  followers.push(one);
  return one;
}

/** Several devices of some people: each is judged, and is a socket of its own. */
async function crowd(people: readonly EmployeeActor[], count: number): Promise<Follower[]> {
  const after = (await ask(served, house.cookieOf(admin), FEED)).data.feed.position as string;
  return Promise.all(
    Array.from({ length: count }, (_, at) => feedOf(people[at % people.length] as EmployeeActor, after)),
  );
}

function mentioning(text: string, whom: EmployeeActor): string {
  const mention = { type: 'mention', attrs: { id: idOf.employee(whom.employeeId) } };
  const content = [{ type: 'paragraph', content: [{ type: 'text', text }, mention] }];
  return JSON.stringify({ type: 'doc', content });
}
const told = (one: Follower, id: string) =>
  one.told.findLast((change) => change.postId === id && change.post);
const publish = async (author: EmployeeActor, audience: Parameters<FeedHouse['publish']>[1]) =>
  idOf.post((await house.publish(author, audience)).id);

describe('one event for many who differ', () => {
  let author: EmployeeActor;
  let others: EmployeeActor[];
  let department: string;

  beforeAll(async () => {
    department = await house.department(admin, 'Pumps');
    author = await person('Ann Author');
    others = [
      await person('Cole Colleague'),
      await person('Dora Colleague'),
      await person('Gus Guest', EmployeeKind.guest),
      await person('Rea Reacted'),
      await person('Gerda German'),
      await person('Otto Outside', EmployeeKind.guest),
    ];
    await house.owner.query("update account set language = 'de' where employee_id = $1", [
      others[4]?.employeeId,
    ]);
  });

  /** Tells all of them of one post, and answers what each was shown and what each is shown alone. */
  async function shown() {
    const [, , guest, reacted] = others as [EmployeeActor, EmployeeActor, EmployeeActor, EmployeeActor];
    const all = [author, admin, ...others];
    const post = await house.publish(author, [
      to.everybody,
      to.below(department),
      to.person(guest.employeeId),
    ]);
    await house.reactions.react(await house.again(reacted), idOf.post(post.id), ReactionKind.useful);
    const following = await Promise.all(all.map((one) => feedOf(one)));
    await pause(300);
    await house.posts.revise(await house.again(author), {
      id: idOf.post(post.id),
      version: 1,
      body: 'Ann says it to Dora Colleague again.',
    });
    const id = idOf.post(post.id);
    for (const one of following.slice(0, -1)) await one.until(() => told(one, id)?.post.version === 2);
    const alone = await Promise.all(
      all.map(async (one) => (await ask(served, house.cookieOf(one), CARD, { id })).data?.node ?? null),
    );
    return { cards: following.map((one) => told(one, id)?.post ?? null), alone };
  }

  it('is told to each as they are shown it alone', async () => {
    const worked = jest.spyOn(Answers.prototype as never, 'work');
    const { cards, alone } = await shown();
    expect(cards).toEqual(alone);
    const [mine, , cole, , guest, reacted, german, outside] = cards;
    expect(mine.allowed).toContain('withdraw');
    expect(mine.marking).toEqual({ needed: true });
    expect(cole.allowed).not.toContain('withdraw');
    expect(cole.marking).toBeNull();
    expect(guest.author.department ?? null).toBeNull();
    expect(reacted.mine).toEqual(['useful']);
    expect(german.audience.label).not.toBe(cole.audience.label);
    expect(outside).toBeNull();
    // Two colleagues, and nobody else, are shown the same.
    expect(worked.mock.calls.length).toBeGreaterThanOrEqual(5);
  });

  it('of a circle: its owner is told its name, whoever is in it that it was shared with them, and nobody else anything', async () => {
    const [cole, dora, guest, , german, outside] = others as EmployeeActor[];
    const within = [cole, dora, guest, german] as EmployeeActor[];
    const circle = await house.circles.draw(await house.again(author), {
      idempotencyKey: newId(),
      name: 'Zirconium',
      employeeIds: within.map(({ employeeId }) => idOf.employee(employeeId)),
    });
    const all = [author, ...within, admin, outside as EmployeeActor];
    const following = await Promise.all(all.map((one) => feedOf(one)));
    const id = await publish(author, [to.circle(circle.id)]);
    for (const one of following.slice(0, 5)) await one.until(() => told(one, id));
    const after = await publish(author, [to.everybody, to.person((outside as EmployeeActor).employeeId)]);
    for (const one of following.slice(5)) await one.until(() => told(one, after));
    const audiences = following.map((one) => told(one, id)?.post.audience ?? null);
    const [mine, ...theirs] = audiences;
    expect(mine).toMatchObject({ label: 'Zirconium', count: 5, untold: false });
    const untold = { count: 0, outside: 0, parts: [], untold: true };
    for (const audience of theirs.slice(0, 3))
      expect(audience).toMatchObject({ ...untold, label: 'Shared with you' });
    expect(theirs[3]).toMatchObject({ ...untold, label: 'Mit dir geteilt' });
    expect(theirs.slice(4)).toEqual([null, null]);
    for (const one of following.slice(1)) expect(JSON.stringify(one.told)).not.toContain('Zirconium');
    expect(following.slice(5).flatMap((one) => one.told.map(({ postId }) => postId))).not.toContain(id);
  });

  /** A question that two of them answer; the one of Dora is accepted while all of them look on. */
  async function asked(meanwhile?: (id: string, answerId: string) => Promise<unknown>) {
    const [cole, dora, guest] = others as [EmployeeActor, EmployeeActor, EmployeeActor];
    const all = [author, admin, ...others];
    const audience = [to.everybody, to.below(department), to.person(guest.employeeId)];
    const body = 'Is it us, or the supplier?';
    const question = { idempotencyKey: newId(), body, audience, kind: PostKind.question };
    const post = await house.posts.publish(await house.again(author), question);
    const id = idOf.post(post.id);
    await house.questions.take(await house.again(cole), id);
    const answer = await house.comments.add(await house.again(dora), {
      idempotencyKey: newId(),
      postId: id,
      document: mentioning('The supplier, says ', cole),
    });
    const accept = async () => house.questions.accept(await house.again(author), idOf.comment(answer.id));
    if (meanwhile) await accept();
    await meanwhile?.(post.id, answer.id);
    const following = await Promise.all(all.map((one) => feedOf(one)));
    await pause(300);
    // Of what the question alone says only those are told whom it reaches.
    if (!meanwhile) await accept();
    else await house.posts.revise(await house.again(author), { id, version: 1, body: 'Whose is it?' });
    for (const one of following.slice(0, -1))
      await one.until((heard) => heard.some(({ postId, kind }) => postId === id && kind === 'changed'));
    await pause(300);
    const alone = await Promise.all(
      all.map(async (one) => (await ask(served, house.cookieOf(one), CARD, { id })).data?.node ?? null),
    );
    return { cards: following.map((one) => told(one, id)?.post ?? null), alone };
  }

  it('of a question is told to each as they are shown it alone, with what was accepted', async () => {
    const { cards, alone } = await asked();
    expect(cards).toEqual(alone);
    const [mine, colleague, cole, , guest, , , outside] = cards;
    for (const card of [mine, colleague, cole, guest])
      expect(card.question).toMatchObject({
        state: 'answered',
        accepted: {
          body: SUPPLIER,
          mentions: [{ name: 'Cole Colleague' }],
          author: { name: 'Dora Colleague' },
        },
        takenBy: { name: 'Cole Colleague' },
      });
    expect(mine.question.allowed).toEqual(expect.arrayContaining(['accept', 'take_back', 'confirm']));
    expect(cole.question.allowed).toContain('give_back');
    expect(colleague.question.allowed).toEqual(['read']);
    expect(outside).toBeNull();
  });

  // What comes along is judged for each by its own row, whatever the post says.
  it('of a question tells nothing that comes along with it to whom that is not for', async () => {
    const narrow = async (table: string, id: string, keys: string) =>
      house.owner.query(`update ${table} set audience_keys = (${keys}) where id = $1`, [id]);
    const [cole] = others as [EmployeeActor];
    const his = `select array_agg(key) from audience where group_id = '${cole.employeeId}'`;
    await house.publish(author, [to.person(cole.employeeId)]);
    const answer = await asked((_, id) => narrow('comment', id, his));
    expect(answer.cards).toEqual(answer.alone);
    expect(answer.cards.map((card) => card?.question.accepted?.body ?? null)).toEqual([
      // Whoever asked, whoever holds the key, and whoever said it.
      SUPPLIER,
      null,
      SUPPLIER,
      SUPPLIER,
      null,
      null,
      null,
      null,
    ]);
    // Whom it mentions is told with it, and not to the others.
    expect(answer.cards.map((card) => card?.question.accepted?.mentions.length ?? 0)).toEqual([
      ...[1, 0, 1, 1],
      ...[0, 0, 0, 0],
    ]);
    const question = await asked((id) => narrow('question', id, his));
    expect(question.cards).toEqual(question.alone);
    expect(question.cards.map((card) => card?.question?.state ?? null)).toEqual([
      ...['answered', null, 'answered', null],
      ...[null, null, null, null],
    ]);
  });

  it('of a promise is told to each as they are shown it alone, and only whoever it was made to is asked', async () => {
    const [cole, , guest] = others as [EmployeeActor, EmployeeActor, EmployeeActor];
    const all = [author, admin, ...others];
    const post = await house.posts.publish(await house.again(author), {
      idempotencyKey: newId(),
      body: 'You get the table.',
      audience: [to.everybody, to.below(department), to.person(guest.employeeId)],
      kind: PostKind.pledge,
      pledge: {
        toId: idOf.employee(cole.employeeId),
        dueOn: new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10),
      },
    });
    const id = idOf.post(post.id);
    const following = await Promise.all(all.map((one) => feedOf(one)));
    await pause(300);
    await house.pledges.keep(await house.again(author), id);
    for (const one of following.slice(0, -1))
      await one.until(() => told(one, id)?.post.pledge.state === 'kept');
    const cards = following.map((one) => told(one, id)?.post ?? null);
    const alone = await Promise.all(
      all.map(async (one) => (await ask(served, house.cookieOf(one), CARD, { id })).data?.node ?? null),
    );
    expect(cards).toEqual(alone);
    const [mine, , his, dora, gus, , , outside] = cards;
    expect(his.pledge).toMatchObject({ to: { name: 'Cole Colleague' }, overdue: false });
    expect(his.pledge.allowed).toEqual(['read', 'confirm']);
    for (const card of [dora, gus]) expect(card.pledge.allowed).toEqual(['read']);
    expect(mine.pledge.allowed).toEqual(['read', 'reopen']);
    expect(outside).toBeNull();
  });

  it('and it is noticed when answers are shared without asking', async () => {
    jest.spyOn(Witness.prototype, 'holdsFor').mockReturnValue(true);
    const { cards, alone } = await shown();
    expect(cards).not.toEqual(alone);
  });
});

describe('many at once', () => {
  let people: EmployeeActor[];

  beforeAll(async () => {
    people = await Promise.all(Array.from({ length: 20 }, (_, at) => person(`Reader ${at}`)));
  });

  it('are told by a few statements and a few answers, and not by one of each', async () => {
    const all = await crowd(people, MANY);
    await pause(500);
    const first = await publish(admin, [to.everybody]);
    for (const one of all) await one.until(() => told(one, first) !== undefined);
    const worked = jest.spyOn(Answers.prototype as never, 'work');
    const before = served.statementsForMany();
    const second = await publish(admin, [to.everybody]);
    for (const one of all) await one.until(() => told(one, second) !== undefined);
    expect(served.statementsForMany() - before).toBeLessThanOrEqual(MANY / 20);
    expect(worked.mock.calls.length).toBeLessThanOrEqual(MANY / 20);
  });

  it('are told of a question by as few', async () => {
    const all = await crowd(people, MANY);
    await pause(500);
    const question = {
      idempotencyKey: newId(),
      body: 'Who?',
      audience: [to.everybody],
      kind: PostKind.question,
    };
    const id = idOf.post((await house.posts.publish(await house.again(admin), question)).id);
    for (const one of all) await one.until(() => told(one, id) !== undefined);
    const worked = jest.spyOn(Answers.prototype as never, 'work');
    const before = served.statementsForMany();
    await house.questions.take(await house.again(people[0] as EmployeeActor), id);
    for (const one of all) await one.until(() => told(one, id)?.post.question.takenBy !== null);
    expect(told(all[1] as Follower, id)?.post.question.takenBy.name).toBe('Reader 0');
    expect(served.statementsForMany() - before).toBeLessThanOrEqual(MANY / 20);
    expect(worked.mock.calls.length).toBeLessThanOrEqual(MANY / 20);
  });

  it('who were cut off at one moment come back by fewer statements than alone, and miss nothing', async () => {
    const all = await crowd(people, MANY);
    const before = await publish(admin, [to.everybody]);
    for (const one of all) await one.until(() => told(one, before) !== undefined);
    const places = all.map((one) => one.told.at(-1).position as string);
    for (const one of followers.splice(0)) one.kill();
    const missed: string[] = [];
    for (let at = 0; at < 3; at++) missed.push(await publish(admin, [to.everybody]));
    const statements = served.statementsForMany();
    const again = await Promise.all(
      places.map((place, at) => feedOf(people[at % people.length] as EmployeeActor, place)),
    );
    for (const one of again) await one.until((heard) => heard.length >= missed.length);
    const last = await publish(admin, [to.everybody]);
    for (const one of again) await one.until(() => told(one, last) !== undefined);
    for (const one of again) expect(one.told.map(({ postId }) => postId)).toEqual([...missed, last]);
    // Alone it would be six for each: twice who they are, and four events. How many come together is the machine's to say.
    expect(served.statementsForMany() - statements).toBeLessThan(5 * MANY);
  });

  it('who were put out a moment before are told nothing, and their neighbours are', async () => {
    const input = { idempotencyKey: newId(), name: 'Pump Talk', purpose: 'x', access: CommunityAccess.open };
    const { id } = await house.communities.found(await house.again(admin), input);
    const community = idOf.community(id);
    for (const one of people) await house.communities.join(await house.again(one), community);
    const all = await crowd(people, 100);
    const before = await publish(admin, [to.community(id)]);
    for (const one of all) await one.until(() => told(one, before) !== undefined);
    const [left, gone] = people as [EmployeeActor, EmployeeActor];
    await house.communities.leave(await house.again(left), community);
    await house.keeping.deactivate(await house.again(admin), gone.employeeId);
    const after = await publish(admin, [to.community(id)]);
    const outOf = (at: number) => [0, 1].includes(at % people.length);
    for (const [at, one] of all.entries())
      if (!outOf(at)) await one.until(() => told(one, after) !== undefined);
    await pause(500);
    for (const [at, one] of all.entries())
      if (outOf(at)) expect(one.told.map(({ postId }) => postId)).toEqual([before]);
    expect(await all[1]?.closed).toBe(4401);
  });
});
