import type { EmployeeActor } from '@courtyard/access';
import { EmployeeKind } from '@courtyard/people';
import { v7 as newId } from 'uuid';
import { codeOf, type FeedHouse, idOf, openFeedHouse, to } from '../../fixtures/house.js';
import { CommunityAccess } from '../community/community.entity.js';
import { type Post, PostKind } from '../post/post.entity.js';
import { ReactionKind } from '../reaction/reaction.entity.js';
import { type Idea, IdeaState } from './idea.entity.js';
import { IdeaOutcome } from './idea.input.js';
import { ideaPolicy } from './idea.policy.js';

jest.setTimeout(120_000);

let house: FeedHouse;
let org: string;
let admin: EmployeeActor;
let ingrid: EmployeeActor;
let tomasz: EmployeeActor;
let mara: EmployeeActor;
let gus: EmployeeActor;

beforeAll(async () => {
  house = await openFeedHouse({ fresh: true });
  const founded = await house.found();
  org = founded.organisationId;
  admin = await house.signedIn(org, founded.administratorId);
  [ingrid, tomasz, mara] = [
    await person('Ingrid Solheim'),
    await person('Tomasz W'),
    await person('Mara Lind'),
  ];
  gus = await house.signedIn(org, await house.hire(admin, { name: 'Gus', kind: EmployeeKind.guest }));
}, 120_000);
afterAll(() => house?.close());

const person = async (name: string) => house.signedIn(org, await house.hire(admin, { name }));
const again = (actor: EmployeeActor) => house.again(actor);
const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
const propose = async (audience = [to.everybody], lookBackOn: string | null = null, by = ingrid) =>
  house.posts.publish(await again(by), {
    idempotencyKey: newId(),
    body: 'A drop beside the gland.',
    audience,
    kind: PostKind.idea,
    idea: { lookBackOn },
  });
const takeUp = async (who: EmployeeActor, post: Post, lookBackOn: string | null = null) =>
  house.ideas.takeUp(await again(who), { postId: idOf.post(post.id), lookBackOn });
const giveBack = async (who: EmployeeActor, post: Post) =>
  house.ideas.giveBack(await again(who), idOf.post(post.id));
const lookBack = async (who: EmployeeActor, post: Post, lookBackOn: string | null) =>
  house.ideas.lookBack(await again(who), { postId: idOf.post(post.id), lookBackOn });
const tell = async (
  who: EmployeeActor,
  post: Post,
  became: IdeaOutcome,
  lookBackOn: string | null = null,
  idempotencyKey = newId(),
) =>
  house.ideas.tell(await again(who), {
    idempotencyKey,
    postId: idOf.post(post.id),
    became,
    words: `It became ${became}.`,
    lookBackOn,
  });
const stands = async (who: EmployeeActor, post: Post): Promise<Idea> =>
  house.gate.get(await again(who), ideaPolicy, 'read', post.id);
const told = async (who: EmployeeActor, post: Post) => {
  const reader = await again(who);
  return (await house.ideas.told(reader, await stands(who, post)))?.body ?? null;
};
const due = async (who: EmployeeActor, post: Post) =>
  house.ideas.due(await again(who), await stands(who, post));
const comes = (post: Post) =>
  house.owner.query('update idea set look_back_on = current_date - 1 where id = $1', [post.id]);
const hides = async (who: EmployeeActor, post: Post) => {
  const reader = await again(who);
  return house.judgements.awaited(reader, await house.posts.card(reader, post.id));
};

