import { subject } from '@casl/ability';
import fc from 'fast-check';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { abilityOf } from './ability.js';
import { type Actor, ActorFacts, systemActor } from './actor.js';
import { defineFact, keys, me } from './fact.js';
import { allowedActions, allows } from './matcher.js';
import { definePolicy, everyRow, type Policy } from './policy.js';

@Entity('toy_note')
class ToyNote {
  @PrimaryColumn({ type: 'uuid' }) organisationId!: string;
  @PrimaryColumn({ type: 'uuid' }) id!: string;
  @Column({ type: 'uuid' }) authorId!: string;
  @Column({ type: 'text' }) status!: string;
  @Column({ type: 'bigint', array: true }) audienceKeys!: string[];
  @Column({ type: 'uuid', array: true }) helperIds!: string[];
  @Column({ type: 'uuid', nullable: true }) departmentId!: string | null;
}

const department = defineFact('toyDepartment', 'uuid');

const notes = definePolicy(ToyNote, ['read', 'revise', 'hide', 'collect'], ({ can, errand }) => {
  can('read', { status: 'published', audienceKeys: { any: keys } });
  can(['read', 'revise'], { authorId: me });
  can('revise', { helperIds: { has: me }, status: { in: ['published', 'draft'] } });
  can('read', { departmentId: department });
  can('hide', everyRow('moderators decide over every note'), { roles: ['moderator'] });
  errand('import', 'collect', everyRow('an import places rows for others'));
});

const ids = ['a', 'b', 'c'].map((letter) => `0190${letter.repeat(4)}-0000-7000-8000-000000000000`);
const id = fc.constantFrom(...ids);
const key = fc.constantFrom('1', '2', '3', '9007199254740993');

const anyRow = fc.record({
  organisationId: fc.constant(ids[0]),
  id,
  authorId: id,
  status: fc.constantFrom('draft', 'published', 'withdrawn'),
  audienceKeys: fc.array(key, { maxLength: 3 }),
  helperIds: fc.array(id, { maxLength: 2 }),
  departmentId: fc.option(id),
});

const anyActor: fc.Arbitrary<Actor> = fc
  .record({
    me: fc.option(id),
    keys: fc.option(fc.array(key, { maxLength: 4 })),
    toyDepartment: fc.option(id),
    moderator: fc.boolean(),
  })
  .map(({ moderator, me: own, keys: held, toyDepartment }) => ({
    kind: 'employee' as const,
    organisationId: ids[0] as string,
    employeeId: own ?? 'nobody',
    accountId: 'x',
    sessionId: 'x',
    requestId: 'x',
    roles: new Set(moderator ? ['employee', 'moderator'] : ['employee']),
    offices: new Set<string>(),
    // A fact that is missing altogether is the dangerous case: CASL would take undefined for "rows without an owner".
    facts: new ActorFacts({
      ...(own ? { me: own } : {}),
      ...(held ? { keys: held } : {}),
      ...(toyDepartment ? { toyDepartment } : {}),
    }),
  }));

function agreesWithCasl(judge: (policy: Policy, actor: Actor, action: string, row: object) => boolean): void {
  fc.assert(
    fc.property(anyRow, anyActor, fc.constantFrom(...notes.actions), (values, actor, action) => {
      const row = Object.assign(new ToyNote(), values);
      const casl = abilityOf(actor, [notes]).can(action, subject(ToyNote as never, row) as never);
      expect(judge(notes, actor, action, row)).toBe(casl);
    }),
    { numRuns: 2_000 },
  );
}

describe('a policy', () => {
  it('means the same to the matcher and to CASL', () => agreesWithCasl(allows));

  it('and the comparison would notice a matcher that is too kind', () => {
    const kind = (policy: Policy, actor: Actor, action: string, row: object) =>
      allows(policy, actor, action, row) || (action === 'read' && (row as ToyNote).departmentId === null);
    expect(() => agreesWithCasl(kind)).toThrow();
  });

  it('gives an actor without facts nothing, also where a column is null', () => {
    const nobody: Actor = { ...systemActor('nothing', ids[0] as string) };
    const row = Object.assign(new ToyNote(), { ...fc.sample(anyRow, 1)[0], departmentId: null });
    expect(allowedActions(notes, nobody, row)).toEqual([]);
  });

  it('grants to an errand by name only', () => {
    const row = Object.assign(new ToyNote(), fc.sample(anyRow, 1)[0]);
    expect(allowedActions(notes, systemActor('import', ids[0] as string), row)).toEqual(['collect']);
    expect(allowedActions(notes, systemActor('imports', ids[0] as string), row)).toEqual([]);
  });

  it('goes by the roles of whoever is asked for, also right after somebody of others', () => {
    const held = (roles: readonly string[], offices: readonly string[] = []): Actor => ({
      ...(systemActor('x', ids[0] as string) as object as Actor & { kind: 'employee' }),
      kind: 'employee',
      employeeId: 'nobody',
      accountId: 'x',
      sessionId: 'x',
      roles: new Set(roles) as Set<never>,
      offices: new Set(offices) as Set<never>,
    });
    const [plain, moderator] = [held(['employee']), held(['employee', 'moderator'])];
    // A request of the same person is another actor with the same roles; one whose roles were read again is not.
    const asked = [
      plain,
      moderator,
      { ...plain },
      { ...moderator },
      { ...moderator, roles: new Set() as Set<never> },
    ];
    const row = {
      organisationId: ids[0],
      id: ids[0],
      authorId: 'x',
      status: 'draft',
      audienceKeys: [],
      helperIds: [],
      departmentId: null,
    };
    expect(asked.map((one) => allows(notes, one, 'hide', row))).toEqual([false, true, false, true, false]);
    expect(
      asked.map(
        (one) =>
          allows(notes, systemActor('import', ids[0] as string), 'hide', row) ||
          allows(notes, one, 'hide', row),
      ),
    ).toEqual([false, true, false, true, false]);
  });

  it('does not judge a row that was loaded by half', () => {
    const [actor] = fc.sample(anyActor, 1);
    expect(() => allows(notes, actor as Actor, 'revise', new ToyNote())).toThrow(/not loaded/);
  });

  it.each([
    ['no conditions', {}],
    ['an undefined value', { authorId: undefined }],
    ['null', { authorId: null }],
    ['an unknown column', { owner: me }],
    ['an unknown operator', { status: { like: '%' } }],
    ['two operators', { status: { in: ['a'], any: keys } }],
    ['an empty list', { status: { in: [] } }],
    ['a list fact where one value is meant', { authorId: keys }],
    ['an array test on a scalar', { status: { any: keys } }],
    ['a scalar test on an array', { audienceKeys: '1' }],
    ['has with a list', { helperIds: { has: keys } }],
  ])('refuses %s when it is defined', (_, conditions) => {
    @Entity(`toy_${Math.random()}`)
    class Refused extends ToyNote {}
    expect(() => definePolicy(Refused, ['read'], ({ can }) => can('read', conditions as never))).toThrow(
      /Policy of Refused/,
    );
  });

  it('refuses manage, all, unlisted actions and a second policy', () => {
    @Entity('toy_broad')
    class Broad extends ToyNote {}
    expect(() => definePolicy(Broad, ['manage'], () => {})).toThrow(/not an action/);
    expect(() => definePolicy(Broad, ['read'], ({ can }) => can('write' as never, { authorId: me }))).toThrow(
      /not among/,
    );
    expect(() => definePolicy(ToyNote, ['read'], () => {})).toThrow(/twice/);
  });
});
