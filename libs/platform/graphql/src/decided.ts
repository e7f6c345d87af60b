import { DECISION, UNTOLD, URGENT } from '@courtyard/access';
import type { GraphQLSchema } from 'graphql';
import { RESOLVER_NAME_METADATA, RESOLVER_TYPE_METADATA } from './nest-metadata.js';

/** What `@Live` leaves on its method. Nest's own @Subscription lacks it, and is banned. */
export const LIVE = 'courtyard:live';

type Class = abstract new (...args: never[]) => object;

export interface RootOperation {
  readonly resolver: string;
  readonly method: string;
  readonly kind: 'Query' | 'Mutation' | 'Subscription';
  /** Its field in the schema. */
  readonly field: string;
  /** Says `@Can`, `@SignedIn` or `@Public`. */
  readonly decided: boolean;
  /** Judged per event, by `@Live`. */
  readonly live: boolean;
  /** No log, metric or trace tells that it was called. */
  readonly untold: boolean;
  /** Let in by a door of its own where many ask. */
  readonly urgent: boolean;
}

/** The methods of a resolver class that are root operations, inherited ones included. */
export function rootOperationsOf(resolver: Class): RootOperation[] {
  return methodsOf(resolver).flatMap(([method, handler]) => {
    const kind: unknown = Reflect.getMetadata(RESOLVER_TYPE_METADATA, handler);
    if (kind !== 'Query' && kind !== 'Mutation' && kind !== 'Subscription') return [];
    const name = Reflect.getMetadata(RESOLVER_NAME_METADATA, handler) as string | undefined;
    return [
      {
        resolver: resolver.name,
        method,
        kind,
        field: name || method,
        decided: Reflect.hasMetadata(DECISION, handler),
        live: Reflect.hasMetadata(LIVE, handler),
        untold: Reflect.hasMetadata(UNTOLD, handler),
        urgent: Reflect.hasMetadata(URGENT, handler),
      },
    ];
  });
}

/**
 * Holds every root field of a built schema to a method that says who may call it. It starts from the schema, not from a list
 * of classes: what is served is what is checked.
 * @returns one sentence for each that is open
 */
export function undecidedFields(schema: GraphQLSchema, resolvers: Iterable<Class>): string[] {
  const operations = [...resolvers].flatMap(rootOperationsOf);
  const roots = [
    ['Query', schema.getQueryType()],
    ['Mutation', schema.getMutationType()],
    ['Subscription', schema.getSubscriptionType()],
  ] as const;
  return roots.flatMap(([kind, type]) =>
    Object.keys(type?.getFields() ?? {}).flatMap((field) => {
      const behind = operations.filter((one) => one.kind === kind && one.field === field);
      const open = behind.filter(({ decided }) => !decided);
      const pushed = behind.filter(({ live }) => kind === 'Subscription' && !live);
      return [
        ...(behind.length === 0 ? [`${kind}.${field} has no resolver that says who may call it.`] : []),
        ...open.map(({ resolver, method }) => `${resolver}.${method} says neither @Can nor @Public.`),
        ...pushed.map(({ resolver, method }) => `${resolver}.${method} is a @Subscription; write @Live.`),
      ];
    }),
  );
}

/**
 * Refuses to start with a root operation that says neither `@Can` nor `@Public`.
 * @throws Error naming each of them.
 */
export function assertEveryOperationDecided(resolvers: readonly Class[]): void {
  const open = resolvers
    .flatMap(rootOperationsOf)
    .filter(({ decided }) => !decided)
    .map(({ resolver, method }) => `${resolver}.${method}`);
  if (open.length > 0) throw new Error(`Root operations without @Can or @Public: ${open.join(', ')}.`);
}

/** The methods of a class by name, the nearest of each, inherited ones included. */
export function methodsOf(type: Class): [string, object][] {
  const methods = new Map<string, object>();
  for (
    let prototype: object | null = type.prototype as object;
    prototype && prototype !== Object.prototype;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const handler: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
      if (typeof handler === 'function' && !methods.has(name)) methods.set(name, handler);
    }
  }
  return [...methods];
}
