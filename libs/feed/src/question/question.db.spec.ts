import type { EmployeeActor } from '@courtyard/access';
import { EmployeeKind } from '@courtyard/people';
import { v7 as newId } from 'uuid';
import { codeOf, type FeedHouse, idOf, openFeedHouse, to } from '../../fixtures/house.js';
import type { Comment } from '../comment/comment.entity.js';
import { CommunityAccess } from '../community/community.entity.js';
import { type Post, PostKind } from '../post/post.entity.js';
import { WhyService } from '../post/why.service.js';
import { type Question, QuestionState } from './question.entity.js';
import { questionPolicy } from './question.policy.js';

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
    await person('Tomasz Wieczorek'),
    await person('Mara Lind'),
  ];
  gus = await house.signedIn(org, await house.hire(admin, { name: 'Gus', kind: EmployeeKind.guest }));
}, 120_000);
afterAll(() => house?.close());

const person = async (name: string) => house.signedIn(org, await house.hire(admin, { name }));
const again = (actor: EmployeeActor) => house.again(actor);
const publish = async (actor: EmployeeActor, audience = [to.everybody], kind = PostKind.question) =>
  house.posts.publish(await again(actor), { idempotencyKey: newId(), body: 'Is it us?', audience, kind });
const answer = async (actor: EmployeeActor, post: Post, body = 'It is us.') =>
  house.comments.add(await again(actor), { idempotencyKey: newId(), postId: idOf.post(post.id), body });
const step = async (
  what: 'take' | 'giveBack' | 'confirm' | 'reopen' | 'takeBack',
  actor: EmployeeActor,
  post: Post,
) => house.questions[what](await again(actor), idOf.post(post.id));
const accept = async (actor: EmployeeActor, comment: Comment) =>
  house.questions.accept(await again(actor), idOf.comment(comment.id));
const stands = async (actor: EmployeeActor, post: Post): Promise<Question> =>
  house.gate.get(await again(actor), questionPolicy, 'read', post.id);
const accepted = async (actor: EmployeeActor, post: Post) => {
  const reader = await again(actor);
  return house.questions.accepted(reader, await house.gate.get(reader, questionPolicy, 'read', post.id));
};
/** Every id of the list, page by page. */
async function open(actor: EmployeeActor, first = 50, through?: string): Promise<string[]> {
  const reader = await again(actor);
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const page: Awaited<ReturnType<FeedHouse['questions']['open']>> = await house.questions.open(reader, {
      first,
      after,
      ...(through ? { through: [through] } : {}),
    });
    ids.push(...page.rows.map(({ id }) => id));
    if (!page.hasNextPage) return ids;
    after = page.endCursor;
  }
}
const waits = async (post: Post) => (await open(ingrid)).includes(post.id);

