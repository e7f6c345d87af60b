import type { Figure } from '../harness/figure.js';
import { publishing } from '../probes/write.js';
import { rateOf } from './words.js';

export const postsPerSecond: Figure = {
  name: 'posts',
  what: 'post created with audit and outbox, 32 clients',
  unit: '/s',
  must: 600,
  aim: 1500,
  better: 'higher',
  probes: [publishing],
  measure: async (_, samples) => rateOf(samples.of(publishing)),
};
