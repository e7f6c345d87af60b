import type { Context, Span, Tracer } from '@opentelemetry/api';
import { ClosedList } from '../closed-list.js';
import { currentOperation, type Operation } from '../operation.js';

/** What spans are called. */
export type SpanName = 'request' | 'flight' | 'audit.append';

/** Everything that a span may carry besides its name and times. */
export interface SpanFacts {
  readonly operation?: string;
  readonly route?: string;
  /** The error it ended with, or `ok`. */
  readonly code?: string;
  /** The names under which statements are prepared: digests of texts that are constant. Never a value. */
  readonly statements?: readonly string[];
}

export const UNTOLD = 'courtyard.untold';
const STATEMENT = /^c[0-9a-f]{20}$/;
const MOST_STATEMENTS = 50;

/** Of this process; undefined where nothing is traced. */
export interface Tracing {
  readonly tracer: Tracer;
  readonly root: Context;
  below(parent: Span): Context;
}

/** Spans of operations under way. */
const spans = new WeakMap<Operation, { readonly span: Span; readonly tracing: Tracing }>();

/** Begins the trace of a request. Where it came from is not asked: what a client says of its own trace is not believed. */
export function beginTrace(tracing: Tracing, operation: Operation): void {
  const span = tracing.tracer.startSpan('request' satisfies SpanName, { root: true }, tracing.root);
  if (span.isRecording()) spans.set(operation, { span, tracing });
}

/** @returns the trace's id, for the line about the request; undefined where it was not traced, or is not told. */
export function endTrace(operation: Operation, facts: SpanFacts): string | undefined {
  const found = spans.get(operation);
  if (!found) return undefined;
  const { span } = found;
  if (operation.untold) span.setAttribute(UNTOLD, true);
  else span.setAttributes(attributesOf(facts));
  span.end();
  return operation.untold ? undefined : span.spanContext().traceId;
}

/** Runs `work` as a part of the operation's trace, where there is one. */
export async function traced<T>(name: SpanName, facts: () => SpanFacts, work: () => Promise<T>): Promise<T> {
  const operation = currentOperation();
  const found = operation && spans.get(operation);
  if (!found) return work();
  const { tracing, span: parent } = found;
  const span = tracing.tracer.startSpan(name, { attributes: attributesOf(facts()) }, tracing.below(parent));
  try {
    return await work();
  } finally {
    span.end();
  }
}

/** Routes, operations and codes as they are told in metrics, too. */
export const TOLD = {
  operation: ClosedList.atStart(),
  route: ClosedList.atStart(),
  code: ClosedList.atStart(),
};

function attributesOf({ operation, route, code, statements }: SpanFacts): Record<string, string | string[]> {
  return {
    ...(operation === undefined ? {} : { 'graphql.operation.name': TOLD.operation.told(operation) }),
    ...(route === undefined ? {} : { 'http.route': TOLD.route.told(route) }),
    ...(code === undefined ? {} : { 'courtyard.code': TOLD.code.told(code) }),
    ...(statements === undefined
      ? {}
      : {
          'courtyard.statements': statements.filter((one) => STATEMENT.test(one)).slice(0, MOST_STATEMENTS),
        }),
  };
}
