import {
  EXCEPTION_FILTERS_METADATA,
  GUARDS_METADATA,
  INTERCEPTORS_METADATA,
  PIPES_METADATA,
} from '@nestjs/common/internal';
import type { ModulesContainer } from '@nestjs/core';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from 'graphql';
import {
  PARAMETERS_METADATA,
  RESOLVED_FIELD_METADATA,
  RESOLVER_NAME_METADATA,
  RESOLVER_TYPE_METADATA,
} from './nest-metadata.js';
import { nodeIds, toNodeId } from './node-id.js';

type Resolve = GraphQLFieldResolver<unknown, unknown>;
type Params = Record<string, { index: number; data: unknown; factory?: Factory; pipes: readonly unknown[] }>;
type Factory = (data: unknown, execution: ExecutionContextHost) => unknown;
type Value = (execution: ExecutionContextHost) => unknown;

const CUSTOM = '__customRouteArgs__';
/** By the place that Nest gives them among what a resolver of GraphQL is called with: parent, context and info. */
const PLACES: Readonly<Record<string, number>> = { '0': 0, '1': 2, '2': 3 };
const ARGUMENT = '3';
/** What GraphQL judged already, and the pipe of requests passes on as it is; a union of words is an Object to TypeScript. */
const PLAIN: readonly unknown[] = [String, Number, Boolean, Object];
const AROUND = [GUARDS_METADATA, INTERCEPTORS_METADATA, PIPES_METADATA, EXCEPTION_FILTERS_METADATA];

/**
 * Calls the methods that resolve a field as they are. Nest puts eight asynchronous steps around each call, for guards, pipes and
 * interceptors; here fields have none of these (`fieldResolverEnhancers` is empty), a page of the feed calls some 240 of
 * them, and about a quarter of the processor's time went there. What takes a class of arguments stays with Nest, whose pipe
 * judges it.
 * @throws Error where somebody put a guard, a pipe, an interceptor or a filter on the method of a field: it would not run
 */
export function directFields(modules: ModulesContainer): (schema: GraphQLSchema) => GraphQLSchema {
  return (schema) => {
    for (const { instance } of everyProvider(modules)) bindFields(schema, instance);
    for (const { entity, property } of nodeIds()) {
      const field = fieldOf(schema, entity.name, property);
      if (field)
        field.resolve = (source) => toNodeId(entity, String((source as Record<string, unknown>)[property]));
    }
    return schema;
  };
}

function* everyProvider(modules: ModulesContainer): Generator<{ instance: object }> {
  for (const { providers } of modules.values())
    for (const { instance, isNotMetatype } of providers.values())
      if (instance && typeof instance === 'object' && !isNotMetatype) yield { instance };
}

function bindFields(schema: GraphQLSchema, instance: object): void {
  const resolver = instance.constructor;
  const type: unknown = Reflect.getMetadata(RESOLVER_TYPE_METADATA, resolver);
  if (typeof type !== 'string') return;
  for (const method of Object.getOwnPropertyNames(resolver.prototype)) {
    const callback: unknown = resolver.prototype[method];
    if (typeof callback !== 'function' || !Reflect.getMetadata(RESOLVED_FIELD_METADATA, callback)) continue;
    if (AROUND.some((key) => Reflect.hasMetadata(key, callback)))
      throw new Error(
        `${type}.${method}: what stands around a field does not run; its gate judges what it shows.`,
      );
    const field = fieldOf(schema, type, Reflect.getMetadata(RESOLVER_NAME_METADATA, callback) ?? method);
    const values = valuesOf(instance, method);
    if (field && values) field.resolve = bound(instance, callback as Resolve, values);
  }
}

/** How each parameter is found; undefined where one is for Nest alone. */
function valuesOf(instance: object, method: string): readonly Value[] | undefined {
  const params: Params = Reflect.getMetadata(PARAMETERS_METADATA, instance.constructor, method) ?? {};
  const types: readonly unknown[] = Reflect.getMetadata('design:paramtypes', instance, method) ?? [];
  const values: Value[] = [];
  for (const [key, { index, data, factory, pipes }] of Object.entries(params)) {
    const kind = key.split(':')[0] ?? '';
    const place = PLACES[kind];
    if (pipes.length > 0) return undefined;
    if (factory && key.includes(CUSTOM)) values[index] = (execution) => factory(data, execution);
    else if (place !== undefined && data === undefined)
      values[index] = (execution) => execution.getArgByIndex(place);
    else if (kind === ARGUMENT && typeof data === 'string' && PLAIN.includes(types[index]))
      values[index] = (execution) => execution.getArgByIndex<Record<string, unknown>>(1)[data];
    else return undefined;
  }
  return values;
}

function bound(instance: object, callback: Resolve, values: readonly Value[]): Resolve {
  const type = instance.constructor as never;
  return (...args) => {
    const execution = new ExecutionContextHost(args, type, callback);
    return Reflect.apply(
      callback,
      instance,
      values.map((value) => value(execution)),
    );
  };
}

function fieldOf(schema: GraphQLSchema, typeName: string, name: string) {
  const type = schema.getType(typeName);
  return isObjectType(type) ? type.getFields()[name] : undefined;
}
