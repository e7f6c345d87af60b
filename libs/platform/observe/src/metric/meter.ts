import type { MetricAttributes } from '@opentelemetry/api';
import { countInto } from './instrument.js';

/** What was counted since the process began, as Prometheus reads it (text format 0.0.4). */
export interface Meter {
  text(): Promise<string>;
}

let opened: Promise<Meter> | undefined;

export interface MeterOptions {
  /** The metrics that this process tells; absent: all that it declares. */
  readonly only?: readonly string[];
}

/**
 * Begins to count. OpenTelemetry is loaded only now: who does not ask for numbers pays nothing for them. It is told nothing
 * of this machine: no host, no process, no command line, and no environment variable of its own.
 */
export function openMeter({ only }: MeterOptions = {}): Promise<Meter> {
  opened ??= open(only && new Set(only));
  return opened;
}

async function open(only?: ReadonlySet<string>): Promise<Meter> {
  const [{ MeterProvider }, { PrometheusExporter, PrometheusSerializer }, { emptyResource }] =
    await Promise.all([
      import('@opentelemetry/sdk-metrics'),
      import('@opentelemetry/exporter-prometheus'),
      import('@opentelemetry/resources'),
    ]);
  // Used as a reader; its own server would listen where it is not told to.
  const reader = new PrometheusExporter({ preventServerStart: true });
  const meter = new MeterProvider({ resource: emptyResource(), readers: [reader] }).getMeter('courtyard');
  countInto({
    counter: ({ name, help, unit }) => {
      const instrument = meter.createCounter(name, { description: help, unit });
      return (by, labels) => instrument.add(by, labels);
    },
    histogram: ({ name, help, unit }, bounds) => {
      const instrument = meter.createHistogram(name, {
        description: help,
        unit,
        advice: { explicitBucketBoundaries: [...bounds] },
      });
      return (value, labels) => instrument.record(value, labels);
    },
    tells: (name) => only?.has(name) ?? true,
    gauge: ({ name, help, unit }, read) => {
      const instrument = meter.createObservableGauge<MetricAttributes>(name, { description: help, unit });
      instrument.addCallback(async (result) => {
        for (const { value, labels } of await read()) result.observe(value, labels);
      });
    },
  });
  const serializer = new PrometheusSerializer('', false, undefined, true, true);
  return {
    text: async () => serializer.serialize((await reader.collect()).resourceMetrics),
  };
}
