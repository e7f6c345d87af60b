import { type Actor, type Comparison, type Policy, rulesFor } from '@courtyard/access';
import type { Parameters } from './parameters.js';

/**
 * A policy as an SQL condition over the alias `row`: the same rules the matcher knows. No rule that speaks of the actor
 * yields `false`: nothing, never everything.
 */
export function policySql(
  policy: Policy,
  actor: Actor,
  action: string,
  row: string,
  parameters: Parameters,
): string {
  const rules = rulesFor(policy, actor, action).map((position) => {
    const comparisons = policy.rules[position]?.comparisons ?? [];
    if (comparisons.length === 0) return 'true';
    return comparisons.map((comparison) => comparisonSql(comparison, row, parameters)).join(' and ');
  });
  if (rules.length === 0) return 'false';
  if (rules.includes('true')) return 'true';
  return rules.length === 1 ? `(${rules[0]})` : `(${rules.map((rule) => `(${rule})`).join(' or ')})`;
}

function comparisonSql(comparison: Comparison, row: string, parameters: Parameters): string {
  const { column } = comparison;
  const name = `${row}.${identifier(column.name)}`;
  if ('fact' in comparison) {
    const operand = parameters.operand(comparison.fact, column.type);
    switch (comparison.operator) {
      case 'eq':
        return `${name} = ${operand}`;
      case 'in':
        return `${name} = any (${operand})`;
      case 'any':
        return `${name} && ${operand}`;
      case 'has':
        return `${name} @> array[${operand}]`;
    }
  }
  if (comparison.operator === 'in')
    return `${name} = any (${parameters.add(comparison.values, `${column.type}[]`)})`;
  const operand = parameters.add(comparison.value, column.type);
  return comparison.operator === 'has' ? `${name} @> array[${operand}]` : `${name} = ${operand}`;
}

/** Names come from our own mapping, never from a request; quoting them is the second wall. */
export function identifier(name: string): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) throw new Error(`"${name}" is not a plain identifier.`);
  return `"${name}"`;
}
