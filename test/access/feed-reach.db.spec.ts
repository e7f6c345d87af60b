import { type Actor, ActorFacts, allows, type EmployeeActor, type Policy } from '@courtyard/access';
import {
  Comment,
  Community,
  CommunityAccess,
  CommunityInvitation,
  CommunityRequest,
  CommunityRole,
  commentPolicy,
  communityInvitationPolicy,
  communityPolicy,
  communityRequestPolicy,
  Post,
  PostKind,
  postPolicy,
  Question,
  QuestionState,
  questionPolicy,
  Reaction,
  ReactionKind,
  Revision,
  reactionPolicy,
  revisionPolicy,
} from '@courtyard/feed';
import {
  type AudiencePartInput,
  audiencePolicy,
  departmentPolicy,
  Employee,
  EmployeeKind,
  employeePolicy,
} from '@courtyard/people';
import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { type FeedHouse, idOf, openFeedHouse, to } from '../../libs/feed/fixtures/house.js';
import { BatchParameters } from '../../libs/platform/records/src/batch-parameters.js';
import { JudgedForMany } from '../../libs/platform/records/src/judged-for-many.js';
import type { AskedFor, Seen } from '../../libs/platform/records/src/shared-row.js';

/*
 * Who sees what, by another way than the product's: from positions, memberships and the raw rows, as the owner of the
 * database sees them.
 */

interface Position {
  readonly kind: 'employee' | 'guest';
  readonly department: number;
  readonly communities: readonly number[];
}

type Part =
  | { readonly to: 'everybody' }
  | { readonly to: 'department' | 'below' | 'community' | 'person'; readonly at: number };

/** 0 ─ 1 ─ 2, 0 ─ 3; 4 stands alone; 5 is none. */
const PARENTS = [null, 0, 1, 0, null];
const ANCESTORS: readonly (readonly number[])[] = [[], [0], [0, 1], [0], []];
const PEOPLE = 7;

let house: FeedHouse;
beforeAll(async () => {
  house = await openFeedHouse();
}, 60_000);
afterAll(() => house?.close());

const position = fc.record<Position>({
  kind: fc.constantFrom('employee', 'employee', 'employee', 'guest'),
  department: fc.nat(5),
  communities: fc.uniqueArray(fc.nat(2), { maxLength: 3 }),
});
const part: fc.Arbitrary<Part> = fc.oneof(
  fc.constant<Part>({ to: 'everybody' }),
  fc.record({ to: fc.constant('department' as const), at: fc.nat(4) }),
  fc.record({ to: fc.constant('below' as const), at: fc.nat(4) }),
  fc.record({ to: fc.constant('community' as const), at: fc.nat(2) }),
  fc.record({ to: fc.constant('person' as const), at: fc.nat(PEOPLE - 1) }),
);
/** The last community is hidden, and written to alone. */
function hiddenAlone(parts: Part[]): Part[] {
  const hidden = parts.find((one) => one.to === 'community' && one.at === 2);
  return hidden ? [hidden] : parts;
}

const plan = fc.record({
  people: fc.array(position, { minLength: PEOPLE, maxLength: PEOPLE }),
  posts: fc.array(
    fc.record({
      parts: fc.array(part, { minLength: 1, maxLength: 3 }).map(hiddenAlone),
      fate: fc.constantFrom(
        ...(['kept', 'kept', 'revised', 'answered', 'withdrawn', 'answered_and_withdrawn'] as const),
        ...(['asked', 'asked_and_answered', 'asked_and_withdrawn'] as const),
      ),
    }),
    { minLength: 3, maxLength: 8 },
  ),
  leaves: fc.array(fc.record({ who: fc.nat(PEOPLE - 1), community: fc.nat(2) }), { maxLength: 3 }),
  knocks: fc.array(
    fc.record({
      who: fc.nat(PEOPLE - 1),
      community: fc.nat(2),
      how: fc.constantFrom(
        'asks',
        'asked',
        'asked_no',
        'invited',
        'invited_no',
        'revoked',
        'moderates',
        'owns',
      ),
    }),
    { minLength: 4, maxLength: 12 },
  ),
});
type Plan = typeof plan extends fc.Arbitrary<infer P> ? P : never;

