import type { Figure } from '../harness/figure.js';
import { feedPage8 } from '../probes/feed-page.js';
import { limit } from '../probes/limit.js';
import { costOf } from './words.js';

export const feedPageOfLimit: Figure = {
  name: 'feed-page-of-R',
  what: 'GraphQL feed page of 20 over HTTP, all walls on, 8 clients, of R',
  unit: '%',
  must: 20,
  aim: 35,
  better: 'higher',
  probes: [limit, feedPage8],
  measure: async (_, samples) => ({
    ...samples.compared(feedPage8, limit, (page, R) => (100 * page.perSecond) / R.perSecond),
    note: `${costOf(samples.of(feedPage8))}; R ${costOf(samples.of(limit))}`,
  }),
};
