import type { Figure } from '../harness/figure.js';
import { feedPage8 } from '../probes/feed-page.js';
import { ownPage } from '../probes/own-page.js';
import { costOf } from './words.js';

export const feedPageOfOwnPage: Figure = {
  name: 'feed-page-of-R-own',
  what: 'the same of R′: its own statement through pgbench as role api',
  unit: '%',
  must: 40,
  aim: 60,
  better: 'higher',
  probes: [ownPage, feedPage8],
  measure: async (_, samples) => ({
    ...samples.compared(feedPage8, ownPage, (page, own) => (100 * page.perSecond) / own.perSecond),
    note: `R′ ${costOf(samples.of(ownPage))}`,
  }),
};
