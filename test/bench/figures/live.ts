import type { Figure, Measured } from '../harness/figure.js';
import { type Delays, liveRun } from '../harness/live.js';
import { quantile, spreadOf } from '../harness/statistics.js';
import { amount } from './words.js';

const at = (delays: Delays, share: number, said: string): Measured => {
  const value = quantile(delays, share);
  return { median: value, low: value, high: value, note: `${delays.length} deliveries${said}` };
};

const alone = (value: number, note: string): Measured => ({ median: value, low: value, high: value, note });

export const liveP50: Figure = {
  name: 'live-p50',
  what: 'live delivery to 1,000 subscribers, from commit to socket, p50',
  unit: 'ms',
  must: 25,
  aim: 10,
  better: 'lower',
  measure: async (ground) => {
    const { delaysOfFew, refused } = await liveRun(ground);
    return at(delaysOfFew, 0.5, refused > 0 ? `; ${refused} who posted were refused an answer` : '');
  },
};

export const liveP99: Figure = {
  name: 'live-p99',
  what: 'the same, p99',
  unit: 'ms',
  must: 100,
  aim: 50,
  better: 'lower',
  measure: async (ground) => at((await liveRun(ground)).delaysOfFew, 0.99, ''),
};

export const liveOfBare: Figure = {
  name: 'live-of-bare-sockets',
  what: 'p50 to 1,000 subscribers against one frame by ws alone to as many sockets, without a database or a judgement',
  unit: 'x',
  must: null,
  aim: null,
  better: 'lower',
  measure: async (ground) => {
    const { timesOfBare, delaysOfBare } = await liveRun(ground);
    return { ...spreadOf(timesOfBare), note: `ws alone takes ${amount(quantile(delaysOfBare, 0.5))} ms` };
  },
};

const toMany = (name: string, what: string, share: number): Figure => ({
  name,
  what,
  unit: 'ms',
  must: null,
  aim: null,
  better: 'lower',
  measure: async (ground) => {
    const { delaysOfMany, many } = await liveRun(ground);
    return at(delaysOfMany, share, ` to ${many} subscribers`);
  },
});

export const liveOfManyP50 = toMany(
  'live-5000-p50',
  'live delivery to 5,000 subscribers of one process, p50',
  0.5,
);
export const liveOfManyP99 = toMany('live-5000-p99', 'the same, p99', 0.99);

export const memoryPerSocket: Figure = {
  name: 'memory-per-socket',
  what: 'memory of the api for each open subscription',
  unit: 'kB',
  must: null,
  aim: null,
  better: 'lower',
  measure: async (ground) => {
    const { bytesPerSocket, many } = await liveRun(ground);
    return alone(bytesPerSocket / 1_000, `${many} sockets, nothing told yet`);
  },
};

export const reconnectStorm: Figure = {
  name: 'reconnect-storm',
  what: 'all subscribers are cut off and come back at once, until all are told of the next post',
  unit: 's',
  must: 10,
  aim: null,
  better: 'lower',
  measure: async (ground) => {
    const { stormSeconds, many } = await liveRun(ground);
    return alone(stormSeconds, `${many} subscribers`);
  },
};

export const slowConsumers: Figure = {
  name: 'slow-consumers',
  what: 'who reads nothing is cut off while the others are told',
  unit: 's',
  must: null,
  aim: null,
  better: 'lower',
  measure: async (ground) => {
    const { sockets, seconds, others } = (await liveRun(ground)).slow;
    const waited = `p99 ${amount(quantile(others, 0.99))} ms for the 190 others meanwhile`;
    return alone(seconds, `${sockets} of 200 sockets; ${waited}`);
  },
};