interface Played {
  readonly organisationId: string;
  readonly actors: readonly EmployeeActor[];
  /** Founded the communities, and looks after them. */
  readonly admin: EmployeeActor;
  readonly memberships: readonly Set<number>[];
  readonly posts: readonly { readonly id: string; readonly parts: readonly Part[]; readonly seen: boolean }[];
}

async function play({ people, posts, leaves, knocks }: Plan): Promise<Played> {
  const founded = await house.found();
  const { organisationId } = founded;
  const admin = await house.signedIn(organisationId, founded.administratorId);
  const departments: string[] = [];
  for (const [at, parent] of PARENTS.entries())
    departments.push(
      await house.department(admin, `Department ${at}`, parent === null ? undefined : departments[parent]),
    );
  const actors: EmployeeActor[] = [];
  for (const [at, { kind, department }] of people.entries()) {
    const id = await house.hire(admin, {
      name: `Person ${at}`,
      kind: kind === 'guest' ? EmployeeKind.guest : EmployeeKind.employee,
      departmentId: departments[department] ?? null,
    });
    actors.push(await house.signedIn(organisationId, id));
  }
  const communities: string[] = [];
  for (const access of [CommunityAccess.open, CommunityAccess.closed, CommunityAccess.closed]) {
    const input = { idempotencyKey: newId(), name: `Circle ${communities.length}`, purpose: 'x', access };
    communities.push((await house.communities.found(await house.again(admin), input)).id);
  }
  await house.hide(communities[2] as string);
  const memberships = people.map((one) => new Set(one.communities));
  for (const [at, mine] of memberships.entries()) {
    for (const one of mine)
      await house.communities.addMember(
        await house.again(admin),
        idOf.community(communities[one] as string),
        idOf.employee((actors[at] as EmployeeActor).employeeId),
      );
  }
  const inputOf = (one: Part): AudiencePartInput => {
    if (one.to === 'everybody') return to.everybody;
    if (one.to === 'person') return to.person((actors[one.at] as EmployeeActor).employeeId);
    return to[one.to]((one.to === 'community' ? communities : departments)[one.at] as string);
  };
  const published = [];
  for (const { parts, fate } of posts) {
    const post = await house.posts.publish(await house.again(admin), {
      ...{ idempotencyKey: newId(), body: 'first words', audience: parts.map(inputOf) },
      kind: fate.startsWith('asked') ? PostKind.question : PostKind.update,
    });
    const version = { id: idOf.post(post.id), version: 1, body: 'second words' };
    if (fate === 'revised') await house.posts.revise(await house.again(admin), version);
    const readers = [];
    for (const actor of actors) if ((await house.feed(actor)).includes(post.id)) readers.push(actor);
    // Guests are refused.
    for (const actor of fate.startsWith('asked') ? readers.slice(-2) : [])
      await house.questions.take(await house.again(actor), idOf.post(post.id)).catch(() => undefined);
    for (const actor of fate.includes('answered') ? readers.slice(0, 2) : []) {
      const input = { idempotencyKey: newId(), postId: idOf.post(post.id), body: 'an answer' };
      const comment = await house.comments.add(await house.again(actor), input);
      const revised = { id: idOf.comment(comment.id), version: 1, body: 'another answer' };
      await house.comments.revise(await house.again(actor), revised);
      await house.reactions.react(await house.again(actor), idOf.post(post.id), ReactionKind.useful);
      if (fate.startsWith('asked'))
        await house.questions.accept(await house.again(admin), idOf.comment(comment.id));
    }
    if (fate.endsWith('withdrawn')) await house.posts.withdraw(await house.again(admin), idOf.post(post.id));
    published.push({ id: post.id, parts, seen: !fate.endsWith('withdrawn') });
  }
  for (const { who, community } of leaves) {
    if (!memberships[who]?.delete(community)) continue;
    const id = idOf.community(communities[community] as string);
    await house.communities.leave(await house.again(actors[who] as EmployeeActor), id);
  }
  for (const { who, community, how } of knocks) {
    const knock = { admin, actor: actors[who] as EmployeeActor, how };
    await knockAt(idOf.community(communities[community] as string), knock);
  }
  return { organisationId, actors, admin, memberships, posts: published };
}

