import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure, Measured } from '../harness/figure.js';
import type { Ground } from '../harness/ground.js';
import { requestOf } from '../harness/operations.js';
import { memoryOf } from '../harness/processor.js';

const MEGABYTE = 1_000_000;

async function memory(ground: Ground): Promise<Measured> {
  const { pid, api } = await ground.running();
  const [own, all] = [memoryOf(api, 'alone') / MEGABYTE, memoryOf(pid, 'family') / MEGABYTE];
  const note = `${all.toFixed(0)} MB with PostgreSQL, sequencer, egress and supervisor`;
  return { median: own, low: own, high: own, note };
}

export const memoryAtRest: Figure = {
  name: 'memory-at-rest',
  what: 'memory of the api, started and asked nothing yet',
  unit: 'MB',
  must: null,
  aim: null,
  better: 'lower',
  measure: async (ground) => {
    await ground.rest();
    await ground.running();
    await sleep(2_000);
    return memory(ground);
  },
};

export const memoryUnderLoad: Figure = {
  name: 'memory-under-load',
  what: 'memory of the api while 32 clients read the feed',
  unit: 'MB',
  must: null,
  aim: null,
  better: 'lower',
  measure: async (ground) => {
    const asked = ground.readers().map(({ cookie }) => ({ cookie, body: requestOf('Feed') }));
    const seconds = ground.options.quick ? 4 : 20;
    const load = ground.ask({ name: 'memory', asked, expect: '"feed":{', rows: 20, clients: 32, seconds });
    await sleep((seconds - 1) * 1_000);
    const measured = await memory(ground);
    await load;
    return measured;
  },
};
