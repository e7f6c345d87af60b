import { createHash, randomUUID } from 'node:crypto';
import { subject } from '@casl/ability';
import { abilityOf, type EmployeeActor } from '@courtyard/access';
import { outlineOf } from '@courtyard/records';
import { employeeActor } from '@courtyard/testing';
import fc from 'fast-check';
import { v7 as newId } from 'uuid';
import { type House, openHouse } from '../fixtures/house.js';
import { foldedName } from '../name.js';
import { Role } from '../role.js';
import { Employee, EmployeeKind } from './employee.entity.js';
import { employeePolicy } from './employee.policy.js';
import { FieldAudience, GUARDED, GuardedField } from './guarded-field.js';

let house: House;
let admin: EmployeeActor;
let org: string;

beforeAll(async () => {
  house = await openHouse();
  const founded = await house.found();
  org = founded.organisationId;
  admin = await house.signedIn(org, founded.administratorId);
}, 60_000);
afterAll(() => house?.close());

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (failure: { code?: string; message: string }) => failure.code ?? failure.message,
  );

/** Actions that do not look at what lists are ordered by cannot be listed by name. */
const isOutlined = (action: string) => outlineOf(employeePolicy, action) !== undefined;

describe('who is found in the directory', () => {
  /** @param truth what the policy's rows are taken to be; something else than they are for the negative control */
  async function agrees(truth: (row: Employee, may: boolean) => boolean, numRuns: number): Promise<void> {
    const departments = [newId(), newId()];
    const organisations = [newId(), newId()];
    for (const organisationId of organisations) {
      await house.owner.query('insert into organisation (organisation_id, name) values ($1, $2)', [
        organisationId,
        'Generated',
      ]);
      for (const [at, id] of departments.entries())
        await house.owner.query(
          `insert into department (organisation_id, id, name, name_folded, name_words, color) values ($1, $2, $3, $3, '{}', 1)`,
          [organisationId, id, `d${at}`],
        );
    }
    const audience = fc.constantFrom(...Object.values(FieldAudience));
    const anyone = fc.record({
      organisationId: fc.constantFrom(...organisations),
      kind: fc.constantFrom(...Object.values(EmployeeKind)),
      status: fc.constantFrom('active' as const, 'deactivated' as const, 'former' as const),
      departmentId: fc.option(fc.constantFrom(...departments)),
      mobilePhoneAudience: audience,
      birthdayAudience: audience,
      privateLocationAudience: audience,
    });
    const viewer = fc.record({
      me: fc.nat(5),
      roles: fc.constantFrom<string[] | null>([], ['administrator'], null),
      department: fc.option(fc.constantFrom(...departments)),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyone, { minLength: 1, maxLength: 6 }),
        viewer,
        // Counting sees no names, so it cannot list by them.
        fc.constantFrom(...employeePolicy.actions.filter((action) => !isOutlined(action))),
        async (people, who, action) => {
          await house.owner.query('delete from employee where organisation_id = any ($1)', [organisations]);
          const all: Employee[] = [];
          for (const [at, person] of people.entries()) {
            const row = Object.assign(new Employee(), { id: newId(), name: `N${at}`, ...person });
            all.push(row);
            await house.owner.query(
              `insert into employee (organisation_id, id, name, name_folded, name_words, kind, status, department_id, roles,
                 mobile_phone_audience, birthday_audience, private_location_audience)
               values ($1, $2, $3, $3, '{}', $4, $5, $6, $7, $8, $9, $10)`,
              [
                row.organisationId,
                row.id,
                row.name,
                row.kind,
                row.status,
                row.departmentId,
                row.kind === 'employee' ? ['employee'] : [],
                row.mobilePhoneAudience,
                row.birthdayAudience,
                row.privateLocationAudience,
              ],
            );
          }
          const actor: EmployeeActor = {
            ...employeeActor({
              organisationId: organisations[0] as string,
              me: all[who.me]?.id ?? newId(),
              facts: { department: who.department },
            }),
            roles: new Set(who.roles ? ['employee', ...who.roles] : []),
          };
          const ability = abilityOf(actor, [employeePolicy]);
          const expected = all
            .filter((row) => row.organisationId === organisations[0])
            .filter((row) => truth(row, ability.can(action, subject(Employee as never, row) as never)))
            .map(({ id }) => id);
          const { rows } = await house.gate.list(actor, employeePolicy, action, {
            order: { by: 'nameFolded', direction: 'asc' },
            first: 100,
          });
          expect(rows.map(({ id }) => id)).toEqual(expected);
          const loaded = await house.gate.loadBy(
            actor,
            employeePolicy,
            action,
            'id',
            all.map(({ id }) => id),
          );
          expect(loaded.map(({ id }) => id).sort()).toEqual([...expected].sort());
        },
      ),
      { numRuns },
    );
  }

  it('is exactly who the policy lets be read, for generated organisations, viewers and actions', async () => {
    await agrees((_, may) => may, 60);
  }, 60_000);

  it('and the comparison would notice a directory that forgets who left', async () => {
    await expect(agrees((row, may) => may || row.status === 'former', 60)).rejects.toThrow(/Property failed/);
  }, 60_000);

  it('is found by the beginnings of any words, without case and diacritics, in pages without gap or repeat', async () => {
    for (const name of ['Łukasz Öztürk', 'Olga Lukasiewicz', 'Lukas von Ölberg', 'Straße Müller'])
      await house.hire(admin, { name });
    const search = async (text: string) =>
      (await house.employees.list(await house.again(admin), { first: 50, search: text })).rows.map(
        ({ name }) => name,
      );
    expect(await search('luk')).toEqual(['Lukas von Ölberg', 'Łukasz Öztürk', 'Olga Lukasiewicz']);
    expect(await search('LUK oz')).toEqual(['Łukasz Öztürk']);
    expect(await search('ol lu')).toEqual(['Lukas von Ölberg', 'Olga Lukasiewicz']);
    expect(await search('strasse')).toEqual(['Straße Müller']);
    expect(await search('ukasz')).toEqual([]);
    expect(await search("%' or 1=1 --")).toEqual([]);

    const whole = (await house.employees.list(await house.again(admin), { first: 100 })).rows;
    const paged: string[] = [];
    for (let after: string | null = null; ; ) {
      const page: Awaited<ReturnType<typeof house.employees.list>> = await house.employees.list(admin, {
        first: 2,
        after,
      });
      paged.push(...page.rows.map(({ id }) => id));
      if (!page.hasNextPage) break;
      after = page.endCursor;
    }
    expect(paged).toEqual(whole.map(({ id }) => id));
  });

  it('keeps the index of words in step with names', async () => {
    const id = await house.hire(admin, { name: 'Before Name' });
    const mine = await house.signedIn(org, id);
    const before = await house.employees.get(mine, id);
    await house.employees.reviseProfile(mine, { version: before.version, name: 'After Name Name' });
    const { rows } = await house.owner.query(
      'select word from employee_name_word where employee_id = $1 order by word',
      [id],
    );
    expect(rows.map(({ word }) => word)).toEqual(['after', 'name']);
    expect(foldedName('After Name Name').nameWords).toEqual(['after', 'name', 'name']);
  });

  it('is one statement a page', async () => {
    const before = house.database.counters.statements;
    await house.employees.list(await house.again(admin), { first: 20, search: 'a' });
    // The look-up of the actor, and the page.
    expect(house.database.counters.statements - before).toBe(2);
  });

  it('is a guest alone for a guest, and nobody for an integration', async () => {
    const guest = await house.signedIn(
      org,
      await house.hire(admin, { name: 'Gus Guest', kind: EmployeeKind.guest }),
    );
    const { rows } = await house.employees.list(guest, { first: 50 });
    expect(rows.map(({ name }) => name)).toEqual(['Gus Guest']);
    expect(await code(house.employees.get(guest, admin.employeeId))).toBe('not_found');
  });
});