describe('an idea', () => {
  it('is open until somebody takes it up, given back, and told what became of it', async () => {
    const post = await propose();
    expect(await stands(mara, post)).toMatchObject({ state: IdeaState.open, taken: false, lookBackOn: null });
    await takeUp(tomasz, post, day(30));
    await takeUp(tomasz, post);
    expect(await stands(mara, post)).toMatchObject({
      state: IdeaState.taken_up,
      takenById: tomasz.employeeId,
      lookBackOn: day(30),
    });
    expect(await codeOf(takeUp(mara, post))).toBe('idea.already_taken_up');
    expect(await codeOf(giveBack(mara, post))).toBe('auth.forbidden');
    await giveBack(tomasz, post);
    expect(await stands(mara, post)).toMatchObject({ state: IdeaState.open, taken: false });
    await takeUp(mara, post);
    await tell(mara, post, IdeaOutcome.done);
    expect(await stands(tomasz, post)).toMatchObject({
      state: IdeaState.done,
      takenById: mara.employeeId,
      lookBackOn: null,
    });
    expect(await told(tomasz, post)).toBe('It became done.');
    expect(await codeOf(takeUp(tomasz, post))).toBe('auth.forbidden');
  });

  it('that was not for now, or dropped, can be taken up again: nothing of it is an end', async () => {
    for (const became of [IdeaOutcome.not_now, IdeaOutcome.dropped]) {
      const post = await propose();
      await takeUp(tomasz, post);
      await tell(tomasz, post, became, became === IdeaOutcome.not_now ? day(90) : null);
      expect(await stands(mara, post)).toMatchObject({ state: became, taken: false });
      await takeUp(mara, post);
      expect(await stands(tomasz, post)).toMatchObject({
        state: IdeaState.taken_up,
        takenById: mara.employeeId,
      });
      expect(await told(tomasz, post)).toBe(`It became ${became}.`);
    }
  });

  it('is told of by who had it and who took it up, once however often it is sent, and by nobody else', async () => {
    const post = await propose([to.everybody, to.person(gus.employeeId)]);
    for (const who of [tomasz, admin, gus]) {
      expect(await codeOf(tell(who, post, IdeaOutcome.done))).toBe('auth.forbidden');
      expect(await codeOf(lookBack(who, post, day(3)))).toBe('auth.forbidden');
    }
    expect(await codeOf(takeUp(gus, post))).toBe('auth.forbidden');
    const key = newId();
    await Promise.all([1, 2, 3].map(() => tell(ingrid, post, IdeaOutcome.dropped, null, key)));
    const { rows } = await house.owner.query('select count(*)::int as n from comment where post_id = $1', [
      post.id,
    ]);
    expect(rows[0].n).toBe(1);
    expect(await codeOf(tell(ingrid, post, IdeaOutcome.done, day(3)))).toBe('input.invalid');
  });

  it('is taken up by one, whoever asks at once', async () => {
    const post = await propose();
    const codes = await Promise.all([tomasz, mara, admin].map((who) => codeOf(takeUp(who, post))));
    expect(codes.toSorted()).toEqual(['answered', 'idea.already_taken_up', 'idea.already_taken_up']);
  });
});

describe('its day to look back', () => {
  it('is from tomorrow on, within three years, and of an idea only', async () => {
    for (const on of [day(0), day(-1), day(4 * 366), '2027-02-30', '0000-01-01'])
      expect(await codeOf(propose([to.everybody], on))).toBe('input.invalid');
    const other = again(ingrid).then((actor) =>
      house.posts.publish(actor, {
        idempotencyKey: newId(),
        body: 'x',
        audience: [to.everybody],
        kind: PostKind.question,
        idea: { lookBackOn: day(3) },
      }),
    );
    expect(await codeOf(other)).toBe('input.invalid');
    const post = await propose([to.everybody], day(3));
    await lookBack(ingrid, post, day(9));
    expect((await stands(mara, post)).lookBackOn).toBe(day(9));
    await lookBack(ingrid, post, null);
    expect((await stands(mara, post)).lookBackOn).toBeNull();
  });

  it('is due until it is told what became of it, to who tells that, and another day does not end it', async () => {
    const post = await propose([to.everybody], day(3));
    await takeUp(tomasz, post);
    for (const who of [ingrid, tomasz, mara]) expect(await due(who, post)).toBe(false);
    await comes(post);
    expect(await Promise.all([ingrid, tomasz, mara].map((who) => due(who, post)))).toEqual([
      true,
      true,
      false,
    ]);
    for (const on of [day(9), null])
      expect(await codeOf(lookBack(ingrid, post, on))).toBe('idea.look_back_due');
    expect(await house.ideas.allowed(await again(ingrid), await stands(ingrid, post))).not.toContain(
      'look_back',
    );
    await tell(ingrid, post, IdeaOutcome.not_now, day(30));
    expect(await due(ingrid, post)).toBe(false);
    await comes(post);
    expect(await due(ingrid, post)).toBe(true);
    await tell(ingrid, post, IdeaOutcome.done);
    expect(await due(ingrid, post)).toBe(false);
  });
});

