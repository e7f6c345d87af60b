import type { Figure } from '../harness/figure.js';
import type { Sample } from '../harness/sample.js';
import { feedPage8 } from '../probes/feed-page.js';
import { pageByHand } from '../probes/page-by-hand.js';
import { costOf } from './words.js';

/** Processor time of the api and of PostgreSQL for one page. */
const whole = ({ cost }: Sample) => (cost.node ?? 0) + cost.postgres;

export const wallsOfPage: Figure = {
  name: 'walls-of-page',
  what: 'cost of policy and per-field visibility: processor time of a page beyond that of one written by hand',
  unit: '%',
  must: 15,
  aim: 5,
  better: 'lower',
  probes: [feedPage8, pageByHand],
  measure: async (_, samples) => ({
    ...samples.compared(feedPage8, pageByHand, (page, hand) => 100 * (whole(page) / whole(hand) - 1)),
    note: `by hand ${costOf(samples.of(pageByHand))}`,
  }),
};