describe('a profile', () => {
  it('is revised by its owner alone, once per version that was read', async () => {
    const mine = await house.signedIn(org, await house.hire(admin, { name: 'Rita Reviser' }));
    const { version } = await house.employees.get(mine, mine.employeeId);
    const revised = await house.employees.reviseProfile(mine, { version, bio: ' line one\r\nline two ' });
    expect(revised.bio).toBe('line one\nline two');
    expect(revised.version).toBe(version + 1);
    expect(await code(house.employees.reviseProfile(mine, { version, bio: 'late' }))).toBe(
      'conflict.stale_version',
    );
    for (const name of ['\0', ' ', 'a\nb', '\ud800', 'x'.repeat(201)])
      expect(await code(house.employees.reviseProfile(mine, { version: version + 1, name }))).toBe(
        'input.invalid',
      );
  });

  it('remembers when name or title were changed, and nobody says otherwise', async () => {
    const id = await house.hire(admin, { name: 'Nora Before' });
    const mine = await house.signedIn(org, id);
    const changedAt = async () => {
      const { rows } = await house.owner.query('select card_changed_at from employee where id = $1', [id]);
      return rows[0].card_changed_at as Date | null;
    };
    let { version } = await house.employees.get(mine, id);
    const revise = async (more: object) => {
      version = (await house.employees.reviseProfile(mine, { version, ...more })).version;
      return changedAt();
    };
    expect(await revise({ bio: 'new', pronouns: 'she' })).toBeNull();
    expect(await revise({ name: 'Nora Before', title: null })).toBeNull();
    const renamed = await revise({ name: 'Nora After' });
    expect(Number(renamed)).toBeGreaterThan(Date.now() - 60_000);
    expect(await revise({ bio: 'newer' })).toEqual(renamed);
    const titled = await revise({ title: 'Pilot' });
    expect(Number(titled)).toBeGreaterThan(Number(renamed));
    // Not even whoever writes past the application.
    await house.owner.query(`update employee set card_changed_at = null where id = $1`, [id]);
    expect(await changedAt()).toEqual(titled);
    await house.owner.query(`update employee set name = 'Nora', card_changed_at = null where id = $1`, [id]);
    expect(Number(await changedAt())).toBeGreaterThan(Number(titled));
  });

  it.each(['deactivated', 'former'])(
    'of somebody %s, unknown or foreign is the same not_found',
    async (status) => {
      const reader = await house.signedIn(org, await house.hire(admin, { name: 'Rhea Reader' }));
      const id = await house.hire(admin, { name: 'Gone Person' });
      await house.owner.query('update employee set status = $1 where id = $2', [status, id]);
      const other = await house.found('Elsewhere');
      for (const hidden of [id, other.administratorId, newId()]) {
        expect(await code(house.employees.get(await house.again(reader), hidden))).toBe('not_found');
        expect(
          await code(house.fields.reveal(await house.again(reader), hidden, GuardedField.birthday)),
        ).toBe('not_found');
      }
    },
  );
});

