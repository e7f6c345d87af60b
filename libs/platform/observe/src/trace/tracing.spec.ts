import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Operation, withinOperation } from '../operation.js';
import { beginTrace, endTrace, TOLD, traced } from './span.js';
import { TraceFile } from './trace-file.js';
import { type OpenTracing, openTracing } from './tracing.js';

let folder: string;
let tracing: OpenTracing;
const faults: unknown[] = [];
const path = () => join(folder, 'traces', 'api.jsonl');

interface SpanLine {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: unknown }[];
}
const lines = () => (existsSync(path()) ? readFileSync(path(), 'utf8').trimEnd().split('\n') : []);
const spansOf = (line = ''): SpanLine[] => JSON.parse(line).resourceSpans[0].scopeSpans[0].spans;
const STATEMENT = `c${'0f'.repeat(10)}`;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'courtyard-traces-'));
  tracing = await openTracing({ folder, part: 'api', share: 1, onFault: (fault) => faults.push(fault) });
  TOLD.operation.close(['Feed']);
  TOLD.route.close(['/graphql']);
  TOLD.code.close(['ok', 'not_found']);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function request(over: Partial<Operation> = {}, name = 'Feed', statements = [STATEMENT]) {
  const operation: Operation = { untold: false, statements: 0, ...over };
  beginTrace(tracing, operation);
  await withinOperation(operation, () =>
    traced(
      'flight',
      () => ({ statements }),
      async () => 1,
    ),
  );
  const id = endTrace(operation, { operation: name, route: '/graphql', code: 'ok' });
  await tracing.close();
  return id;
}

test('a trace is one line of OTLP JSON, whole, in a file for its owner alone', async () => {
  const traceId = await request();
  expect(lines()).toHaveLength(1);
  const [flight, root] = spansOf(lines()[0]);
  expect(root).toMatchObject({ name: 'request', traceId });
  expect(root?.parentSpanId).toBeFalsy();
  expect(flight).toMatchObject({ name: 'flight', traceId, parentSpanId: root?.spanId });
  expect(root?.attributes).toEqual([
    { key: 'graphql.operation.name', value: { stringValue: 'Feed' } },
    { key: 'http.route', value: { stringValue: '/graphql' } },
    { key: 'courtyard.code', value: { stringValue: 'ok' } },
  ]);
  expect(flight?.attributes).toEqual([
    { key: 'courtyard.statements', value: { arrayValue: { values: [{ stringValue: STATEMENT }] } } },
  ]);
  const { resource, scopeSpans } = JSON.parse(lines()[0] ?? '').resourceSpans[0];
  expect(resource.attributes).toEqual([{ key: 'service.name', value: { stringValue: 'courtyard-api' } }]);
  expect(scopeSpans[0].scope).toEqual({ name: 'courtyard' });
  expect(statSync(path()).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'traces')).mode & 0o777).toBe(0o700);
});

test('of what is not told of there is no line, and no id', async () => {
  expect(await request({ untold: true })).toBeUndefined();
  expect(lines()).toEqual([]);
  await request();
  expect(lines()).toHaveLength(1);
});

test('control: words in place of names are not written', async () => {
  await request({}, 'Thank you, Bill', ['select * from post where body = $1', 'bill@kessler.example']);
  expect(lines()).toHaveLength(1);
  expect(lines().join()).not.toMatch(/bill|kessler|select|thank/i);
});

test('what nobody asked to trace costs nothing, and what is not sampled is not written', async () => {
  expect(
    await traced(
      'flight',
      () => ({}),
      async () => 'done',
    ),
  ).toBe('done');
  tracing = await openTracing({ folder, part: 'api', share: 0, onFault: () => undefined });
  expect(await request()).toBeUndefined();
  expect(lines()).toEqual([]);
});

test('two files of a bounded size, and a disk that is full is told', async () => {
  const small = new TraceFile(path(), (fault) => faults.push(fault), 100);
  for (let at = 0; at < 4; at++) {
    small.add('x'.repeat(80));
    await small.idle();
  }
  expect(lines()).toHaveLength(2);
  expect(readFileSync(`${path()}.1`, 'utf8').trimEnd().split('\n')).toHaveLength(2);
  expect(faults).toEqual([]);
  const nowhere = new TraceFile(join(path(), 'below-a-file.jsonl'), (fault) => faults.push(fault));
  nowhere.add('x');
  await nowhere.idle();
  expect(faults).toHaveLength(1);
});
