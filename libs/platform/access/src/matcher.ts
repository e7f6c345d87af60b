import type { Actor } from './actor.js';
import type { Comparison } from './condition.js';
import { type Policy, rulesFor } from './policy.js';

type Matcher = (row: Readonly<Record<string, unknown>>, actor: Actor) => boolean;

const compiled = new WeakMap<Policy, readonly Matcher[]>();

/** Who is told how rows were judged for an actor, and for whom they are judged then; see `Witness`. */
interface Overhearing {
  readonly behind: Actor;
  tell(policy: Policy, action: string, row: object, allowed: boolean): void;
}

const overheard = new WeakMap<Actor, Overhearing>();

/** Rows are judged for somebody who stands behind this actor, and each judgement is told. */
export function overhear(actor: Actor, by: Overhearing): void {
  overheard.set(actor, by);
}

/**
 * Judges one row in memory: true when some rule that speaks of the actor allows the action. Cost does not depend on how
 * many keys the actor holds.
 * @throws Error when a column that a rule looks at was not loaded; a half-loaded row must not be judged.
 */
export function allows(policy: Policy, actor: Actor, action: string, row: object): boolean {
  const by = overheard.get(actor);
  if (!by) return judge(policy, actor, action, row);
  const allowed = judge(policy, by.behind, action, row);
  by.tell(policy, action, row, allowed);
  return allowed;
}

function judge(policy: Policy, actor: Actor, action: string, row: object): boolean {
  let matchers = compiled.get(policy);
  if (!matchers) {
    matchers = policy.rules.map(({ comparisons }) => compileAll(policy.resource, comparisons));
    compiled.set(policy, matchers);
  }
  for (const position of rulesFor(policy, actor, action)) {
    if (matchers[position]?.(row as Record<string, unknown>, actor)) return true;
  }
  return false;
}

/** The actions an actor may do with one row, in the order the policy lists them. */
export function allowedActions(policy: Policy, actor: Actor, row: object): readonly string[] {
  return policy.actions.filter((action) => allows(policy, actor, action, row));
}

function compileAll(resource: string, comparisons: readonly Comparison[]): Matcher {
  const tests = comparisons.map((comparison) => compile(resource, comparison));
  return (row, actor) => tests.every((test) => test(row, actor));
}

function compile(resource: string, comparison: Comparison): Matcher {
  const { property } = comparison.column;
  const test = testOf(comparison);
  return (row, actor) => {
    const value = row[property];
    if (value === undefined)
      throw new Error(`${resource}.${property} was not loaded, so its row cannot be judged.`);
    // As in SQL, a comparison with null is never true.
    return value !== null && test(value, actor);
  };
}

function testOf(comparison: Comparison): (value: unknown, actor: Actor) => boolean {
  if ('fact' in comparison) {
    const { fact } = comparison;
    switch (comparison.operator) {
      case 'eq':
        return (value, actor) => String(value) === actor.facts.single(fact);
      case 'in':
        return (value, actor) => actor.facts.set(fact).has(String(value));
      case 'any':
        return (value, actor) => {
          const set = actor.facts.set(fact);
          return (value as readonly unknown[]).some((element) => set.has(String(element)));
        };
      case 'has':
        return (value, actor) => {
          const single = actor.facts.single(fact);
          return single !== null && (value as readonly unknown[]).includes(single);
        };
    }
  }
  if (comparison.operator === 'in') {
    const values = new Set<unknown>(comparison.values);
    return (value) => values.has(value);
  }
  const expected = comparison.value;
  return comparison.operator === 'has'
    ? (value) => (value as readonly unknown[]).includes(expected)
    : (value) => value === expected;
}
