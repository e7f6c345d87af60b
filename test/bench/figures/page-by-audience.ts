import type { Figure } from '../harness/figure.js';
import { feedPageAlone } from '../probes/feed-page.js';
import { pageOfTen, pageOfThousand } from '../probes/page-by-audience.js';
import { amount, middleOf, timesOf } from './words.js';

export const pageByAudience: Figure = {
  name: 'page-by-audience',
  what: 'page time in an organisation of 400,000 employees against 10, one client',
  unit: 'x',
  must: null,
  aim: null,
  better: 'lower',
  probes: [feedPageAlone, pageOfTen, pageOfThousand],
  measure: async (ground, samples) => {
    const sizes = [...ground.filled.small.map(({ scale }) => scale.employees), ground.scale.employees];
    const points = [pageOfTen, pageOfThousand, feedPageAlone].map((probe, at) => ({
      at: sizes[at] ?? 0,
      value: middleOf(samples.of(probe)),
    }));
    return {
      ...samples.compared(feedPageAlone, pageOfTen, timesOf),
      note: points.map(({ at, value }) => `${amount(value)} ms at ${at}`).join(', '),
      growth: {
        title: 'A page of the feed, one client',
        of: 'employees in one audience',
        unit: 'ms',
        points,
      },
    };
  },
};