describe('a question', () => {
  it('waits until its asker accepts an answer, who may take that back and accept another', async () => {
    const post = await publish(ingrid);
    expect(post.kind).toBe(PostKind.question);
    expect(await stands(mara, post)).toMatchObject({ state: QuestionState.open, taken: false });
    expect(await waits(post)).toBe(true);
    const first = await answer(tomasz, post);
    const second = await answer(mara, post, 'It is the supplier.');
    expect(await waits(post)).toBe(true);

    await accept(ingrid, first);
    expect((await accepted(mara, post))?.id).toBe(first.id);
    expect(await waits(post)).toBe(false);
    await accept(ingrid, second);
    expect((await accepted(mara, post))?.id).toBe(second.id);
    await step('takeBack', ingrid, post);
    expect(await accepted(mara, post)).toBeNull();
    expect(await stands(mara, post)).toMatchObject({ state: QuestionState.open, acceptedAt: null });
    expect(await waits(post)).toBe(true);
  });

  it('is solved when its asker says so, with an answer or without, and can be opened again', async () => {
    const post = await publish(ingrid);
    await step('confirm', ingrid, post);
    expect(await stands(mara, post)).toMatchObject({ state: QuestionState.solved });
    expect(await waits(post)).toBe(false);
    await accept(ingrid, await answer(mara, post));
    expect((await stands(mara, post)).state).toBe(QuestionState.solved);
    await step('reopen', ingrid, post);
    expect(await stands(mara, post)).toMatchObject({ state: QuestionState.answered, solvedAt: null });
    await step('takeBack', ingrid, post);
    await step('confirm', ingrid, post);
    await step('reopen', ingrid, post);
    expect(await waits(post)).toBe(true);
  });

  it('is its asker’s to settle, and nobody else’s, also where it is so already', async () => {
    const post = await publish(ingrid);
    const said = await answer(tomasz, post);
    const steps = () =>
      [tomasz, admin, gus].flatMap((who) => [
        accept(who, said),
        ...(['takeBack', 'confirm', 'reopen'] as const).map((what) => step(what, who, post)),
      ]);
    const refused = async () => new Set(await Promise.all(steps().map(codeOf)));
    // The guest does not even see it.
    expect(await refused()).toEqual(new Set(['auth.forbidden', 'not_found']));
    await accept(ingrid, said);
    await step('confirm', ingrid, post);
    expect(await refused()).toEqual(new Set(['auth.forbidden', 'not_found']));
    expect(await stands(mara, post)).toMatchObject({ state: QuestionState.solved, acceptedId: said.id });
  });

  it('is looked after by one employee, until they give it back', async () => {
    const post = await publish(ingrid, [to.everybody, to.person(gus.employeeId)]);
    await step('take', tomasz, post);
    expect(await stands(mara, post)).toMatchObject({ taken: true, takenById: tomasz.employeeId });
    expect(await codeOf(step('take', mara, post))).toBe('question.already_taken');
    expect(await codeOf(step('giveBack', mara, post))).toBe('auth.forbidden');
    // It waits all the same, as long as before.
    expect(await waits(post)).toBe(true);
    await step('giveBack', tomasz, post);
    expect(await codeOf(step('take', gus, post))).toBe('auth.forbidden');
    // Else it would not say that nobody does.
    expect(await codeOf(step('take', ingrid, post))).toBe('question.own');
    await step('take', mara, post);
    expect(await stands(tomasz, post)).toMatchObject({ takenById: mara.employeeId });
    await accept(ingrid, await answer(mara, post));
    expect(await codeOf(step('take', tomasz, post))).toBe('question.already_taken');
    await step('giveBack', mara, post);
    expect(await codeOf(step('take', tomasz, post))).toBe('auth.forbidden');
  });

  it('is taken by one of two who take it at once', async () => {
    for (let round = 0; round < 5; round++) {
      const post = await publish(ingrid);
      const codes = await Promise.all([tomasz, mara].map((who) => codeOf(step('take', who, post))));
      expect(codes.toSorted()).toEqual(['answered', 'question.already_taken']);
      const first = codes[0] === 'answered' ? tomasz : mara;
      expect((await stands(ingrid, post)).takenById).toBe(first.employeeId);
    }
  });

  it('takes each step once, however often it is taken, and leaves an event for what changed', async () => {
    const post = await publish(ingrid);
    const said = await answer(mara, post);
    const written = () => house.trail.recorded.filter(({ kind }) => kind === 'written').length;
    for (const work of [
      () => step('take', tomasz, post),
      () => accept(ingrid, said),
      () => step('giveBack', tomasz, post),
      () => step('confirm', ingrid, post),
      () => step('reopen', ingrid, post),
      () => step('takeBack', ingrid, post),
    ]) {
      await work();
      const before = [await stands(mara, post), written()];
      expect(house.trail.recorded.findLast(({ kind }) => kind === 'written')?.touched).toMatchObject([
        { resource: 'Question', id: post.id, personId: ingrid.employeeId },
      ]);
      await work();
      expect([await stands(mara, post), written()]).toEqual(before);
    }
  });

  it('says by what rule it stands where it stands, in a feed and among what waits', async () => {
    const why = new WhyService(house.audiences);
    const placed = async (kind: PostKind) =>
      (await why.of(await again(mara), await publish(ingrid, [to.everybody], kind)))[1]?.text;
    expect(await placed(PostKind.question)).toBe(
      'its time. A feed shows the newest first, “Unanswered” what waits longest.',
    );
    expect(await placed(PostKind.update)).toBe('its time. Newest first is the rule of this view.');
  });

  it('is published once, however often it is sent, and never as something else', async () => {
    const once = { idempotencyKey: newId(), body: 'Once?', audience: [to.everybody] };
    const sent = await Promise.all(
      [1, 2, 3].map(async () =>
        house.posts.publish(await again(ingrid), { ...once, kind: PostKind.question }),
      ),
    );
    expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
    expect(await codeOf(house.posts.publish(await again(ingrid), once))).toBe(
      'conflict.idempotency_key_reused',
    );
    const update = { ...once, idempotencyKey: newId() };
    const plain = await house.posts.publish(await again(ingrid), update);
    // Of a client that names no kind, and one that names the only one there was.
    expect((await house.posts.publish(await again(ingrid), { ...update, kind: PostKind.update })).id).toBe(
      plain.id,
    );
    expect(plain.kind).toBe(PostKind.update);
    for (const what of ['take', 'confirm', 'takeBack'] as const)
      expect(await codeOf(step(what, ingrid, plain))).toBe('not_found');
    expect(await codeOf(accept(ingrid, await answer(mara, plain)))).toBe('not_found');
    expect(await house.questions.of(await again(ingrid), plain)).toBeNull();
  });
});