describe('what others think of it', () => {
  it('shows to who had it, to who reacted, and to who says neither, and to nobody before', async () => {
    const post = await propose();
    expect(await hides(ingrid, post)).toBe(false);
    for (const who of [tomasz, mara, admin]) expect(await hides(who, post)).toBe(true);
    await house.reactions.react(await again(tomasz), idOf.post(post.id), ReactionKind.useful);
    await house.judgements.give(await again(mara), idOf.post(post.id), []);
    for (const who of [tomasz, mara]) expect(await hides(who, post)).toBe(false);
    expect(await hides(admin, post)).toBe(true);
    // What was shown was shown.
    await house.reactions.takeBack(await again(tomasz), idOf.post(post.id), ReactionKind.useful);
    expect(await hides(tomasz, post)).toBe(false);
    const voted = again(admin).then((actor) => house.judgements.give(actor, idOf.post(post.id), [0]));
    expect(await codeOf(voted)).toBe('input.invalid');
    expect(await hides(admin, post)).toBe(true);
    // Taking it up is doing something, and says nothing of what others think.
    await takeUp(admin, post);
    expect(await hides(admin, post)).toBe(true);
  });
});

describe('what goes', () => {
  it('of the words that told of it leaves what it became', async () => {
    const post = await propose();
    await tell(ingrid, post, IdeaOutcome.done);
    const { toldId } = await stands(ingrid, post);
    await house.comments.withdraw(await again(ingrid), idOf.comment(String(toldId)));
    expect(await stands(mara, post)).toMatchObject({ state: IdeaState.done, toldId: null });
    expect(await told(mara, post)).toBeNull();
    await tell(ingrid, post, IdeaOutcome.not_now);
    expect(await told(mara, post)).toBe('It became not_now.');
  });

  it('of other words of it is told with the idea, wherever that is read', async () => {
    const post = await propose();
    await tell(ingrid, post, IdeaOutcome.done);
    const { toldId } = await stands(ingrid, post);
    const other = await house.comments.add(await again(mara), {
      ...{ idempotencyKey: newId(), postId: idOf.post(post.id), body: 'Good.' },
    });
    const changes = async () => {
      const { rows } = await house.owner.query(
        "select payload from outbox where topic = 'idea.changed' and payload->>'postId' = $1",
        [post.id],
      );
      return rows;
    };
    const revise = async (who: EmployeeActor, id: string) =>
      house.comments.revise(await again(who), { id: idOf.comment(id), version: 1, body: 'It is cast.' });
    const before = await changes();
    await revise(mara, other.id);
    expect(await changes()).toEqual(before);
    await revise(ingrid, String(toldId));
    expect(await changes()).toEqual([...before, before.at(-1)]);
    expect(await told(mara, post)).toBe('It is cast.');
  });

  it('of a post takes all of it along', async () => {
    const post = await propose([to.everybody], day(3));
    await takeUp(tomasz, post);
    await house.posts.withdraw(await again(ingrid), idOf.post(post.id));
    expect(await stands(ingrid, post)).toMatchObject({
      state: IdeaState.withdrawn,
      taken: false,
      lookBackOn: null,
    });
    for (const work of [
      () => takeUp(mara, post),
      () => giveBack(tomasz, post),
      () => tell(tomasz, post, IdeaOutcome.done),
    ])
      expect(await codeOf(work())).toBe('not_found');
  });

  it('out of sight of an idea has not taken it up any more; what is done stays done', async () => {
    const { id } = await house.communities.found(await again(ingrid), {
      idempotencyKey: newId(),
      name: 'Glands',
      purpose: 'x',
      access: CommunityAccess.open,
    });
    await house.communities.join(await again(tomasz), idOf.community(id));
    const [post, done] = [await propose([to.community(id)]), await propose([to.community(id)])];
    for (const one of [post, done]) await takeUp(tomasz, one);
    await tell(tomasz, done, IdeaOutcome.done);
    await house.communities.removeMember(
      await again(ingrid),
      idOf.community(id),
      idOf.employee(tomasz.employeeId),
    );
    expect(await stands(ingrid, post)).toMatchObject({
      state: IdeaState.open,
      taken: false,
      takenById: null,
    });
    expect(await stands(ingrid, done)).toMatchObject({ state: IdeaState.done, takenById: tomasz.employeeId });
    const { rows } = await house.owner.query(
      `select payload from outbox where topic = 'idea.changed' and payload->>'postId' = $1 order by position desc limit 1`,
      [post.id],
    );
    expect(Object.keys(rows[0].payload).sort()).toEqual(['authorId', 'keys', 'postId']);
    for (const work of [
      () => takeUp(tomasz, post),
      () => giveBack(tomasz, post),
      () => tell(tomasz, done, IdeaOutcome.dropped),
    ])
      expect(await codeOf(work())).toBe('not_found');
    await house.communities.archive(await again(ingrid), idOf.community(id));
    expect(await codeOf(takeUp(ingrid, post))).toBe('audience.archived');
    expect(await codeOf(tell(ingrid, post, IdeaOutcome.dropped))).toBe('audience.archived');
    expect(await house.ideas.allowed(await again(ingrid), await stands(ingrid, post))).not.toContain(
      'tell_outcome',
    );
  });

  it('was put out and is told nothing of it, though they asked before, also of what they did', async () => {
    const { id } = await house.communities.found(await again(ingrid), {
      ...{ idempotencyKey: newId(), name: 'Seals', purpose: 'x', access: CommunityAccess.open },
    });
    await house.communities.join(await again(tomasz), idOf.community(id));
    const [post, done] = [await propose([to.community(id)]), await propose([to.community(id)])];
    await takeUp(tomasz, done);
    await tell(tomasz, done, IdeaOutcome.done);
    const before = await again(tomasz);
    const asking = () => ({ ...before });
    await house.communities.removeMember(
      await again(ingrid),
      idOf.community(id),
      idOf.employee(tomasz.employeeId),
    );
    const postId = idOf.post(done.id);
    await takeUp(ingrid, post);
    for (const work of [
      () => house.ideas.takeUp(asking(), { postId: idOf.post(post.id) }),
      () => house.ideas.giveBack(asking(), idOf.post(post.id)),
      () => house.ideas.lookBack(asking(), { postId, lookBackOn: day(3) }),
      () =>
        house.ideas.tell(asking(), {
          ...{ idempotencyKey: newId(), postId, became: IdeaOutcome.dropped, words: 'No.' },
        }),
    ])
      expect(await codeOf(work())).toBe('not_found');
    expect(await stands(ingrid, done)).toMatchObject({ state: IdeaState.done, lookBackOn: null });
  });

  it('from the company gives back what they took up; what they had others take up', async () => {
    const leaving = await person('Lea Leaves');
    const [theirs, taken] = [await propose([to.everybody], null, leaving), await propose()];
    await takeUp(leaving, taken);
    await house.keeping.deactivate(await again(admin), leaving.employeeId);
    expect(await stands(mara, taken)).toMatchObject({ state: IdeaState.open, taken: false });
    await takeUp(mara, theirs);
    await tell(mara, theirs, IdeaOutcome.done);
    expect(await told(ingrid, theirs)).toBe('It became done.');
  });
});

test('every idea repeats of its post what judges it', async () => {
  const { rows } = await house.owner.query(
    `select count(*)::int as ideas, count(*) filter (where p.kind <> 'idea' or p.author_id <> i.author_id
       or p.audience_keys <> i.audience_keys or (p.status = 'withdrawn') <> (i.state = 'withdrawn'))::int as strays
     from idea i join post p using (organisation_id, id)`,
  );
  expect(rows[0].strays).toBe(0);
  expect(rows[0].ideas).toBeGreaterThan(10);
});
