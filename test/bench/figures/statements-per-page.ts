import type { Figure } from '../harness/figure.js';
import { ownPage } from '../own-page/own-page.js';

export const statementsPerPage: Figure = {
  name: 'statements-per-page',
  what: 'SQL statements that touch tables, per feed page',
  unit: '',
  must: 4,
  aim: 2,
  better: 'lower',
  measure: async (ground) => {
    const { statements, values } = await ownPage(ground);
    return {
      median: statements,
      low: statements,
      high: statements,
      note: `as PostgreSQL wrote them down, ${values.length} pages`,
    };
  },
};
