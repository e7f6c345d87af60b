import { DECISION } from '@courtyard/access';
import { RESOLVER_TYPE_METADATA } from './nest-metadata.js';

/** The methods of a resolver class that are root operations, by their GraphQL kind. */
export function rootOperationsOf(
  resolver: abstract new (...args: never[]) => object,
): { method: string; kind: string; decided: boolean }[] {
  const prototype = resolver.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((method) => {
    const handler = Object.getOwnPropertyDescriptor(prototype, method)?.value as object | undefined;
    if (typeof handler !== 'function') return [];
    const kind: unknown = Reflect.getMetadata(RESOLVER_TYPE_METADATA, handler);
    if (kind !== 'Query' && kind !== 'Mutation' && kind !== 'Subscription') return [];
    return [{ method, kind, decided: Reflect.hasMetadata(DECISION, handler) }];
  });
}

/**
 * Refuses to start with a root operation that says neither `@Can` nor `@Public`.
 * @throws Error naming each of them.
 */
export function assertEveryOperationDecided(
  resolvers: readonly (abstract new (...args: never[]) => object)[],
): void {
  const open = resolvers.flatMap((resolver) =>
    rootOperationsOf(resolver)
      .filter(({ decided }) => !decided)
      .map(({ method }) => `${resolver.name}.${method}`),
  );
  if (open.length > 0) throw new Error(`Root operations without @Can or @Public: ${open.join(', ')}.`);
}
