import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ActorFacts, type EmployeeActor } from './actor.js';
import { defineFact, keys, me } from './fact.js';
import { allows } from './matcher.js';
import { definePolicy, type Policy } from './policy.js';
import { Witness } from './witness.js';

@Entity('witnessed')
class Witnessed {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid' })
  authorId!: string;

  @Column({ type: 'bigint', array: true })
  audienceKeys!: string[];
}

const language = defineFact('language', 'text');
const policy: Policy = definePolicy(Witnessed, ['read', 'revise', 'tend'], ({ can }) => {
  can('read', { audienceKeys: { any: keys } });
  can(['read', 'revise'], { authorId: me });
  can('tend', { audienceKeys: { any: keys } }, { roles: ['administrator'] });
});
const row: Witnessed = Object.assign(new Witnessed(), { id: 'p', authorId: 'ann', audienceKeys: ['7'] });

function actor(name: string, held: readonly string[], more: Partial<EmployeeActor> = {}): EmployeeActor {
  return {
    kind: 'employee',
    organisationId: 'o',
    requestId: `request of ${name}`,
    employeeId: name,
    sessionId: `session of ${name}`,
    accountId: `account of ${name}`,
    roles: new Set(['employee']),
    offices: new Set(),
    facts: new ActorFacts({ me: name, keys: held, language: 'en' }),
    ...more,
  };
}

const [bea, cas] = [actor('bea', ['7']), actor('cas', ['7', '8'])];

describe('what was worked out for one actor', () => {
  it('holds for others of whom every judgement is the same, and for nobody else', () => {
    const witness = new Witness(bea);
    const told = policy.actions.map((action) => allows(policy, witness.actor, action, row));
    expect(told).toEqual([true, false, false]);
    expect(witness.isTheirsAlone).toBe(false);
    expect(witness.holdsFor(cas)).toBe(true);
    expect(witness.holdsFor(actor('dan', []))).toBe(false);
    expect(witness.holdsFor(actor('ann', ['7']))).toBe(false);
    expect(witness.holdsFor(actor('eve', ['7'], { roles: new Set(['employee', 'administrator']) }))).toBe(
      false,
    );
  });

  it('holds by a fact only for those of whom it is the same', () => {
    const witness = new Witness(bea);
    expect(witness.actor.facts.single(language)).toBe('en');
    expect(witness.holdsFor(cas)).toBe(true);
    const german = new ActorFacts({ me: 'fay', keys: ['7'], language: 'de' });
    expect(witness.holdsFor(actor('fay', [], { facts: german }))).toBe(false);
    witness.actor.facts.single(me);
    expect(witness.holdsFor(cas)).toBe(false);
  });

  it('holds for nobody in another organisation', () => {
    expect(new Witness(bea).holdsFor(actor('bea', ['7'], { organisationId: 'p' }))).toBe(false);
  });

  it.each<[string, (one: EmployeeActor) => unknown]>([
    ['who they are', (one) => one.employeeId],
    ['their session', (one) => one.sessionId],
    ['their account', (one) => one.accountId],
    ['their request', (one) => one.requestId],
    ['their roles', (one) => one.roles.has('administrator')],
    ['their offices', (one) => one.offices.size],
    ['their keys', (one) => one.facts.set(keys).has('7')],
    ['their keys as a parameter', (one) => one.facts.parameter(keys)],
    ['a copy of them', (one) => ({ ...one })],
  ])('is theirs alone once somebody looked at %s', (_, look) => {
    const witness = new Witness(bea);
    look(witness.actor);
    expect(witness.isTheirsAlone).toBe(true);
    expect(witness.holdsFor(bea)).toBe(false);
  });

  it('was worked out for who they are', () => {
    const witness = new Witness(bea);
    const { kind, organisationId, employeeId, roles } = witness.actor;
    expect({ kind, organisationId, employeeId, roles }).toMatchObject({
      kind: 'employee',
      organisationId: 'o',
      employeeId: 'bea',
      roles: bea.roles,
    });
    expect(witness.actor.facts.set(keys)).toEqual(new Set(['7']));
  });
});
