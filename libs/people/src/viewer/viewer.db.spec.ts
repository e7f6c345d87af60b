import { randomBytes } from 'node:crypto';
import { type Actor, type EmployeeActor, employeeOf } from '@courtyard/access';
import { assertFieldNumbers, catalogueOf, READ_FIELD_REGISTER, registeredField } from '@courtyard/catalogue';
import { InstantScalar, toNodeId } from '@courtyard/graphql';
import { identityProviders, Language, SECURITY_TRAIL, type SessionContext } from '@courtyard/identity';
import { CLOCK, Gate, systemClock, Throttle } from '@courtyard/records';
import { Global, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { printSchema } from 'graphql';
import { v7 as newId } from 'uuid';
import { AudienceGroup, AudienceHolder } from '../audience/audience.entity.js';
import { Department } from '../department/department.entity.js';
import { DepartmentService } from '../department/department.service.js';
import { Employee } from '../employee/employee.entity.js';
import { EmployeeNameWord } from '../employee/employee-name-word.entity.js';
import { InvitingService } from '../employee/inviting.service.js';
import { type House, openHouse } from '../fixtures/house.js';
import { FoundingService } from '../organisation/founding.service.js';
import { PeopleModule, peopleResolvers } from '../people.module.js';
import { EmployeePhoto } from '../photo/photo.entity.js';
import { ViewerService } from './viewer.service.js';

let house: House;
let app: INestApplicationContext;

const PASSWORD = 'a lake nobody has named yet';
interface TestContext extends SessionContext {
  actor: Actor | null;
  readonly tokens: string[];
}

const context = (): TestContext => {
  const tokens: string[] = [];
  return {
    requestId: newId(),
    actor: null,
    client: { address: '203.0.113.7', userAgent: undefined },
    tokens,
    startSession: (token) => void tokens.push(token),
    endSession: () => {},
  };
};
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (failure: { code?: string; message: string }) => failure.code ?? failure.message,
  );
const tokenOf = (path: string) => path.slice('/invitation#'.length);

beforeAll(async () => {
  house = await openHouse();
  const options = { secret: randomBytes(32), cost: { memoryCost: 1024, timeCost: 2, parallelism: 1 } };
  @Global()
  @Module({
    providers: [
      { provide: Gate, useValue: house.gate },
      { provide: Throttle, useValue: new Throttle(house.database) },
      { provide: CLOCK, useValue: systemClock },
      { provide: SECURITY_TRAIL, useValue: { append: async () => {} } },
      ...identityProviders(options),
    ],
    exports: [
      Gate,
      Throttle,
      SECURITY_TRAIL,
      CLOCK,
      ...(identityProviders(options).filter((one) => typeof one === 'function') as never[]),
    ],
  })
  class Ground {}
  @Module({ imports: [Ground, PeopleModule] })
  class App {}
  app = await NestFactory.createApplicationContext(App, { logger: false, abortOnError: false });
}, 60_000);
afterAll(async () => {
  await app?.close();
  await house?.close();
});