/** What is refused, such as to a guest or of a hidden one, leaves nothing. */
async function knockAt(
  community: string,
  { admin, actor, how }: { admin: EmployeeActor; actor: EmployeeActor; how: string },
): Promise<void> {
  const whom = idOf.employee(actor.employeeId);
  const [keeper, guest] = [await house.again(admin), await house.again(actor)];
  const role = how === 'owns' ? CommunityRole.owner : CommunityRole.moderator;
  const steps: Record<string, () => Promise<unknown>[]> = {
    asks: () => [house.communityRequests.ask(guest, { id: community, words: 'Please.' })],
    asked_no: () => [house.communityRequests.decline(keeper, community, whom)],
    asked: () => [house.communityRequests.withdraw(guest, community)],
    invited: () => [house.communityInvitations.invite(keeper, community, whom)],
    invited_no: () => [house.communityInvitations.decline(guest, community)],
    revoked: () => [house.communityInvitations.revoke(keeper, community, whom)],
    moderates: () => [house.communities.changeRole(keeper, community, whom, role)],
    owns: () => [house.communities.changeRole(keeper, community, whom, role)],
  };
  const before = how.startsWith('asked') ? 'asks' : /^(invited_no|revoked)$/.test(how) ? 'invited' : null;
  for (const step of before ? [before, how] : [how])
    for (const done of steps[step]?.() ?? []) await done.catch(() => undefined);
}

function reaches(one: Part, person: Position, at: number, memberships: ReadonlySet<number>): boolean {
  switch (one.to) {
    case 'person':
      return one.at === at;
    case 'community':
      return memberships.has(one.at);
    case 'everybody':
      return person.kind === 'employee';
    case 'department':
      return person.kind === 'employee' && person.department === one.at;
    case 'below':
      return (
        person.kind === 'employee' &&
        (person.department === one.at || (ANCESTORS[person.department] ?? []).includes(one.at))
      );
  }
}

describe('a feed', () => {
  it('is exactly what its reader is meant to see, for every reader of any house', async () => {
    let shown = 0;
    await fc.assert(
      fc.asyncProperty(plan, fc.integer({ min: 1, max: 4 }), async (planned, pageSize) => {
        const { actors, memberships, posts } = await play(planned);
        for (const [at, actor] of actors.entries()) {
          const person = planned.people[at] as Position;
          const expected = posts
            .filter(
              ({ parts, seen }) =>
                seen && parts.some((one) => reaches(one, person, at, memberships[at] ?? new Set())),
            )
            .map(({ id }) => id)
            .reverse();
          expect(await house.feed(actor, pageSize)).toEqual(expected);
          shown += expected.length;
        }
      }),
      { numRuns: 10 },
    );
    expect(shown).toBeGreaterThan(10);
  }, 240_000);

  it('and what waits is what of it asks and has no answer, the longest first', async () => {
    let waiting = 0;
    await fc.assert(
      fc.asyncProperty(plan, fc.integer({ min: 1, max: 4 }), async (planned, first) => {
        const sure = { parts: [{ to: 'person', at: 0 }], fate: 'asked' } as const;
        const posts = planned.posts.map((one) => (one.fate === 'kept' ? { ...one, fate: sure.fate } : one));
        const { organisationId, actors } = await play({
          ...planned,
          posts: [...posts, { ...sure, parts: [...sure.parts] }],
        });
        const asked = (await allRows(questionPolicy as never, organisationId)) as Question[];
        const open = asked.filter(({ state }) => state === QuestionState.open).map(({ id }) => id);
        for (const actor of actors) {
          const expected = (await house.feed(actor)).filter((id) => open.includes(id)).reverse();
          const reader = await house.again(actor);
          const ids: string[] = [];
          for (let after: string | null = null, more = true; more; ) {
            const page: Awaited<ReturnType<FeedHouse['questions']['open']>> = await house.questions.open(
              reader,
              { first, after },
            );
            ids.push(...page.rows.map(({ id }) => id));
            [after, more] = [page.endCursor, page.hasNextPage];
          }
          expect(ids).toEqual(expected);
          waiting += ids.length;
        }
      }),
      { numRuns: 4 },
    );
    expect(waiting).toBeGreaterThan(0);
  }, 240_000);

  it('brings along what each reader would have been answered by asking, and nothing more', async () => {
    await fc.assert(
      fc.asyncProperty(plan, async (planned) => {
        const { actors } = await play(planned);
        for (const actor of actors) {
          const [listing, asking] = [await house.again(actor), await house.again(actor)];
          const { rows } = await house.posts.feed(listing, { first: 50 });
          const before = house.database.counters.statements;
          const shown = await Promise.all(rows.map((post) => cardOf(listing, post)));
          expect(house.database.counters.statements).toBe(before);
          expect(shown).toEqual(await Promise.all(rows.map((post) => cardOf(asking, post))));
          if (rows.length > 0) expect(house.database.counters.statements).toBeGreaterThan(before);
        }
      }),
      { numRuns: 4 },
    );
  }, 240_000);
});