describe('a guarded field', () => {
  const values = { mobile_phone: '+49 151 234-567', birthday: '1990-02-28', private_location: 'Kiel' };

  describe.each(Object.values(GuardedField))('%s', (field) => {
    it('is revealed to exactly whom its audience names, each time recorded first', async () => {
      const design = await house.department(admin, `Design ${field}`);
      const owner = await house.signedIn(
        org,
        await house.hire(admin, { name: 'Olaf Owner', departmentId: design }),
      );
      const viewers = {
        owner,
        neighbour: await house.signedIn(org, await house.hire(admin, { name: 'Nina', departmentId: design })),
        colleague: await house.signedIn(org, await house.hire(admin, { name: 'Carl' })),
        guest: await house.signedIn(
          org,
          await house.hire(admin, { name: 'Gert', kind: EmployeeKind.guest, departmentId: design }),
        ),
        admin,
      };
      const may: Record<FieldAudience, (keyof typeof viewers)[]> = {
        organisation: ['owner', 'neighbour', 'colleague', 'admin'],
        department: ['owner', 'neighbour'],
        only_me: ['owner'],
      };
      for (const audience of Object.values(FieldAudience)) {
        await house.fields.set(await house.again(owner), { field, value: values[field], audience });
        for (const [name, viewer] of Object.entries(viewers)) {
          const fresh = await house.again(viewer);
          // What was refused before is counted no longer.
          await house.gate.close();
          house.trail.recorded.length = 0;
          const open = may[audience].includes(name as keyof typeof viewers);
          const answer = await code(house.fields.reveal(fresh, owner.employeeId, field));
          expect([audience, name, answer]).toEqual([
            audience,
            name,
            open ? 'answered' : name === 'guest' ? 'not_found' : 'auth.forbidden',
          ]);
          // Nobody waits for the record of a refusal.
          await house.gate.close();
          expect(house.trail.recorded.map(({ kind }) => kind)).toEqual(
            open ? ['opened', 'closed'] : ['denied'],
          );
          if (name === 'guest') continue;
          const person = await house.employees.get(fresh, owner.employeeId);
          const state = house.fields.statesOf(fresh, person).find((one) => one.field === field);
          expect(state).toEqual({
            field,
            filled: open,
            audience: open ? audience : FieldAudience.only_me,
            mayReveal: open,
          });
          // Not a byte of it comes with the row.
          expect(person[GUARDED[field].property]).toBeUndefined();
        }
      }
      // An empty field and a closed one look the same to others.
      const other = viewers.colleague;
      const closed = house.fields.statesOf(other, await house.employees.get(other, owner.employeeId));
      await house.fields.set(owner, { field, value: null, audience: FieldAudience.department });
      const fresh = await house.again(other);
      const empty = house.fields.statesOf(fresh, await house.employees.get(fresh, owner.employeeId));
      expect(empty).toEqual(closed);
    });
  });

  it('does not leave when the record cannot be stored', async () => {
    await house.fields.set(admin, {
      field: GuardedField.birthday,
      value: '1980-01-01',
      audience: FieldAudience.organisation,
    });
    house.trail.broken = true;
    const answer = await code(house.fields.reveal(admin, admin.employeeId, GuardedField.birthday));
    house.trail.broken = false;
    expect(answer).not.toBe('answered');
    expect(await code(house.fields.reveal(admin, admin.employeeId, GuardedField.birthday))).toBe('answered');
  });
});

