import { type Actor, allows, type EmployeeActor, type Policy } from '@courtyard/access';
import {
  Comment,
  Community,
  CommunityAccess,
  commentPolicy,
  communityPolicy,
  Post,
  postPolicy,
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
      fate: fc.constantFrom('kept', 'kept', 'revised', 'answered', 'withdrawn', 'answered_and_withdrawn'),
    }),
    { minLength: 3, maxLength: 8 },
  ),
  leaves: fc.array(fc.record({ who: fc.nat(PEOPLE - 1), community: fc.nat(2) }), { maxLength: 3 }),
});
type Plan = typeof plan extends fc.Arbitrary<infer P> ? P : never;

interface Played {
  readonly organisationId: string;
  readonly actors: readonly EmployeeActor[];
  readonly memberships: readonly Set<number>[];
  readonly posts: readonly { readonly id: string; readonly parts: readonly Part[]; readonly seen: boolean }[];
}

async function play({ people, posts, leaves }: Plan): Promise<Played> {
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
    const post = await house.publish(admin, parts.map(inputOf), 'first words');
    const version = { id: idOf.post(post.id), version: 1, body: 'second words' };
    if (fate === 'revised') await house.posts.revise(await house.again(admin), version);
    const readers = [];
    for (const actor of actors) if ((await house.feed(actor)).includes(post.id)) readers.push(actor);
    for (const actor of fate.startsWith('answered') ? readers.slice(0, 2) : []) {
      const input = { idempotencyKey: newId(), postId: idOf.post(post.id), body: 'an answer' };
      const comment = await house.comments.add(await house.again(actor), input);
      const revised = { id: idOf.comment(comment.id), version: 1, body: 'another answer' };
      await house.comments.revise(await house.again(actor), revised);
      await house.reactions.react(await house.again(actor), idOf.post(post.id), ReactionKind.useful);
    }
    if (fate.endsWith('withdrawn')) await house.posts.withdraw(await house.again(admin), idOf.post(post.id));
    published.push({ id: post.id, parts, seen: !fate.endsWith('withdrawn') });
  }
  for (const { who, community } of leaves) {
    if (!memberships[who]?.delete(community)) continue;
    const id = idOf.community(communities[community] as string);
    await house.communities.leave(await house.again(actors[who] as EmployeeActor), id);
  }
  return { organisationId, actors, memberships, posts: published };
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
  return { author, department, audience, mine };
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
  [Comment, 'comment'],
  [Revision, 'revision'],
  [Reaction, 'reaction'],
  [Community, 'community'],
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
    [commentPolicy, 'id'],
    [revisionPolicy, 'subjectId'],
    [communityPolicy, 'id'],
    [reactionPolicy, 'postId'],
  ];

  const agrees = (judge: typeof allows) =>
    fc.assert(
      fc.asyncProperty(plan, async (planned) => {
        const { organisationId, actors } = await play(planned);
        for (const [policy, order] of resources) {
          const all = await allRows(policy as never, organisationId);
          for (const actor of actors) {
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
