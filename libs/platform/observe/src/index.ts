export { type BackupNote, readBackupNote, writeBackupNote } from './backup-note.js';
export { ClosedList, OTHER } from './closed-list.js';
export { EVENTS } from './events.js';
export { lastResort } from './last-resort.js';
export { codeOf, fitted, type Log, type LogEntry, type LogEvent, type LogOptions, openLog } from './log.js';
export * from './metric/admission.metrics.js';
export {
  Counter,
  counter,
  type DeclaredMetric,
  declaredMetrics,
  Gauge,
  gauge,
  Histogram,
  histogram,
} from './metric/instrument.js';
export { type MetricsOptions, type MetricsServer, serveMetrics } from './metric/listen.js';
export * from './metric/log.metrics.js';
export { type Meter, openMeter } from './metric/meter.js';
export * from './metric/pool.metrics.js';
export { watchProcess } from './metric/process.metrics.js';
export * from './metric/request.metrics.js';
export { currentOperation, type Operation, withinOperation } from './operation.js';
export { beginTrace, endTrace, type SpanFacts, TOLD, type Tracing, traced } from './trace/span.js';
export { type OpenTracing, openTracing, WholeTraces } from './trace/tracing.js';
