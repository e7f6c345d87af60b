import './live.errors.js';
import { CourtyardError } from '@courtyard/errors';
import { LIMITS, validationRules } from '@courtyard/graphql';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';

const RULES = [...specifiedRules, ...validationRules()];
/** Characters of the texts that are kept. The built client has two. */
const MOST_KEPT = 1_000_000;

/** A subscription as many ask it: what was read and judged of its text once. */
export interface Question {
  readonly document: DocumentNode;
  readonly operationName: string | null;
  /** The variables that the answer depends on; those that say what is followed are no part of it. */
  readonly answering: readonly string[];
}

/** Reads and judges the texts of subscriptions, each once. What was refused is not kept. */
export class Questions {
  private readonly known = new LRUCache<string, Question>({
    maxSize: MOST_KEPT,
    sizeCalculation: (_, key) => key.length,
  });

  constructor(private readonly schema: GraphQLSchema) {}

  /**
   * @returns the question, or what is wrong with it
   * @throws graphql.malformed, graphql.too_wide, live.only_subscriptions
   */
  of(text: string, operationName: string | null): Question | readonly GraphQLError[] {
    const name = `${operationName ?? ''} ${text}`;
    const known = this.known.get(name);
    if (known) return known;
    const document = parsed(text);
    const operation = getOperationAST(document, operationName);
    if (operation?.operation !== 'subscription') throw new CourtyardError('live.only_subscriptions');
    const errors = validate(this.schema, document, RULES, { maxErrors: 5 });
    if (errors.length > 0) return errors;
    const question = { document, operationName, answering: answeringVariables(document, operation) };
    this.known.set(name, question);
    return question;
  }
}

/** All variables but those that occur in the arguments of the root field only: these are read when it begins. */
function answeringVariables(document: DocumentNode, operation: OperationDefinitionNode): string[] {
  const names = new Set<string>();
  const note = (node: Parameters<typeof visit>[0]) =>
    visit(node, {
      VariableDefinition: () => false,
      Variable: ({ name }) => {
        names.add(name.value);
      },
    });
  const [root] = operation.selectionSet.selections;
  if (operation.selectionSet.selections.length === 1 && root?.kind === Kind.FIELD) {
    for (const node of [...(root.directives ?? []), ...(operation.directives ?? [])]) note(node);
    if (root.selectionSet) note(root.selectionSet);
    for (const one of document.definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) note(one);
  } else note(document);
  return [...names].sort();
}

/** @throws graphql.malformed, graphql.too_wide */
function parsed(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: LIMITS.tokens });
  } catch (failure) {
    const tooLong = failure instanceof GraphQLError && failure.message.includes('tokens');
    throw new CourtyardError(tooLong ? 'graphql.too_wide' : 'graphql.malformed');
  }
}
