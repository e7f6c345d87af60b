import type { EmployeeActor } from '@courtyard/access';
import { toNodeId } from '@courtyard/graphql';
import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { Department } from '../department/department.entity.js';
import { Employee, EmployeeKind } from '../employee/employee.entity.js';
import { type House, openHouse } from '../fixtures/house.js';
import { AudiencePartKind } from './audience.entity.js';
import type { AudiencePartInput } from './audience.input.js';
import { AudienceKeys } from './audience-keys.js';

let house: House;
let admin: EmployeeActor;
let org: string;
let departments: Record<'house' | 'design' | 'ux' | 'sales', string>;
const people: string[] = [];
let guest: string;

beforeAll(async () => {
  house = await openHouse();
  const founded = await house.found();
  org = founded.organisationId;
  admin = await house.signedIn(org, founded.administratorId);
  const top = await house.department(admin, 'House');
  const design = await house.department(admin, 'Design', top);
  departments = {
    house: top,
    design,
    ux: await house.department(admin, 'UX', design),
    sales: await house.department(admin, 'Sales', top),
  };
  const places = [top, design, design, departments.ux, departments.sales, null];
  for (const [at, departmentId] of places.entries())
    people.push(await house.hire(admin, { name: `Person ${String.fromCharCode(65 + at)}`, departmentId }));
  guest = await house.hire(admin, {
    name: 'Gus Guest',
    kind: EmployeeKind.guest,
    departmentId: departments.design,
  });
}, 60_000);
afterAll(() => house?.close());

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (failure: { code?: string; message: string }) => failure.code ?? failure.message,
  );

/** The truth by another way: from positions, not from holders. */
async function expectHoldersToBeRight(): Promise<void> {
  const { rows: drift } = await house.owner.query(
    `select e.id from employee e where e.organisation_id = $1 and
       (select coalesce(array_agg(k order by k), '{}') from unnest(e.audience_keys) k) is distinct from
       (select coalesce(array_agg(h.audience_key order by h.audience_key), '{}') from audience_holder h
         where h.organisation_id = e.organisation_id and h.employee_id = e.id)`,
    [org],
  );
  expect(drift).toEqual([]);
  const { rows: miscounted } = await house.owner.query(
    `select a.key from audience a where a.organisation_id = $1 and array[a.holders, a.outside] is distinct from
       (select array[count(*)::int, (count(*) filter (where outside))::int] from audience_holder h
         where h.organisation_id = a.organisation_id and h.audience_key = a.key)`,
    [org],
  );
  expect(miscounted).toEqual([]);
  const { rows: wrong } = await house.owner.query(
    `with should as (
       select e.id, a.key from employee e left join department d on d.organisation_id = e.organisation_id and d.id = e.department_id
       join audience a on a.organisation_id = e.organisation_id and (
         (a.kind = 'person' and a.group_id = e.id)
         or (e.kind = 'employee' and a.kind = 'organisation')
         or (e.kind = 'employee' and a.kind = 'department' and a.group_id = d.id)
         or (e.kind = 'employee' and a.kind = 'department_below' and (a.group_id = d.id or a.group_id = any (d.ancestors))))
       where e.organisation_id = $1 and e.status = 'active'),
     is_so as (select h.employee_id as id, h.audience_key as key from audience_holder h
       join audience a on a.organisation_id = h.organisation_id and a.key = h.audience_key
       where h.organisation_id = $1 and a.kind <> 'community')
     (table should except table is_so) union all (table is_so except table should)`,
    [org],
  );
  expect(wrong).toEqual([]);
}

