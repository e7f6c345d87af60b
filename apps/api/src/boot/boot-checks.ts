import type { Entity } from '@courtyard/access';
import type { RegisteredField } from '@courtyard/catalogue';
import type { GraphQLSchema } from 'graphql';
import { BootFault } from './boot-fault.js';
import { exposedColumns, movedFields, openEntities } from './entities.js';
import { type Class, openOperations } from './operations.js';

/** What is about to be served. */
export interface Built {
  readonly schema: GraphQLSchema;
  /** What Nest runs, whichever list named it. */
  readonly running: { readonly resolvers: readonly Class[]; readonly controllers: readonly Class[] };
  readonly entities: readonly Entity[];
  /** The table `field` of the database. */
  readonly register: readonly RegisteredField[];
  /** The gate was told how names are found in what people write. */
  readonly findsNames: boolean;
}

/** Every gap that can be seen before the first request, one sentence each. */
export function gapsOf({ schema, running, entities, register, findsNames }: Built): string[] {
  return [
    ...openOperations(schema, running),
    ...openEntities(entities),
    ...movedFields(entities, register),
    ...exposedColumns(schema, entities),
    ...(findsNames ? [] : ['Nobody looks for names in what people write, so nothing could ever be marked.']),
  ];
}

/** Run after everything is built and before anything listens. @throws BootFault naming every gap. */
export function assertWhole(built: Built): void {
  const gaps = gapsOf(built);
  if (gaps.length > 0) throw new BootFault(gaps);
}
