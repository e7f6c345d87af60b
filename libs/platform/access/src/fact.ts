/** PostgreSQL types a fact may have; the gate casts parameters to exactly these. */
export type FactType = 'uuid' | 'text' | 'uuid[]' | 'bigint[]' | 'text[]';

/**
 * Something known about an actor that a policy may compare a row with. Facts are symbolic in policies, so that one rule
 * serves as SQL with constant text (a named statement) and as a matcher in memory.
 */
export interface Fact<Name extends string = string> {
  readonly fact: Name;
  readonly type: FactType;
}

const facts = new Map<string, Fact>();

/** @throws Error when the name is taken by a fact of another type. */
export function defineFact<const Name extends string>(name: Name, type: FactType): Fact<Name> {
  const known = facts.get(name);
  if (known && known.type !== type) throw new Error(`Fact "${name}" is ${known.type} elsewhere.`);
  const fact = Object.freeze({ fact: name, type });
  facts.set(name, fact);
  return fact;
}

export function isFact(value: unknown): value is Fact {
  return typeof value === 'object' && value !== null && 'fact' in value && 'type' in value;
}

export function isListFact(fact: Fact): boolean {
  return fact.type.endsWith('[]');
}

/** The actor's own employee id. */
export const me = defineFact('me', 'uuid');
/** The audience keys the actor holds (architecture.md, "Audience"). */
export const keys = defineFact('keys', 'bigint[]');
/** From when the actor decides in a role that rests, ISO 8601; nobody's for whom none rests. */
export const officeFrom = defineFact('officeFrom', 'text');
