import type { Figure } from '../harness/figure.js';
import { plainInsert } from '../probes/plain-insert.js';
import { publishing } from '../probes/write.js';
import { costOf } from './words.js';

export const postsOfPlainInserts: Figure = {
  name: 'posts-of-plain-inserts',
  what: 'posts created over HTTP, audited, of plain inserts of the same rows through pgbench, 32 clients',
  unit: '%',
  must: null,
  aim: null,
  better: 'higher',
  probes: [plainInsert, publishing],
  measure: async (_, samples) => ({
    ...samples.compared(publishing, plainInsert, (post, plain) => (100 * post.perSecond) / plain.perSecond),
    note: `plain ${costOf(samples.of(plainInsert))}`,
  }),
};
