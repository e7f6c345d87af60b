import type { Figure } from '../harness/figure.js';
import { spreadOf } from '../harness/statistics.js';
import { searchAlone } from '../probes/search.js';
import { costOf } from './words.js';

export const search: Figure = {
  name: 'search',
  what: 'search page filtered by audience, p50, one client',
  unit: 'ms',
  must: 30,
  aim: 12,
  better: 'lower',
  probes: [searchAlone],
  measure: async (_, samples) => ({
    ...spreadOf(samples.of(searchAlone).map(({ p50 = Number.NaN }) => p50)),
    note: costOf(samples.of(searchAlone)),
  }),
};