describe('an organisation', () => {
  it('is founded with one administrator, a link and no password, and a handle only once', async () => {
    const founding = app.get(FoundingService);
    const viewers = app.get(ViewerService);
    const handle = `kessler-${Date.now()}`;
    const administrator = { name: 'Ada Admin', email: `Ada@${handle}.example` };
    const founded = await founding.found({ name: 'Kessler Pumps', handle, administrator });
    const again = founding.found({ name: 'Other', handle, administrator });
    expect(await code(again)).toBe('organisation.handle_taken');

    const token = tokenOf(founded.invitation.path);
    expect(await viewers.greet(token)).toEqual({
      organisationName: 'Kessler Pumps',
      name: 'Ada Admin',
      email: `ada@${handle}.example`,
    });
    expect(await code(viewers.greet(`${token.slice(0, -1)}_`))).toBe('invitation.invalid');
    const accepting = context();
    const viewer = await viewers.acceptInvitation({ token, password: PASSWORD }, accepting);
    expect(viewer.roles).toEqual(['employee', 'administrator']);
    expect(viewer.organisation.name).toBe('Kessler Pumps');
    expect(viewer.language).toBe(Language.en);
    expect(accepting.tokens).toHaveLength(1);
    // The rest of the answer is resolved by who they are by now.
    expect(employeeOf(accepting.actor).employeeId).toBe(founded.administratorId);
    expect(await code(viewers.acceptInvitation({ token, password: PASSWORD }, context()))).toBe(
      'invitation.already_used',
    );

    const signingIn = context();
    const credentials = { email: administrator.email, password: PASSWORD, organisation: handle };
    await viewers.signIn(credentials, signingIn);
    const actor = employeeOf(signingIn.actor);
    expect((await viewers.changeLanguage(actor, Language.de)).language).toBe('de');
    expect((await viewers.of((await house.gate.refresh(actor)) as EmployeeActor)).language).toBe('de');
    expect(
      await code(viewers.signIn({ ...credentials, password: 'another lake altogether' }, context())),
    ).toBe('sign_in.wrong');
  });

  it('has its first link made again while no administrator has come, and never after', async () => {
    const founding = app.get(FoundingService);
    const viewers = app.get(ViewerService);
    const handle = `lost-${Date.now()}`;
    const email = `ada@${handle}.example`;
    const founded = await founding.found({ name: 'Lost', handle, administrator: { name: 'Ada', email } });
    const { organisationId } = founded;
    const renewed = await founding.renewFirstLink(organisationId, `Other@${handle}.example`);
    expect(await code(viewers.greet(tokenOf(founded.invitation.path)))).toBe('invitation.invalid');
    const token = tokenOf(renewed.path);
    expect(await viewers.greet(token)).toMatchObject({ name: 'Ada', email: `other@${handle}.example` });
    await viewers.acceptInvitation({ token, password: PASSWORD }, context());
    expect(await code(founding.renewFirstLink(organisationId, email))).toBe('organisation.administered');
    expect(await code(founding.renewFirstLink(newId(), email))).toBe('organisation.administered');
  });

  it('refuses a handle that is no DNS label, and is not half founded', async () => {
    const founding = app.get(FoundingService);
    for (const handle of ['-a', 'A', 'a b', '', 'x'.repeat(64)]) {
      const { rows: before } = await house.owner.query('select count(*) from organisation');
      const administrator = { name: 'Ada', email: 'a@b.example' };
      expect(await code(founding.found({ name: 'N', handle, administrator }))).toBe('input.invalid');
      expect(
        await code(founding.found({ name: 'N', handle: 'ok', administrator: { name: 'Ada', email: 'x' } })),
      ).toBe('input.invalid');
      const { rows: after } = await house.owner.query('select count(*) from organisation');
      expect(after).toEqual(before);
    }
  });
});

describe('an invitation', () => {
  it('takes somebody in once per request, renews its link, and signs nobody in who left', async () => {
    const founded = await house.found();
    const admin = await house.signedIn(founded.organisationId, founded.administratorId);
    const inviting = app.get(InvitingService);
    const viewers = app.get(ViewerService);
    const input = { idempotencyKey: newId(), name: 'Bill Brown', email: `bill-${newId()}@kessler.example` };
    const first = await inviting.invite(admin, input);
    const second = await inviting.invite(admin, input);
    const { rows } = await house.owner.query(
      "select id from employee where organisation_id = $1 and name = 'Bill Brown'",
      [founded.organisationId],
    );
    expect(rows).toHaveLength(1);
    expect(await code(viewers.greet(tokenOf(first.path)))).toBe('invitation.invalid');
    expect(await code(inviting.invite(admin, { ...input, name: 'Bill Black' }))).toBe(
      'conflict.idempotency_key_reused',
    );
    const accepting = context();
    await viewers.acceptInvitation({ token: tokenOf(second.path), password: PASSWORD }, accepting);
    const bill = employeeOf(accepting.actor);
    expect(
      await code(inviting.invite(bill, { ...input, idempotencyKey: newId(), email: 'x@y.example' })),
    ).toBe('auth.forbidden');
    expect(await code(inviting.invite(admin, { ...input, idempotencyKey: newId() }))).toBe(
      'account.address_taken',
    );

    await house.keeping.deactivate(admin, bill.employeeId);
    const { rows: handles } = await house.owner.query(
      'select handle from organisation_handle where organisation_id = $1',
      [founded.organisationId],
    );
    const late = context();
    const credentials = { email: input.email, password: PASSWORD, organisation: handles[0].handle };
    expect(await code(viewers.signIn(credentials, late))).toBe('sign_in.wrong');
    expect(late.tokens).toEqual([]);
  });

  it('does not reach into another organisation', async () => {
    const founded = await house.found();
    const admin = await house.signedIn(founded.organisationId, founded.administratorId);
    const other = await house.found('Elsewhere');
    const theirs = await house.department(
      await house.signedIn(other.organisationId, other.administratorId),
      'Theirs',
    );
    const inviting = app.get(InvitingService);
    const input = { idempotencyKey: newId(), name: 'Bill', email: 'bill@kessler.example' };
    expect(await code(inviting.invite(admin, { ...input, departmentId: toNodeId(Department, theirs) }))).toBe(
      'not_found',
    );
  });
});

