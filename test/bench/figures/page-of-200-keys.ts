import type { Figure } from '../harness/figure.js';
import { feedPageAlone, feedPageOf200 } from '../probes/feed-page.js';
import { timeOf, timesOf } from './words.js';

export const pageOf200Keys: Figure = {
  name: 'page-of-200-keys',
  what: 'page for an employee with 200 audience keys against 11, one client',
  unit: 'x',
  must: 3,
  aim: 1.5,
  better: 'lower',
  probes: [feedPageAlone, feedPageOf200],
  measure: async (_, samples) => ({
    ...samples.compared(feedPageOf200, feedPageAlone, timesOf),
    note: `${timeOf(samples.of(feedPageOf200))} against ${timeOf(samples.of(feedPageAlone))}`,
  }),
};
