import { createMongoAbility, type MongoAbility, type RawRuleOf } from '@casl/ability';
import type { Actor } from './actor.js';
import type { Comparison } from './condition.js';
import { allPolicies, type Policy, rulesFor } from './policy.js';

/**
 * The same rules as a CASL ability, for whoever asks about rules rather than rows: the guard ("may this actor do this to
 * anything?"), the permission matrix, and the property test that holds SQL, matcher and CASL together.
 *
 * Never decide a row with it (CASL answers `can(action, Type)` for "at least one"); the gate judges rows.
 */
export function abilityOf(actor: Actor, policies: readonly Policy[] = allPolicies()): MongoAbility {
  const rules: RawRuleOf<MongoAbility>[] = [];
  for (const policy of policies) {
    for (const action of policy.actions) {
      for (const position of rulesFor(policy, actor, action)) {
        const rule = policy.rules[position];
        if (!rule) continue;
        const base = { action, subject: policy.entity as never };
        rules.push(
          rule.comparisons.length === 0
            ? base
            : {
                ...base,
                conditions: Object.assign({}, ...rule.comparisons.map((one) => toMongo(one, actor))),
              },
        );
      }
    }
  }
  return createMongoAbility(rules, {
    detectSubjectType: (row) => (typeof row === 'object' ? (row as object).constructor : row) as never,
  });
}

/** A fact that the actor lacks becomes a test nothing meets: CASL would read `undefined` as "has no owner". */
function toMongo(comparison: Comparison, actor: Actor): Record<string, unknown> {
  const { property } = comparison.column;
  if ('fact' in comparison) {
    const { fact, operator } = comparison;
    if (operator === 'in' || operator === 'any') return { [property]: { $in: [...actor.facts.set(fact)] } };
    const single = actor.facts.single(fact);
    return { [property]: { $in: single === null ? [] : [single] } };
  }
  if (comparison.operator === 'in') return { [property]: { $in: comparison.values } };
  return {
    [property]: comparison.operator === 'has' ? { $in: [comparison.value] } : { $eq: comparison.value },
  };
}
