import type { Comparison } from './condition.js';
import { allPolicies, type Policy, type Rule } from './policy.js';

/**
 * The permission matrix as Markdown, one table per resource: what each action needs, in the words of the policy. Kept in
 * `docs/generated/permissions.md`, so that a permission never changes without a line in somebody's review.
 */
export function permissionMatrix(policies: readonly Policy[] = allPolicies()): string {
  const lines = ['# Permissions', '', 'Generated from the policies. What is not listed is not allowed.', ''];
  for (const policy of policies) {
    lines.push(`## ${policy.resource}`, '', '| action | who | rows |', '|---|---|---|');
    for (const action of policy.actions) {
      const rules = policy.rules.filter((rule) => rule.actions.has(action));
      if (rules.length === 0) lines.push(`| ${action} | nobody | |`);
      for (const rule of rules) {
        const rows =
          rule.comparisons.length === 0
            ? `every row: ${rule.reason}`
            : rule.comparisons.map(inWords).join(' and ');
        lines.push(`| ${action} | ${whom(rule)} | ${rows} |`);
      }
      const silent = policy.unrecorded.get(action);
      if (silent !== undefined) lines.push(`| ${action} | leaves no event | ${silent} |`);
    }
    lines.push('');
  }
  return lines.join('\n');
}

function whom({ errand, roles, offices }: Rule): string {
  if (errand !== undefined) return `errand \`${errand}\``;
  if (offices !== undefined) return `${offices.join(', ')}, after their rest`;
  return roles?.join(', ') ?? 'every employee';
}

function inWords(comparison: Comparison): string {
  const { property } = comparison.column;
  const sign = { eq: '=', in: 'in', any: 'shares one with', has: 'contains' }[comparison.operator];
  if ('fact' in comparison) return `${property} ${sign} *${comparison.fact.fact}*`;
  return `${property} ${sign} ${'values' in comparison ? comparison.values.join(', ') : String(comparison.value)}`;
}
