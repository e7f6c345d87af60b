import type { Figure } from '../harness/figure.js';
import { reacting } from '../probes/write.js';
import { rateOf } from './words.js';

export const reactionsPerSecond: Figure = {
  name: 'reactions-on-one-post',
  what: 'reaction on one hot post, 32 clients',
  unit: '/s',
  must: null,
  aim: null,
  better: 'higher',
  probes: [reacting],
  measure: async (_, samples) => rateOf(samples.of(reacting)),
};