async function cardOf(actor: Actor, post: Post) {
  const author = await house.gate.load(actor, employeePolicy, 'name', post.authorId);
  const department = author?.departmentId
    ? await house.gate.load(actor, departmentPolicy, 'name', author.departmentId)
    : null;
  const audience = await Promise.all(
    post.audienceKeys.map((key) => house.gate.load(actor, audiencePolicy, 'describe', key)),
  );
  const mine = await house.gate.loadMany(actor, reactionPolicy, 'read', 'postId', post.id);
  return { author, department, audience, mine, question: await questionOf(actor, post) };
}

async function questionOf(actor: Actor, post: Post) {
  if (post.kind !== PostKind.question) return null;
  const question = await house.gate.load(actor, questionPolicy, 'read', post.id);
  const accepted = question?.acceptedId
    ? await house.gate.load(actor, commentPolicy, 'read', question.acceptedId)
    : null;
  const people = [question?.takenById, accepted?.authorId].map((id) =>
    id ? house.gate.load(actor, employeePolicy, 'name', id) : null,
  );
  return { question, accepted, people: await Promise.all(people) };
}

/** What `all.filter(can)` filters: every row of the organisation, read above the walls. */
async function allRows<Row extends object>(
  policy: Policy<Row, never>,
  organisationId: string,
): Promise<Row[]> {
  const columns = [...policy.columns.values()];
  const table = TABLES.get(policy.entity) as string;
  const { rows } = await house.owner.query(
    `select ${columns.map(({ name, property }) => `${name} as "${property}"`).join(', ')} from ${table} where organisation_id = $1`,
    [organisationId],
  );
  return rows.map((row) => Object.assign(Object.create(policy.entity.prototype), row));
}

const TABLES = new Map<unknown, string>([
  [Post, 'post'],
  [Question, 'question'],
  [Comment, 'comment'],
  [Revision, 'revision'],
  [Reaction, 'reaction'],
  [Community, 'community'],
  [CommunityInvitation, 'community_invitation'],
  [CommunityRequest, 'community_request'],
  [Employee, 'employee'],
]);

const keyText = (policy: Policy, row: object) =>
  [...policy.columns.values()]
    .filter(({ key }) => key)
    .map(({ property }) => String((row as Record<string, unknown>)[property]))
    .join('/');

