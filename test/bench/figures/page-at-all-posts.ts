import type { Figure } from '../harness/figure.js';
import { feedPageAlone } from '../probes/feed-page.js';
import { pageAtHundredth, pageAtTenth } from '../probes/grown-page.js';
import { amount, middleOf, timesOf } from './words.js';

export const pageAtAllPosts: Figure = {
  name: 'page-at-1M-posts',
  what: 'page time at 1 million posts against 10,000, one client',
  unit: 'x',
  must: 1.5,
  aim: 1.1,
  better: 'lower',
  probes: [feedPageAlone, pageAtHundredth, pageAtTenth],
  measure: async (ground, samples) => {
    const { posts } = ground.scale;
    const points = [pageAtHundredth, pageAtTenth, feedPageAlone].map((probe, at) => ({
      at: posts / 10 ** (2 - at),
      value: middleOf(samples.of(probe)),
    }));
    return {
      ...samples.compared(feedPageAlone, pageAtHundredth, timesOf),
      note: points.map(({ at, value }) => `${amount(value)} ms at ${at} posts`).join(', '),
      growth: { title: 'A page of the feed, one client', of: 'posts', unit: 'ms', points },
    };
  },
};