describe('an answer that goes', () => {
  it('is accepted no longer, and the question waits again at its old place', async () => {
    const [older, post, newer] = [await publish(ingrid), await publish(ingrid), await publish(ingrid)];
    const said = await answer(tomasz, post);
    await accept(ingrid, said);
    await house.comments.withdraw(await again(tomasz), idOf.comment(said.id));
    for (const who of [mara, tomasz, ingrid]) {
      expect(await accepted(who, post)).toBeNull();
      expect(await stands(who, post)).toMatchObject({ state: QuestionState.open, acceptedId: null });
    }
    const waiting = (await open(mara)).filter((id) => [older, post, newer].some((one) => one.id === id));
    expect(waiting).toEqual([older.id, post.id, newer.id]);
    expect(await codeOf(accept(ingrid, said))).toBe('not_found');
    expect(await codeOf(accept(tomasz, said))).not.toBe('answered');
  });

  it('leaves a question solved whose asker said so', async () => {
    const post = await publish(ingrid);
    const said = await answer(tomasz, post);
    await accept(ingrid, said);
    await step('confirm', ingrid, post);
    await house.comments.withdraw(await again(tomasz), idOf.comment(said.id));
    expect(await stands(mara, post)).toMatchObject({ state: QuestionState.solved, acceptedId: null });
  });

  it('leaves nobody waiting who left the company since', async () => {
    const leo = await person('Leo Long Gone');
    const post = await publish(leo);
    const said = await answer(tomasz, post);
    await step('take', mara, post);
    await accept(leo, said);
    await house.keeping.deactivate(await again(admin), leo.employeeId);
    await house.comments.withdraw(await again(tomasz), idOf.comment(said.id));
    expect(await stands(mara, post)).toMatchObject({
      ...{ state: QuestionState.asker_left, acceptedId: null, taken: false },
    });
    expect(await waits(post)).toBe(false);
  });

  it('or says something else is told of with its question, to whoever reads it there', async () => {
    const post = await publish(ingrid);
    const [said, other] = [await answer(tomasz, post), await answer(mara, post)];
    await accept(ingrid, said);
    const told = async () => {
      const { rows } = await house.owner.query(
        "select payload from outbox where topic = 'question.changed' and payload->>'postId' = $1",
        [post.id],
      );
      return rows;
    };
    const before = await told();
    const revise = async (who: EmployeeActor, { id }: Comment) =>
      house.comments.revise(await again(who), { id: idOf.comment(id), version: 1, body: 'It is neither.' });
    await revise(mara, other);
    expect(await told()).toEqual(before);
    await revise(tomasz, said);
    expect(await told()).toEqual([...before, before.at(-1)]);
  });

  it('at the moment it is accepted is either, and never both', async () => {
    for (let round = 0; round < 8; round++) {
      const post = await publish(ingrid);
      const said = await answer(tomasz, post);
      const codes = await Promise.all([
        codeOf(accept(ingrid, said)),
        codeOf(again(tomasz).then((actor) => house.comments.withdraw(actor, idOf.comment(said.id)))),
      ]);
      expect(codes[1]).toBe('answered');
      expect(['answered', 'not_found']).toContain(codes[0]);
      expect(await stands(mara, post)).toMatchObject({ state: QuestionState.open, acceptedId: null });
    }
  });

  it('below a question that is withdrawn is hidden with it, and nothing of it stands', async () => {
    const post = await publish(ingrid);
    const said = await answer(tomasz, post);
    await step('take', mara, post);
    const [, withdrawal] = await Promise.all([
      codeOf(accept(ingrid, said)),
      codeOf(again(ingrid).then((actor) => house.posts.withdraw(actor, idOf.post(post.id)))),
    ]);
    expect(withdrawal).toBe('answered');
    expect(await codeOf(stands(mara, post))).toBe('not_found');
    expect(await stands(ingrid, post)).toMatchObject({
      state: QuestionState.withdrawn,
      acceptedId: null,
      taken: false,
    });
    expect(await accepted(ingrid, post)).toBeNull();
    expect(await waits(post)).toBe(false);
    for (const work of [
      () => accept(ingrid, said),
      () => step('confirm', ingrid, post),
      () => step('reopen', ingrid, post),
      () => step('take', mara, post),
    ])
      expect(await codeOf(work())).not.toBe('answered');
  });
});