describe('list = all.filter(can)', () => {
  const resources: readonly [Policy, string][] = [
    [postPolicy, 'id'],
    [questionPolicy, 'id'],
    [commentPolicy, 'id'],
    [revisionPolicy, 'subjectId'],
    [communityPolicy, 'id'],
    [communityInvitationPolicy, 'employeeId'],
    [communityRequestPolicy, 'employeeId'],
    [reactionPolicy, 'postId'],
  ];

  const agrees = (judge: typeof allows) =>
    fc.assert(
      fc.asyncProperty(plan, async (planned) => {
        const { organisationId, actors, admin } = await play(planned);
        for (const [policy, order] of resources) {
          const all = await allRows(policy as never, organisationId);
          for (const actor of [...actors, admin]) {
            const reader = await house.again(actor);
            for (const action of policy.actions) {
              const expected = all.filter((row) => judge(policy, reader, action, row));
              // Filtered by what all have, so that posts are listed from their table and not by their index.
              const page = await house.gate.list(reader, policy as Policy<Record<string, unknown>>, action, {
                order: { by: order, direction: 'asc' },
                where: { organisationId },
                first: 100,
              });
              const keys = page.rows.map((row) => keyText(policy, row)).toSorted();
              expect([policy.resource, action, keys]).toEqual([
                policy.resource,
                action,
                expected.map((row) => keyText(policy, row)).toSorted(),
              ]);
            }
          }
        }
      }),
      { numRuns: 3 },
    );

  it('for every resource and action of feed', () => agrees(allows), 240_000);

  it('and notices a rule that the SQL does not know', async () => {
    await expect(
      agrees(
        (policy, actor, action, row) => policy.resource === 'Community' || allows(policy, actor, action, row),
      ),
    ).rejects.toThrow(/Property failed/);
  }, 240_000);
});

