import type { Figure } from '../harness/figure.js';
import { commenting } from '../probes/write.js';
import { rateOf } from './words.js';

export const commentsPerSecond: Figure = {
  name: 'comments',
  what: 'comment on one of a hundred posts, 32 clients',
  unit: '/s',
  must: null,
  aim: null,
  better: 'higher',
  probes: [commenting],
  measure: async (_, samples) => rateOf(samples.of(commenting)),
};
