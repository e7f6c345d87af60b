import type { Figure } from '../harness/figure.js';
import { feedPageAlone } from '../probes/feed-page.js';
import { pageAtHundredth, pageAtTenth } from '../probes/grown-page.js';
import { timeOf, timesOf } from './words.js';

export const pageAtAllPosts: Figure = {
  name: 'page-at-1M-posts',
  what: 'page time at 1 million posts against 10,000, one client',
  unit: 'x',
  must: 1.5,
  aim: 1.1,
  better: 'lower',
  probes: [feedPageAlone, pageAtHundredth, pageAtTenth],
  measure: async (ground, samples) => {
    const [all, tenth, hundredth] = [feedPageAlone, pageAtTenth, pageAtHundredth].map((probe) => timeOf(samples.of(probe)));
    const { posts } = ground.scale;
    const said = `${hundredth} at ${posts / 100} posts, ${tenth} at ${posts / 10}, ${all} at ${posts}`;
    return { ...samples.compared(feedPageAlone, pageAtHundredth, timesOf), note: said };
  },
};