describe('who one is', () => {
  it('is told by a live session of somebody active, and by nothing else', async () => {
    const id = await house.hire(admin, { name: 'Sam Session' });
    const actor = await house.signedIn(org, id);
    const hash = createHash('sha256').update(actor.sessionId).digest();
    const other = (await house.found('Elsewhere')).organisationId;
    expect((await house.gate.actor(org, hash))?.employeeId).toBe(id);
    expect(await house.gate.actor(other, hash)).toBeNull();
    expect(await house.gate.actor(org, createHash('sha256').update(randomUUID()).digest())).toBeNull();

    const sql = (text: string) =>
      house.owner.query(`${text} where organisation_id = '${org}' and id = '${actor.sessionId}'`);
    await sql(
      "update session set created_at = now() - interval '2 days', expires_at = now() - interval '1 second'",
    );
    expect(await house.gate.actor(org, hash)).toBeNull();
    await sql(
      "update session set expires_at = now() + interval '1 day', last_used_at = now() - interval '15 days'",
    );
    expect(await house.gate.actor(org, hash)).toBeNull();
    await sql('update session set last_used_at = now()');
    expect(await house.gate.actor(org, hash)).not.toBeNull();

    await house.keeping.deactivate(admin, id);
    expect(await house.gate.actor(org, hash)).toBeNull();
    expect(await house.gate.refresh(actor)).toBeNull();
    // Let in again, they sign in again: whoever has their old browser by now is not let in with them.
    await house.keeping.reactivate(admin, id);
    expect(await house.gate.actor(org, hash)).toBeNull();
    expect((await house.signedIn(org, id)).employeeId).toBe(id);
  });
});

