import { join } from 'node:path';
import type { Span } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import { type Tracing, UNTOLD } from './span.js';
import { TraceFile } from './trace-file.js';

export interface TracingOptions {
  /** Of the installation; traces lie in `traces` below it. */
  readonly folder: string;
  readonly part: string;
  /** Of all requests, from 0 to 1. */
  readonly share: number;
  readonly onFault: (failure: unknown) => void;
}

export interface OpenTracing extends Tracing {
  /** Ends when what is over is written. */
  close(): Promise<void>;
}

/**
 * Begins to trace: one line of OTLP JSON for each trace (OpenTelemetry Protocol File Exporter), whole and only once it is over, so
 * that a trace which turns out to be nobody's business is never written. OpenTelemetry is loaded only now, and told nothing of this
 * machine.
 */
export async function openTracing({ folder, part, share, onFault }: TracingOptions): Promise<OpenTracing> {
  const [
    { TracerProvider, TraceIdRatioBasedSampler },
    { JsonTraceSerializer },
    { resourceFromAttributes },
    api,
  ] = await Promise.all([
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/otlp-transformer'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/api'),
  ]);
  const file = new TraceFile(join(folder, 'traces', `${part}.jsonl`), onFault);
  const traces = new WholeTraces((spans) => {
    const bytes = JsonTraceSerializer.serializeRequest([...spans]);
    if (bytes) file.add(Buffer.from(bytes).toString('utf8'));
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': `courtyard-${part}` }),
    sampler: new TraceIdRatioBasedSampler(share),
    spanLimits: { attributeCountLimit: 10, eventCountLimit: 0, linkCountLimit: 0 },
    spanProcessors: [traces],
  });
  return {
    tracer: provider.getTracer('courtyard'),
    root: api.ROOT_CONTEXT,
    below: (parent: Span) => api.trace.setSpan(api.ROOT_CONTEXT, parent),
    close: () => file.idle(),
  };
}

const MOST_SPANS = 500;
const MOST_TRACES = 10_000;

/** Keeps the spans of each trace until its first one ends, and then hands on all of them, or none. */
export class WholeTraces implements SpanProcessor {
  private readonly open = new Map<string, ReadableSpan[]>();

  constructor(private readonly over: (spans: readonly ReadableSpan[]) => void) {}

  onStart(span: ReadableSpan): void {
    if (!span.parentSpanContext && this.open.size < MOST_TRACES)
      this.open.set(span.spanContext().traceId, []);
  }

  onEnd(span: ReadableSpan): void {
    const { traceId } = span.spanContext();
    const spans = this.open.get(traceId);
    if (!spans) return;
    if (spans.length < MOST_SPANS) spans.push(span);
    if (span.parentSpanContext) return;
    this.open.delete(traceId);
    if (span.attributes[UNTOLD] !== true) this.over(spans);
  }

  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}
