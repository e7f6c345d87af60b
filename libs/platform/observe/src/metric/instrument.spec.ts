import { ClosedList } from '../closed-list.js';
import { counter, declaredMetrics, gauge, histogram } from './instrument.js';
import { openMeter } from './meter.js';

const COLOUR = ClosedList.of('red', 'blue');
const tries = counter('courtyard_test_tries_total', { help: 'Tries.' }, { colour: COLOUR });
const width = histogram('courtyard_test_width', { help: 'Widths.', bounds: [1, 10] }, { colour: COLOUR });
const depth = gauge('courtyard_test_depth', { help: 'Depths.' }, { colour: COLOUR });

const linesOf = (text: string, name: string) =>
  text.split('\n').filter((line) => line.startsWith(`${name}{`));

describe('metrics', () => {
  it('count nothing before somebody asks for them', () => {
    expect(width.isWanted).toBe(false);
    tries.add({ colour: 'red' });
  });

  it('tell closed labels only, whatever they are handed', async () => {
    const meter = await openMeter();
    tries.add({ colour: 'red' });
    tries.add({ colour: 'red' }, 2);
    // What the types refuse, and somebody passed all the same.
    tries.add({ colour: 'Bill Kowalczyk', name: 'Bill Kowalczyk' } as never);
    tries.add({} as never);
    const text = await meter.text();
    expect(linesOf(text, 'courtyard_test_tries_total')).toEqual([
      'courtyard_test_tries_total{colour="red"} 3',
      'courtyard_test_tries_total{colour="other"} 2',
    ]);
    expect(text).not.toContain('Bill');
    expect(text).toContain(
      '# HELP courtyard_test_tries_total Tries.\n# TYPE courtyard_test_tries_total counter',
    );
  });

  it('tell nothing of the machine', async () => {
    const text = await (await openMeter()).text();
    expect(text).not.toMatch(/target_info|otel_scope|host_name|process_|service_|pid|command/);
  });

  it('have buckets under the name that a dashboard asks for', async () => {
    const meter = await openMeter();
    width.record(5, { colour: 'blue' });
    const text = await meter.text();
    for (const series of declaredMetrics().find(({ name }) => name === 'courtyard_test_width')?.series ?? [])
      expect(linesOf(text, series)).not.toEqual([]);
    expect(text).toContain('courtyard_test_width_bucket{colour="blue",le="1"} 0');
    expect(text).toContain('courtyard_test_width_bucket{colour="blue",le="10"} 1');
  });

  it('look up what is watched, and leave out what cannot be said', async () => {
    const meter = await openMeter();
    let fails = false;
    const ends = [
      depth.watch({ colour: 'red' }, async () => (fails ? undefined : 4)),
      depth.watch({ colour: 'blue' }, () => Promise.reject(new Error('Bill'))),
    ];
    expect(linesOf(await meter.text(), 'courtyard_test_depth')).toEqual([
      'courtyard_test_depth{colour="red"} 4',
    ]);
    // Not what it was when it could still be said.
    fails = true;
    expect(linesOf(await meter.text(), 'courtyard_test_depth')).toEqual([
      'courtyard_test_depth{colour="red"} NaN',
    ]);
    for (const end of ends) end();
  });

  it('are declared once, under names of ours', () => {
    expect(() => counter('courtyard_test_tries_total', { help: 'Again.' }, {})).toThrow('declared twice');
    expect(() => counter('Bill_total', { help: 'His.' }, {})).toThrow('no name of a metric of ours');
  });
});