describe('roles', () => {
  it('leave an administrator, also when two dismiss each other at once', async () => {
    const founded = await house.found();
    const first = await house.signedIn(founded.organisationId, founded.administratorId);
    expect(await code(house.keeping.changeRoles(first, first.employeeId, []))).toBe(
      'employee.last_administrator',
    );
    expect(await code(house.keeping.deactivate(first, first.employeeId))).toBe('employee.last_administrator');
    const id = await house.hire(first, { name: 'Second' });
    await house.keeping.changeRoles(first, id, [Role.administrator]);
    const second = await house.signedIn(founded.organisationId, id);
    const answers = await Promise.all([
      code(house.keeping.changeRoles(first, id, [])),
      code(house.keeping.changeRoles(second, first.employeeId, [])),
    ]);
    expect(answers.sort()).toEqual(['answered', 'auth.forbidden']);
  });

  it('are not changed by who was dismissed while their request was under way', async () => {
    const founded = await house.found();
    const first = await house.signedIn(founded.organisationId, founded.administratorId);
    const [id, friend] = [
      await house.hire(first, { name: 'Second' }),
      await house.hire(first, { name: 'Friend' }),
    ];
    await house.keeping.changeRoles(first, id, [Role.administrator]);
    const second = await house.signedIn(founded.organisationId, id);
    await house.keeping.changeRoles(first, id, []);
    expect(await code(house.keeping.changeRoles(second, friend, [Role.administrator]))).toBe(
      'auth.forbidden',
    );
    expect(await code(house.keeping.deactivate(second, friend))).toBe('auth.forbidden');
    await house.keeping.deactivate(first, id);
    expect(await code(house.keeping.changeRoles(second, friend, [Role.administrator]))).toBe(
      'auth.signed_out',
    );
  });

  it('are changed by administrators only, one approver role a person, none for guests', async () => {
    const id = await house.hire(admin, { name: 'Rollo' });
    const plain = await house.signedIn(org, id);
    expect(await code(house.keeping.changeRoles(plain, id, [Role.administrator]))).toBe('auth.forbidden');
    expect(
      await code(house.keeping.changeRoles(admin, id, [Role.works_council, Role.compliance_officer])),
    ).toBe('employee.one_approver_role');
    const changed = await house.keeping.changeRoles(admin, id, [Role.works_council, Role.moderator]);
    expect(changed.roles).toEqual(['employee', 'works_council', 'moderator']);
    expect((await house.again(plain)).roles).toEqual(new Set(['employee', 'works_council', 'moderator']));
    const guest = await house.hire(admin, { name: 'Gil', kind: EmployeeKind.guest });
    expect(await code(house.keeping.changeRoles(admin, guest, [Role.moderator]))).toBe(
      'employee.roles_need_employment',
    );
  });
});

describe('another organisation', () => {
  it('is out of reach by the gate and by SQL as role api', async () => {
    const other = await house.found('Elsewhere');
    const theirs = other.administratorId;
    for (const action of employeePolicy.actions)
      expect(await house.gate.load(await house.again(admin), employeePolicy, action, theirs)).toBeNull();
    expect(await code(house.keeping.deactivate(admin, theirs))).toBe('not_found');
    expect(await code(house.keeping.transfer(admin, theirs, null))).toBe('not_found');

    const tables = [
      'employee',
      'department',
      'audience',
      'audience_holder',
      'employee_name_word',
      'organisation',
    ];
    for (const table of tables) {
      const text = `select count(*) from ${table} where organisation_id = $1::uuid`;
      const [[row]] = (await house.database.flight(org, [{ text, values: [other.organisationId] }])) as [
        [string[]],
      ];
      expect([table, row[0]]).toEqual([table, '0']);
      await expect(house.database.withoutOrganisation([{ text, values: [org] }])).rejects.toThrow();
    }
    await expect(
      house.database.flight(org, [
        {
          text: 'insert into audience_holder (organisation_id, audience_key, employee_id, outside) values ($1::uuid, 1, $2::uuid, false)',
          values: [other.organisationId, theirs],
        },
      ]),
    ).rejects.toThrow();
  });
});
