import type { Figure } from '../harness/figure.js';
import { feedPageAlone, feedPageOf50 } from '../probes/feed-page.js';
import { timeOf, timesOf } from './words.js';

export const pageOf50Keys: Figure = {
  name: 'page-of-50-keys',
  what: 'page for an employee with 50 audience keys against 11, one client',
  unit: 'x',
  must: null,
  aim: null,
  better: 'lower',
  probes: [feedPageAlone, feedPageOf50],
  measure: async (_, samples) => ({
    ...samples.compared(feedPageOf50, feedPageAlone, timesOf),
    note: timeOf(samples.of(feedPageOf50)),
  }),
};