describe('whoever can no longer see a question', () => {
  const found = async () => {
    const { id, audienceKey } = await house.communities.found(await again(ingrid), {
      idempotencyKey: newId(),
      name: `Seals ${newId()}`,
      purpose: 'x',
      access: CommunityAccess.open,
    });
    for (const who of [tomasz, mara]) await house.communities.join(await again(who), idOf.community(id));
    return { id, key: audienceKey };
  };

  it('looks after it no longer, settles nothing, and finds nothing of it', async () => {
    const { id, key } = await found();
    const post = await publish(ingrid, [to.community(id)]);
    const both = await publish(ingrid, [to.community(id), to.person(tomasz.employeeId)]);
    const said = await answer(tomasz, post);
    await accept(ingrid, said);
    await step('takeBack', ingrid, post);
    for (const one of [post, both]) await step('take', tomasz, one);
    expect(await open(tomasz, 50, key)).toEqual([post.id, both.id]);

    await house.communities.removeMember(
      await again(ingrid),
      idOf.community(id),
      idOf.employee(tomasz.employeeId),
    );
    expect(await stands(mara, post)).toMatchObject({ taken: false, takenById: null });
    // This one still reaches him by name.
    expect(await stands(mara, both)).toMatchObject({ takenById: tomasz.employeeId });
    const { rows } = await house.owner.query<{ payload: object }>(
      `select payload from outbox where topic = 'question.changed' and payload->>'postId' = $1
       order by position desc limit 1`,
      [post.id],
    );
    expect(rows[0]?.payload).toEqual({ postId: post.id, authorId: ingrid.employeeId, keys: [key] });

    for (const work of [
      () => step('take', tomasz, post),
      () => step('giveBack', tomasz, post),
      () => stands(tomasz, post),
    ])
      expect(await codeOf(work())).toBe('not_found');
    expect(await open(tomasz, 50, key)).toEqual([]);
    expect(await open(tomasz)).not.toContain(post.id);
    expect(await open(tomasz)).toContain(both.id);
    expect(await house.questions.usualHours(await again(tomasz), [key])).toBeNull();
    await step('take', mara, post);
    // Whoever asked still reads what is answered, and says what helped.
    await accept(ingrid, await answer(mara, post));
  });

  it('and asks nothing of an archived community: it can be read, and nothing new is said', async () => {
    const { id, key } = await found();
    const post = await publish(ingrid, [to.community(id)]);
    const both = await publish(ingrid, [to.community(id), to.person(mara.employeeId)]);
    const said = await answer(tomasz, post);
    await step('take', tomasz, post);
    const allowed = async (who: EmployeeActor, of: Post) =>
      house.questions.allowed(await again(who), await stands(who, of));
    await house.communities.archive(await again(ingrid), idOf.community(id));
    expect(await open(mara)).not.toContain(post.id);
    expect(await open(mara, 50, key)).toEqual([]);
    // It still waits for whom it reaches otherwise.
    expect(await open(mara)).toContain(both.id);
    for (const work of [
      () => accept(ingrid, said),
      () => step('confirm', ingrid, post),
      () => step('take', mara, both).then(() => step('take', mara, post)),
    ])
      expect(await codeOf(work())).toMatch(/^(audience\.archived|question\.already_taken)$/);
    await step('giveBack', tomasz, post);
    expect(await codeOf(step('take', mara, post))).toBe('audience.archived');
    expect(await allowed(mara, post)).not.toContain('take');
    expect(await allowed(ingrid, post)).not.toContain('accept');
    expect(await allowed(ingrid, both)).toContain('accept');
  });

  it('is waited for no longer when they leave: what waited leaves the list, and the rest stands', async () => {
    const leo = await person('Leo Left');
    const [waiting, answered] = [await publish(leo), await publish(leo)];
    await accept(leo, await answer(mara, answered));
    await step('take', mara, waiting);
    const mine = await publish(ingrid);
    await step('take', leo, mine);
    await house.keeping.deactivate(await again(admin), leo.employeeId);
    expect(await stands(mara, waiting)).toMatchObject({ state: QuestionState.asker_left, taken: false });
    expect(await stands(mara, answered)).toMatchObject({ state: QuestionState.answered });
    expect((await accepted(mara, answered))?.body).toBe('It is us.');
    expect(await stands(mara, mine)).toMatchObject({ taken: false });
    expect(await open(mara)).not.toContain(waiting.id);
    expect(await codeOf(step('take', mara, waiting))).toBe('auth.forbidden');
    // Whoever comes back may ask again.
    await house.keeping.reactivate(await again(admin), leo.employeeId);
    const back = await house.signedIn(org, leo.employeeId);
    await step('reopen', back, waiting);
    expect(await open(mara)).toContain(waiting.id);
  });

  it('leaves, also while they withdraw what they asked', async () => {
    const leo = await person('Leo Leaving');
    const [post, other] = [await publish(leo), await publish(leo)];
    const client = await house.owner.connect();
    try {
      await client.query('begin');
      await client.query("update post set status = 'withdrawn' where id = $1", [post.id]);
      await client.query("update question set state = 'withdrawn' where id = $1", [post.id]);
      await client.query('delete from question_audience where question_id = $1', [post.id]);
      const leaving = codeOf(house.keeping.deactivate(await again(admin), leo.employeeId));
      await untilSomebodyWaits();
      await client.query('commit');
      expect(await leaving).toBe('answered');
    } finally {
      client.release(true);
    }
    expect(await codeOf(again(leo))).toBe('The session is over.');
    expect(await stands(mara, other)).toMatchObject({ state: QuestionState.asker_left });
  });

  it('is told nothing of it, though they asked before', async () => {
    const { id } = await found();
    const post = await publish(ingrid, [to.community(id)]);
    const asking = [await again(mara), await again(mara)] as const;
    await house.communities.removeMember(
      await again(ingrid),
      idOf.community(id),
      idOf.employee(mara.employeeId),
    );
    expect(await codeOf(house.questions.giveBack(asking[0], idOf.post(post.id)))).toBe('not_found');
    await step('take', tomasz, post);
    expect(await codeOf(house.questions.take(asking[1], idOf.post(post.id)))).toBe('not_found');
  });

  it('does not wait for somebody who waits for them', async () => {
    const { id } = await found();
    for (let round = 0; round < 6; round++) {
      const posts = [await publish(ingrid, [to.community(id)]), await publish(mara, [to.community(id)])];
      const [post, other] = posts as [Post, Post];
      await step('take', mara, post);
      const said = await answer(mara, post);
      const codes = await Promise.all([
        codeOf(accept(ingrid, said)),
        codeOf(step('take', tomasz, other)),
        codeOf(step('giveBack', mara, post)),
        codeOf(
          again(ingrid).then((actor) =>
            house.communities.removeMember(actor, idOf.community(id), idOf.employee(mara.employeeId)),
          ),
        ),
        codeOf(answer(tomasz, post)),
        codeOf(again(mara).then((actor) => house.comments.withdraw(actor, idOf.comment(said.id)))),
      ]);
      for (const code of codes) expect(code).toMatch(/^(answered|not_found|auth\.forbidden|comment\..*)$/);
      expect(await stands(ingrid, post)).toMatchObject({ taken: false });
      await house.communities.join(await again(mara), idOf.community(id));
    }
  });
});

