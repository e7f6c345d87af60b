import { currentOperation } from '@courtyard/observe';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type GraphQLSchema, getOperationAST, parse, specifiedRules, validate } from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { ranCompiled } from './compiled.plugin.js';
import { formatError } from './format.js';
import type { ContextSource } from './graphql.module.js';
import { LIMITS, validationRules } from './limits.js';
import { type ObservedOperations, rootFieldsOf } from './observed.plugin.js';
import type { KnownOperations } from './operations.plugin.js';
import { isUnavailable } from './refusal.js';
import { URGENT_HEADER } from './urgent.plugin.js';

const JSON_TYPE = 'application/json; charset=utf-8';
const RESPONSE_TYPE = 'application/graphql-response+json; charset=utf-8';
/** What Apollo answers with for what a client accepts (GraphQL over HTTP, section 4); whatever else is asked for, Apollo judges. */
const TYPES: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, JSON_TYPE],
  ['*/*', JSON_TYPE],
  ['application/json', JSON_TYPE],
  [
    'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
    RESPONSE_TYPE,
  ],
]);
const MEMBERS: ReadonlySet<string> = new Set(['operationName', 'variables', 'extensions']);

interface KnownQuery {
  readonly name: string;
  readonly query: CompiledQuery['query'];
  /** No log, metric or trace tells that it was asked. */
  readonly untold: boolean;
}

interface Options {
  readonly known: KnownOperations;
  readonly contexts: ContextSource;
  readonly observed: ObservedOperations;
}

/**
 * Queries that the built client asks by hash, answered without Apollo's pipeline: they were parsed, validated and compiled once.
 *
 * 1. The same context, guards, pipes and resolvers answer; nothing is judged less.
 * 2. Whatever is not exactly such a query goes to Apollo: mutations, texts, other members, other types.
 * 3. So does one that ends with an error, and is run again there: every error passes the one formatter. Where the house cannot answer
 *    just now it is not asked for the same a second time.
 */
export class KnownQueries {
  /** How many were answered here. */
  answered = 0;
  private readonly queries = new Map<string, KnownQuery | null>();
  private schema: GraphQLSchema | undefined;

  constructor(private readonly options: Options) {}

  /** Before any route is made. */
  install(fastify: FastifyInstance): void {
    fastify.addHook('preHandler', (request, reply) => this.answer(request, reply));
  }

  /** Once the schema stands, and it is known which operations are not told of. */
  begin(schema: GraphQLSchema): void {
    this.schema = schema;
  }

  private async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
    if (request.routeOptions.url !== '/graphql' || request.method !== 'POST') return undefined;
    // No query is urgent; the other door's guard says so.
    if (URGENT_HEADER in request.headers) return undefined;
    const type = TYPES.get(request.headers.accept);
    const asked = type && this.known(request.body);
    if (!asked) return undefined;
    const { query, untold } = asked.query;
    const context = await this.options.contexts.contextOf(request, reply);
    const observed = currentOperation();
    if (observed) Object.assign(observed, { name: this.options.observed.names.get(asked.hash), untold });
    const result = await query({}, { ...context, req: request }, asked.variables);
    if (result.errors && result.errors.length > 0) {
      const errors = result.errors.map((error) => formatError(error.toJSON(), error));
      const unavailable = errors.find(isUnavailable);
      if (!unavailable) {
        ranCompiled.add(request);
        return undefined;
      }
      if (observed) observed.code = String(unavailable.extensions?.['code']);
      return reply
        .code(503)
        .header('content-type', type)
        .send(`${JSON.stringify({ errors, data: null })}\n`);
    }
    this.answered++;
    return reply.header('content-type', type).send(`${JSON.stringify({ data: result.data })}\n`);
  }

  private known(
    body: unknown,
  ): { readonly query: KnownQuery; readonly hash: string; readonly variables: object } | undefined {
    if (!this.schema || !isRecord(body) || !Object.keys(body).every((member) => MEMBERS.has(member)))
      return undefined;
    const { operationName, variables = {}, extensions } = body;
    if (!isRecord(extensions) || Object.keys(extensions).length !== 1) return undefined;
    const { persistedQuery } = extensions;
    if (!isRecord(persistedQuery) || persistedQuery['version'] !== 1) return undefined;
    const hash = persistedQuery['sha256Hash'];
    if (typeof hash !== 'string' || !this.options.known.has(hash) || !isRecord(variables)) return undefined;
    const query = this.prepared(hash, this.schema);
    return query && (operationName === undefined || operationName === query.name)
      ? { query, hash, variables }
      : undefined;
  }

  private prepared(hash: string, schema: GraphQLSchema): KnownQuery | null {
    let query = this.queries.get(hash);
    if (query === undefined) {
      query = this.prepare(this.options.known.get(hash) ?? '', schema);
      this.queries.set(hash, query);
    }
    return query;
  }

  private prepare(text: string, schema: GraphQLSchema): KnownQuery | null {
    const document = parse(text, { maxTokens: LIMITS.tokens });
    const operation = getOperationAST(document);
    const name = operation?.name?.value;
    if (operation?.operation !== 'query' || name === undefined) return null;
    if (validate(schema, document, [...specifiedRules, ...validationRules()]).length > 0) return null;
    const compiled = compileQuery(schema, document, name);
    if (!isCompiledQuery(compiled)) return null;
    const { untold } = this.options.observed;
    return {
      name,
      query: compiled.query,
      untold: rootFieldsOf(document, operation).some((field) => untold.has(field)),
    };
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