describe('what is read for many', () => {
  afterEach(() => jest.restoreAllMocks());

  /** People of two organisations, one of them without any key, and the posts of both. */
  async function mixed(planned: readonly Plan[]) {
    const played = await Promise.all(planned.map(play));
    const actors = played.flatMap((one) => one.actors);
    const [somebody] = actors as [EmployeeActor];
    const keyless = { ...somebody, facts: new ActorFacts({ me: somebody.employeeId }) };
    const nobody = { ...somebody, facts: new ActorFacts({}) };
    const asking = async () => [
      ...(await Promise.all(actors.map((actor) => house.again(actor)))),
      { ...keyless },
      { ...nobody },
    ];
    return { asking, ids: played.flatMap(({ posts }) => posts.map(({ id }) => id)) };
  }

  const shownTo = async (actor: EmployeeActor, row: Post | null) =>
    row?.status === 'published' ? { row: { ...row }, ...(await cardOf(actor, row)) } : null;

  const oneByOne = (actors: readonly EmployeeActor[], ids: readonly string[]) =>
    Promise.all(
      actors.flatMap((actor) =>
        ids.map(async (id) => shownTo(actor, await house.gate.load(actor, postPolicy, 'read', id))),
      ),
    );

  const together = async (actors: readonly EmployeeActor[], ids: readonly string[]) => {
    // Each question is a request of its own, as each event is.
    const questions = actors.flatMap((actor) => ids.map((id) => ({ actor: { ...actor }, id })));
    const rows = new Map<object, Post | null>();
    const byId = Map.groupBy(questions, ({ id }) => id);
    await Promise.all(
      [...byId].map(async ([id, some]) => {
        const posts = await house.posts.published(
          some.map(({ actor }) => actor),
          id,
        );
        for (const [at, question] of some.entries()) rows.set(question, posts[at] as Post | null);
      }),
    );
    return Promise.all(
      questions.map((question) => {
        const shown = { ...question.actor };
        house.gate.bring(question.actor, shown);
        return shownTo(shown, rows.get(question) ?? null);
      }),
    );
  };

  const agrees = (numRuns: number) =>
    fc.assert(
      fc.asyncProperty(fc.tuple(plan, plan), async (planned) => {
        const { asking, ids } = await mixed(planned);
        const expected = await oneByOne(await asking(), ids);
        expect(await together(await asking(), ids)).toEqual(expected);
      }),
      { numRuns },
    );

  it('is what each of them is answered alone, with what came along', () => agrees(4), 240_000);

  it('and it is noticed when a neighbour is answered', async () => {
    const read = Reflect.get(JudgedForMany.prototype, 'read') as (
      batch: readonly AskedFor[],
    ) => Promise<(Seen | null)[]>;
    jest.spyOn(JudgedForMany.prototype as never, 'read').mockImplementation(async function (
      this: unknown,
      batch: readonly AskedFor[],
    ) {
      const answers = await read.call(this, batch);
      return [...answers.slice(1), ...answers.slice(0, 1)];
    } as never);
    await expect(agrees(4)).rejects.toThrow(/Property failed/);
  }, 240_000);

  /** Nobody is shown more than alone, though some less. @returns how many were shown less */
  async function withinTheirs(planned: readonly Plan[], breakIt: () => void): Promise<number> {
    const { asking, ids } = await mixed(planned);
    const expected = await oneByOne(await asking(), ids);
    const actors = await asking();
    breakIt();
    const shown = await together(actors, ids);
    jest.restoreAllMocks();
    for (const [at, one] of shown.entries())
      if (one) expect({ ...one, mine: [] }).toEqual({ ...expected[at], mine: [] });
    for (const [at, one] of shown.entries())
      for (const reaction of one?.mine ?? []) expect(expected[at]?.mine).toContainEqual(reaction);
    return shown.filter((one, at) => !one && expected[at]).length;
  }

  it('shows nobody what a neighbour may see, when the SQL takes the facts of neighbours', async () => {
    const table = BatchParameters.prototype.table;
    let less = 0;
    await fc.assert(
      fc.asyncProperty(fc.tuple(plan, plan), async (planned) => {
        less += await withinTheirs(planned, () => {
          jest.spyOn(BatchParameters.prototype, 'table').mockImplementation(function (
            this: BatchParameters,
            asked,
            type,
          ) {
            const others = asked.map(({ id }, at) => ({
              id,
              actor: (asked[(at + Math.ceil(asked.length / 2)) % asked.length] as (typeof asked)[0]).actor,
            }));
            return table.call(this, others, type);
          });
        });
      }),
      { numRuns: 3 },
    );
    expect(less).toBeGreaterThan(0);
  }, 240_000);

  it('shows nobody what a neighbour may see, when lines of an answer are taken for those of neighbours', async () => {
    const { flight } = house.database;
    let less = 0;
    await fc.assert(
      fc.asyncProperty(fc.tuple(plan, plan), async (planned) => {
        less += await withinTheirs(planned, () => {
          jest.spyOn(house.database, 'flight').mockImplementation(async (organisationId, statements) => {
            const results = await flight.call(house.database, organisationId, statements);
            if (!statements[0]?.text.startsWith('with b as')) return results;
            return results.map((rows) =>
              rows.map((cells, at) => [rows[(at + 1) % rows.length]?.[0] ?? null, ...cells.slice(1)]),
            );
          });
        });
      }),
      { numRuns: 3 },
    );
    expect(less).toBeGreaterThan(0);
  }, 240_000);

  it('takes a statement for some hundred, and not one for each', async () => {
    const founded = await house.found();
    const admin = await house.signedIn(founded.organisationId, founded.administratorId);
    const post = await house.publish(admin, [to.everybody]);
    const asked = Array.from({ length: 600 }, () => ({ ...admin }));
    const before = house.database.counters.statements;
    // As many as are asked for together, and smaller parts that become a whole while they wait.
    const parts = [250, 250, 40, 30, 30].map((count) => asked.splice(0, count));
    const rows = (await Promise.all(parts.map((some) => house.posts.published(some, post.id)))).flat();
    expect(house.database.counters.statements - before).toBe(3);
    expect(rows.every((row) => row?.id === post.id)).toBe(true);
  });

  it('is who they are now: nobody for a session that ended, or whose person left', async () => {
    const founded = await house.found();
    const other = await house.found();
    const org = founded.organisationId;
    const admin = await house.signedIn(org, founded.administratorId);
    const people = await Promise.all(
      ['A', 'B', 'C'].map(async (name) => house.signedIn(org, await house.hire(admin, { name }))),
    );
    const stranger = await house.signedIn(other.organisationId, other.administratorId);
    await house.keeping.deactivate(await house.again(admin), (people[1] as EmployeeActor).employeeId);
    const asked = [admin, ...people, stranger, { ...admin, sessionId: stranger.sessionId }];
    const alone = await Promise.all(asked.map((one) => house.gate.refresh(one)));
    const before = house.database.counters.statements;
    const now = await Promise.all(asked.map((one) => house.gate.refreshAmongMany(one)));
    expect(house.database.counters.statements - before).toBe(2);
    expect(now).toEqual(alone);
    expect(now.map((one) => one !== null)).toEqual([true, true, false, true, true, false]);
  });
});