describe('audience keys', () => {
  it('follow every move, departure and return, in array, holders and counters alike', async () => {
    const step = fc.record({
      who: fc.nat(5),
      to: fc.constantFrom<keyof typeof departments | 'nowhere' | 'out' | 'in'>(
        'house',
        'design',
        'ux',
        'sales',
        'nowhere',
        'out',
        'in',
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        for (const { who, to } of steps) {
          const id = people[who] as string;
          const actor = await house.again(admin);
          if (to === 'out') await house.keeping.deactivate(actor, id);
          else if (to === 'in') await house.keeping.reactivate(actor, id);
          else await house.keeping.transfer(actor, id, to === 'nowhere' ? null : departments[to]);
        }
        await expectHoldersToBeRight();
      }),
      { numRuns: 12 },
    );
    const where = [
      departments.house,
      departments.design,
      departments.design,
      departments.ux,
      departments.sales,
      null,
    ];
    for (const [at, id] of people.entries()) {
      await house.keeping.reactivate(await house.again(admin), id);
      await house.keeping.transfer(await house.again(admin), id, where[at] ?? null);
    }
  }, 60_000);

  it('and that comparison would notice a key too many', async () => {
    await house.owner.query('begin');
    await house.owner.query(
      'update employee set audience_keys = audience_keys || 4711::bigint where organisation_id = $1 and id = $2',
      [org, people[0]],
    );
    await expect(expectHoldersToBeRight()).rejects.toThrow();
    await house.owner.query('rollback');
  });

  it('never outlive a revocation that met a grant', async () => {
    const key = await house.write(admin, (write) =>
      AudienceKeys.create(write, AudiencePartKind.community, newId(), 'Race'),
    );
    const id = people[0] as string;
    const granted = Promise.withResolvers<void>();
    const commit = Promise.withResolvers<void>();
    const granting = house.write(admin, async (write) => {
      await AudienceKeys.create(write, AudiencePartKind.community, newId(), 'Pretext');
      await AudienceKeys.grant(write, [id], key);
      granted.resolve();
      await commit.promise;
    });
    await granted.promise;
    // The revocation begins while the grant is not committed: it has to wait, and then see it.
    const revoking = house.write(admin, async (write) => {
      await AudienceKeys.create(write, AudiencePartKind.community, newId(), 'Pretext');
      await AudienceKeys.revoke(write, [id], key);
    });
    setTimeout(commit.resolve, 200);
    await Promise.all([granting, revoking]);
    const { rows } = await house.owner.query(
      'select from audience_holder where audience_key = $1 union all select from employee where $1 = any (audience_keys)',
      [key],
    );
    expect(rows).toEqual([]);
    await expectHoldersToBeRight();
  });

  it('need a change that they follow from', async () => {
    await expect(house.write(admin, (write) => AudienceKeys.grant(write, people, '1'))).rejects.toThrow(
      /follow from a change/,
    );
  });

  it('tell whose access changed', async () => {
    const { rows: before } = await house.owner.query('select max(position) as position from outbox');
    await house.keeping.transfer(await house.again(admin), people[1] as string, departments.sales);
    const { rows } = await house.owner.query(
      "select payload from outbox where organisation_id = $1 and topic = 'access.changed' and position > $2",
      [org, before[0].position],
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { payload } of rows) expect(payload).toEqual({ employeeIds: [people[1]] });
    await house.keeping.transfer(await house.again(admin), people[1] as string, departments.design);
  });
});