describe('departments', () => {
  it('come as a tree with exact counts, for colleagues only', async () => {
    const founded = await house.found();
    const admin = await house.signedIn(founded.organisationId, founded.administratorId);
    const service = app.get(DepartmentService);
    const input = { idempotencyKey: newId(), name: 'Design' };
    const design = await service.create(admin, input);
    expect((await service.create(admin, input)).id).toBe(design.id);
    const ux = await service.create(admin, {
      idempotencyKey: newId(),
      name: 'UX',
      parentId: toNodeId(Department, design.id),
    });
    expect(ux.ancestors).toEqual([design.id]);
    const id = await house.hire(admin, { name: 'Uma', departmentId: ux.id });
    const colleague = await house.signedIn(founded.organisationId, id);
    expect((await service.all(colleague)).map(({ name }) => name)).toEqual(['Design', 'UX']);
    expect(await code(service.create(colleague, { idempotencyKey: newId(), name: 'Mine' }))).toBe(
      'auth.forbidden',
    );
    const below = { kind: 'department_below' as never, id: design.id };
    expect(await house.directory.holdersOf(colleague, below)).toMatchObject({ holders: 1 });
    const guest = await house.hire(admin, { name: 'Gus', kind: 'guest' as never });
    expect(await service.all(await house.signedIn(founded.organisationId, guest))).toEqual([]);
  });
});

it('has field numbers that a migration gave', async () => {
  const { rows } = await house.owner.query({ text: READ_FIELD_REGISTER, rowMode: 'array' });
  const mine = new Set(['Employee', 'EmployeeNameWord', 'EmployeePhoto', 'AudienceGroup', 'AudienceHolder']);
  const register = rows
    .map((row: unknown[]) =>
      registeredField(row.map((cell) => (typeof cell === 'boolean' ? (cell ? 't' : 'f') : String(cell)))),
    )
    .filter(({ entity }) => mine.has(entity));
  assertFieldNumbers(
    catalogueOf([Employee, EmployeeNameWord, EmployeePhoto, AudienceGroup, AudienceHolder]),
    register,
  );
});

it('makes the schema it promises', async () => {
  const builder = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
  const schema = await builder.get(GraphQLSchemaFactory).create(peopleResolvers, [InstantScalar]);
  const text = printSchema(schema)
    .replace(/"""[\s\S]*?"""/g, '')
    .replace(/\s+/g, ' ');
  await builder.close();
  for (const part of [
    'employees( first: Int! = 20 after: String search: String departmentId: ID ): EmployeeConnection!',
    'audience(parts: [AudiencePartInput!]!): Audience!',
    'revealField(employeeId: ID!, field: GuardedField!): RevealedField!',
    'inviteEmployee(input: InviteEmployeeInput!): InvitationLink!',
    'audienceOptions(search: String!, first: Int! = 8): [AudienceOption!]!',
    'guarded: [GuardedFieldState!]!',
    'photoUrl(size: PhotoSize! = small): String',
    'me: Viewer!',
    'invitation(token: String!): Invitation!',
  ])
    expect(text).toContain(part);
  // Guarded fields and the machine's own columns are not types of the schema at all.
  for (const hidden of [
    'mobilePhone',
    'birthdayAudience',
    'privateLocation',
    'audienceKeys',
    'nameFolded',
    'importedFrom',
    'photoToken',
  ])
    expect(text).not.toContain(`${hidden}:`);
});
