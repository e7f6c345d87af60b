import { DECISION } from '@courtyard/access';
import { methodsOf, undecidedFields } from '@courtyard/graphql';
import type { INestApplicationContext } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { GraphQLSchema } from 'graphql';

export type Class = abstract new (...args: never[]) => object;

/** Where Nest keeps by which method of HTTP a controller's method is called. */
const METHOD = 'method';

/** Every class that Nest runs, found in its own modules: a list kept by hand could be forgotten. */
export function runningClasses(app: INestApplicationContext): { resolvers: Class[]; controllers: Class[] } {
  const modules = [...app.get(ModulesContainer).values()];
  const classes = (wrappers: Iterable<{ metatype: unknown }>) =>
    [...wrappers].flatMap(({ metatype }) =>
      typeof metatype === 'function' && metatype.prototype ? [metatype as Class] : [],
    );
  return {
    resolvers: [...new Set(modules.flatMap(({ providers }) => classes(providers.values())))],
    controllers: [...new Set(modules.flatMap(({ controllers }) => classes(controllers.values())))],
  };
}

/** Every root field of the schema, and every address besides, says who may call it. */
export function openOperations(
  schema: GraphQLSchema,
  { resolvers, controllers }: { resolvers: readonly Class[]; controllers: readonly Class[] },
): string[] {
  const routes = controllers.flatMap((controller) =>
    methodsOf(controller).flatMap(([method, handler]) =>
      !Reflect.hasMetadata(METHOD, handler) || Reflect.hasMetadata(DECISION, handler)
        ? []
        : [`${controller.name}.${method} says neither @Can nor @Public.`],
    ),
  );
  return [...undecidedFields(schema, resolvers), ...routes];
}
