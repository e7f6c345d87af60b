import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { currentOperation } from '@courtyard/observe';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';
import type { KnownOperations } from './operations.plugin.js';

/** What may be told of operations, and what of none. */
export interface ObservedOperations {
  /** Names in the built client by the hash of the text. A name that a client chose is anybody's words. */
  readonly names: ReadonlyMap<string, string>;
  /** Root fields of `@Untold` methods; filled before anything is served. */
  readonly untold: ReadonlySet<string>;
}

/** Says to whoever observes the request what it asks and what it ended with; costs nothing where nobody does. */
export function observedOperations<Context extends BaseContext>({
  names,
  untold,
}: ObservedOperations): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      const observed = currentOperation();
      if (!observed) return;
      return {
        async didResolveOperation({ queryHash, operation, document }) {
          observed.name = names.get(queryHash);
          observed.untold = (operation ? rootFieldsOf(document, operation) : []).some((field) =>
            untold.has(field),
          );
        },
        async willSendResponse({ response }) {
          const { body } = response;
          const [failure] = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
          if (failure) observed.code = toldCode(failure.extensions?.['code']);
        },
      };
    },
  };
}

/** The name of each operation that the client was built with. */
export function operationNames(known: KnownOperations): ReadonlyMap<string, string> {
  return new Map(
    [...known].flatMap(([hash, text]) => {
      const name = getOperationAST(parse(text))?.name?.value;
      return name === undefined ? [] : [[hash, name]];
    }),
  );
}

/** Root fields that the operation asks for, through fragments, too. */
export function rootFieldsOf(document: DocumentNode, operation: OperationDefinitionNode): string[] {
  const fragments = new Map(
    document.definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((one) => [one.name.value, one]),
  );
  const fieldsOf = ({ selections }: SelectionSetNode): string[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection.name.value];
      if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet);
      const fragment = fragments.get(selection.name.value);
      return fragment ? fieldsOf(fragment.selectionSet) : [];
    });
  return fieldsOf(operation.selectionSet);
}

/** The protocol of persisted queries has an answer of its own; it is no error of ours by name. */
function toldCode(code: unknown): string {
  return code === 'PERSISTED_QUERY_NOT_FOUND' ? 'graphql.unknown_operation' : String(code ?? 'server.fault');
}
