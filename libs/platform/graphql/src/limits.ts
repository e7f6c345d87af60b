import { ApolloArmor } from '@escape.tech/graphql-armor';
import type { ValidationRule } from 'graphql';
import { costRule } from './cost.js';

/** How much one operation may ask for. `cost` is fields answered, counted for each row of a page: see `costRule`. */
export const LIMITS = {
  depth: 12,
  aliases: 10,
  directives: 20,
  tokens: 2_000,
  cost: 20_000,
  bodyBytes: 256 * 1024,
} as const;

/** Refuses deep, wide, aliased and costly operations before anything is executed. */
export function limits(): ReturnType<ApolloArmor['protect']> {
  const protection = new ApolloArmor({
    maxDepth: { n: LIMITS.depth, ignoreIntrospection: false, flattenFragments: true },
    maxAliases: { n: LIMITS.aliases, allowList: [] },
    maxDirectives: { n: LIMITS.directives },
    // Counted by the parser itself (`parseOptions`): the plugin for it answers every unexpected failure as its own.
    maxTokens: { enabled: false },
    // Counts a page of a hundred like one of a single row; `costRule` counts rows.
    costLimit: { enabled: false },
    blockFieldSuggestion: { enabled: true },
  }).protect();
  return { ...protection, validationRules: [...protection.validationRules, costRule(LIMITS.cost)] };
}

/** The rules among the limits that look at a document alone, for operations that do not come through Apollo. */
export function validationRules(): readonly ValidationRule[] {
  return limits().validationRules as readonly ValidationRule[];
}