describe('what comes along with a question', () => {
  afterEach(() => jest.restoreAllMocks());

  it('does not leave the database where none of those who are told may see it', async () => {
    const post = await publish(ingrid);
    await accept(ingrid, await answer(mara, post, 'The graphite one.'));
    const readers = [await again(tomasz), await again(admin)];
    const read = jest.spyOn(house.database, 'flight');
    const told = async () => {
      read.mockClear();
      await house.posts.published(
        readers.map((reader) => ({ ...reader })),
        post.id,
      );
      return JSON.stringify(await Promise.all(read.mock.results.map(({ value }) => value)));
    };
    const seen = await told();
    for (const words of ['The graphite one.', 'Mara Lind', 'Ingrid Solheim']) expect(seen).toContain(words);
    await house.owner.query("update comment set audience_keys = '{999999}' where post_id = $1", [post.id]);
    const hidden = await told();
    expect(hidden).toContain('Ingrid Solheim');
    for (const words of ['The graphite one.', 'Mara Lind']) expect(hidden).not.toContain(words);
  });
});

describe('the list of what waits', () => {
  it('is by waiting time only, of whatever reaches the reader, page by page', async () => {
    const asker = await person('Anna Asks');
    const posts: Post[] = [];
    for (let at = 0; at < 7; at++)
      posts.push(await publish(asker, at % 2 ? [to.everybody] : [to.person(mara.employeeId), to.everybody]));
    const narrow = await publish(asker, [to.person(tomasz.employeeId)]);
    // Neither answers, nor reactions, nor somebody who looks after it move it.
    await answer(mara, posts[5] as Post);
    await house.reactions.react(await again(mara), idOf.post((posts[6] as Post).id), 'useful' as never);
    await step('take', mara, posts[4] as Post);
    const mine = (ids: readonly string[]) =>
      ids.filter((id) => [...posts, narrow].some((post) => post.id === id));
    const ids = posts.map(({ id }) => id);
    for (const first of [1, 3, 50]) {
      expect(mine(await open(mara, first))).toEqual(ids);
      expect(mine(await open(tomasz, first))).toEqual([...ids, narrow.id]);
    }
  });

  it('is read along many keys as along few', async () => {
    const reader = await person('Rita Reads');
    const groups = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const { id } = await house.communities.found(await again(ingrid), {
          idempotencyKey: newId(),
          name: `Group ${newId()}`,
          purpose: 'x',
          access: CommunityAccess.open,
        });
        await house.communities.join(await again(reader), idOf.community(id));
        return id;
      }),
    );
    const posts: Post[] = [];
    for (let at = 0; at < 24; at++)
      posts.push(await publish(ingrid, [to.community(groups[(at * 5) % 12] as string)]));
    const asked = (await open(reader, 3)).filter((id) => posts.some((post) => post.id === id));
    expect(asked).toEqual(posts.map(({ id }) => id));
    expect(await open(reader, 3)).toEqual(await open(reader, 50));
  });

  it('has an index that says what the rows say, and rows that repeat of their posts what judges them', async () => {
    expect(await strays()).toEqual([0, 0]);
    const { rows } = await house.owner.query(
      "select count(*)::int as open from question where state = 'open'",
    );
    expect(rows[0].open).toBeGreaterThan(10);
  });

  it.each([
    ['one that waits and is not listed', 'delete from question_audience where question_id = $1', [1, 0]],
    [
      'one that is answered and still listed',
      "update question set state = 'asker_left' where id = $1",
      [1, 0],
    ],
    ['other readers than the post', "update question set audience_keys = '{999999}' where id = $1", [2, 1]],
    ['another asker', 'update question set author_id = $2 where id = $1', [0, 1]],
    ['a post that was withdrawn round it', "update post set status = 'withdrawn' where id = $1", [0, 1]],
  ])('control: %s is noticed', async (_, text, found) => {
    const { id } = await publish(ingrid);
    const client = await house.owner.connect();
    try {
      await client.query('begin');
      await client.query(text, text.includes('$2') ? [id, mara.employeeId] : [id]);
      expect(await strays(client)).toEqual(found);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});

/** Until a lock is waited for. */
async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const { rows } = await house.owner.query(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Lines that the index lacks or has too many, and questions that say otherwise than their posts. */
async function strays(by: Pick<FeedHouse['owner'], 'query'> = house.owner): Promise<number[]> {
  const { rows } = await by.query<{ lines: number; questions: number }>(
    `with told as (select organisation_id, unnest(audience_keys) as audience_key, asked_id, id as question_id
       from question where state = 'open')
     select (select count(*)::int from (table told except table question_audience) a)
       + (select count(*)::int from (table question_audience except table told) b) as lines,
       (select count(*)::int from question q left join post p using (organisation_id, id)
        where p.id is null or p.kind <> 'question' or p.author_id <> q.author_id or p.audience_keys <> q.audience_keys
          or p.published_id <> q.asked_id or (p.status = 'withdrawn') <> (q.state = 'withdrawn')) as questions`,
  );
  return rows.flatMap(({ lines, questions }) => [lines, questions]);
}

describe('the usual time to a first answer', () => {
  it('is told to members, of ten who answered or more, and of nobody’s own comments', async () => {
    const people = await Promise.all(Array.from({ length: 10 }, (_, at) => person(`Person ${at}`)));
    const { id, audienceKey } = await house.communities.found(await again(ingrid), {
      idempotencyKey: newId(),
      name: 'Usual',
      purpose: 'x',
      access: CommunityAccess.open,
    });
    for (const who of people) await house.communities.join(await again(who), idOf.community(id));
    const usual = async (who: EmployeeActor) => house.questions.usualHours(await again(who), [audienceKey]);
    const said: Comment[] = [];
    for (const who of people) {
      expect(await usual(ingrid)).toBeNull();
      const post = await publish(ingrid, [to.community(id)]);
      await answer(ingrid, post, 'Nobody yet?');
      said.push(await answer(who, post));
    }
    expect(await usual(ingrid)).toBe(1);
    expect(await usual(people[0] as EmployeeActor)).toBe(1);
    // Not to who is no member, though they may know of the community.
    expect(await usual(tomasz)).toBeNull();
    // An update counts for nothing; a question without an answer counts as late.
    for (let at = 0; at < 12; at++) await publish(ingrid, [to.community(id)], PostKind.update);
    expect(await usual(ingrid)).toBe(1);
    await house.comments.withdraw(
      await again(people[3] as EmployeeActor),
      idOf.comment((said[3] as Comment).id),
    );
    expect(await usual(ingrid)).toBeNull();
  });
});