describe('the lens', () => {
  let community: string;
  let key: string;

  beforeAll(async () => {
    community = newId();
    house.directory.registerGroupKind({
      kinds: [AudiencePartKind.community],
      entity: null,
      addressable: async (_, ids) => new Set(ids),
      options: async () => [],
    });
    key = await house.write(admin, async (write) => {
      const made = await AudienceKeys.create(write, AudiencePartKind.community, community, 'Pumps');
      await AudienceKeys.grant(write, [guest, people[0] as string, people[5] as string], made);
      return made;
    });
  });

  const organisation: AudiencePartInput = { kind: AudiencePartKind.organisation };
  const part = (kind: AudiencePartKind, id: string): AudiencePartInput => ({
    kind,
    id: toNodeId(kind === AudiencePartKind.person ? Employee : Department, id),
  });
  const anyPart = () =>
    fc.oneof(
      fc.constant(organisation),
      fc
        .tuple(
          fc.constantFrom(AudiencePartKind.department, AudiencePartKind.department_below),
          fc.constantFrom(...Object.values(departments)),
        )
        .map(([kind, id]) => part(kind, id)),
      fc.constantFrom(...people).map((id) => part(AudiencePartKind.person, id)),
    );

  it('counts and lists exactly who holds a key of any part, each once', async () => {
    const reader = await house.signedIn(org, people[0] as string);
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyPart(), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        async (parts, wider) => {
          const actor = await house.again(reader);
          const resolved = await house.directory.resolve(actor, parts);
          const keys = wider ? [...resolved.keys, key] : resolved.keys;
          const { rows } = await house.owner.query(
            `select id, kind, name_folded from employee where organisation_id = $1 and audience_keys && $2::bigint[]
           order by name_folded collate "C", id`,
            [org, keys],
          );
          const audience = await house.directory.describe(actor, keys);
          expect(audience.count).toBe(rows.length);
          expect(audience.outside).toBe(rows.filter(({ kind }) => kind !== 'employee').length);
          const listed: string[] = [];
          for (let after: string | null = null; ; ) {
            const page: Awaited<ReturnType<typeof house.directory.readers>> = await house.directory.readers(
              actor,
              keys,
              { first: 3, after },
            );
            for (const { employee, via } of page.rows) {
              listed.push(employee.id);
              expect(via.length).toBeGreaterThan(0);
            }
            if (!page.hasNextPage) break;
            after = page.endCursor;
          }
          expect(listed).toEqual(rows.map(({ id }) => id));
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);

  it('does not remember a count beyond a change', async () => {
    const actor = await house.again(admin);
    const parts = [
      part(AudiencePartKind.department_below, departments.design),
      part(AudiencePartKind.department, departments.sales),
    ];
    const { keys } = await house.directory.resolve(actor, parts);
    const before = await house.directory.describe(actor, keys);
    const id = await house.hire(actor, { name: 'Newcomer', departmentId: departments.ux });
    expect((await house.directory.describe(actor, keys)).count).toBe(before.count + 1);
    await house.keeping.deactivate(actor, id);
    expect((await house.directory.describe(actor, keys)).count).toBe(before.count);
  });

  it('names its parts, tells why somebody reads, and finds a reader by name', async () => {
    const actor = await house.signedIn(org, people[0] as string);
    const { keys } = await house.directory.resolve(actor, [
      part(AudiencePartKind.department, departments.design),
      part(AudiencePartKind.person, people[4] as string),
      part(AudiencePartKind.department, departments.design),
    ]);
    expect(keys).toHaveLength(2);
    const audience = await house.directory.describe(actor, [...keys, key]);
    expect(audience.label).toBe('Design + Person E + Pumps');
    expect(audience.parts.map(({ kind, name, count, outside }) => [kind, name, count, outside])).toEqual([
      ['department', 'Design', 2, 0],
      ['person', 'Person E', 1, 0],
      ['community', 'Pumps', 3, 1],
    ]);
    const { rows } = await house.directory.readers(actor, [...keys, key], { first: 10, search: 'gu' });
    expect(rows.map(({ employee, via }) => [employee.name, via])).toEqual([['Gus Guest', ['Pumps']]]);
    // Whoever is not in the community is told of nobody in it.
    const unreached = await house.directory.fellowReaders(await house.again(admin), [key], { first: 10 });
    expect(unreached.rows).toEqual([]);
  });

  it('is one statement for twenty cards once the counts are known', async () => {
    const actor = await house.again(admin);
    const { keys } = await house.directory.resolve(actor, [
      organisation,
      part(AudiencePartKind.person, people[0] as string),
    ]);
    await house.directory.describe(actor, keys);
    const before = house.database.counters.statements;
    await Promise.all(
      Array.from({ length: 20 }, (_, at) => house.directory.describe(actor, at % 2 ? keys : [key])),
    );
    expect(house.database.counters.statements - before).toBe(1);
  });

  it('shows a guest names and titles of fellow readers, and nothing more of them', async () => {
    const actor = await house.signedIn(org, guest);
    const { rows } = await house.directory.readers(actor, [key], { first: 10 });
    const fellow = rows.find(({ employee }) => employee.id === people[0])?.employee;
    expect(fellow?.name).toBe('Person A');
    expect(fellow?.departmentId).toBeNull();
    expect(fellow?.roles).toEqual([]);
    expect(rows.find(({ employee }) => employee.id === guest)?.employee.departmentId).toBe(
      departments.design,
    );
  });

  it('refuses nothing, too much, and alike what is unknown, foreign, hidden or left', async () => {
    const actor = await house.again(admin);
    const gone = await house.hire(actor, { name: 'Gone' });
    await house.keeping.deactivate(actor, gone);
    const other = await house.found('Elsewhere');
    expect(await code(house.directory.resolve(actor, []))).toBe('audience.empty');
    expect(await code(house.directory.resolve(actor, Array(21).fill(organisation)))).toBe(
      'audience.too_many_parts',
    );
    const refused: AudiencePartInput[] = [
      part(AudiencePartKind.person, newId()),
      part(AudiencePartKind.person, other.administratorId),
      part(AudiencePartKind.person, gone),
      part(AudiencePartKind.department, newId()),
      { kind: AudiencePartKind.person, id: 'nonsense' },
      { kind: AudiencePartKind.person },
      { kind: AudiencePartKind.department, id: toNodeId(Employee, people[0] as string) },
      { kind: AudiencePartKind.organisation, id: toNodeId(Department, departments.design) },
    ];
    for (const one of refused)
      expect(await code(house.directory.resolve(await house.again(actor), [organisation, one]))).toBe(
        'audience.unknown_part',
      );
    const asGuest = await house.signedIn(org, guest);
    for (const one of [
      organisation,
      part(AudiencePartKind.department, departments.design),
      part(AudiencePartKind.person, people[0] as string),
    ])
      expect(await code(house.directory.resolve(asGuest, [one]))).toBe('audience.unknown_part');
  });

  it('offers groups before people, with how many they are', async () => {
    const actor = await house.again(admin);
    const options = await house.directory.options(actor, 'des', 8);
    expect(options.map(({ kind, name, count }) => [kind, name, count])).toEqual([
      ['department_below', 'Design', 3],
      ['department', 'Design', 2],
    ]);
    expect((await house.directory.options(actor, 'person', 3)).map(({ name }) => name)).toEqual([
      'Person A',
      'Person B',
      'Person C',
    ]);
    expect((await house.directory.options(actor, '', 1))[0]?.kind).toBe('organisation');
    expect(await house.directory.options(await house.signedIn(org, guest), 'des', 8)).toEqual([]);
  });
});
