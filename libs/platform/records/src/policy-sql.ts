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
  const rules = rulesFor(policy, actor, action).map((position) => policy.rules[position]?.comparisons ?? []);
  if (rules.length === 0) return 'false';
  // Before any operand becomes a parameter: PostgreSQL refuses a parameter that the text does not name.
  if (rules.some((comparisons) => comparisons.length === 0)) return 'true';
  const texts = rules.map((comparisons) =>
    comparisons.map((comparison) => comparisonSql(comparison, row, parameters)).join(' and '),
  );
  return texts.length === 1 ? `(${texts[0]})` : `(${texts.map((text) => `(${text})`).join(' or ')})`;
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
