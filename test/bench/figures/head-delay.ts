import { setTimeout as sleep } from 'node:timers/promises';
import { connected } from '../harness/connected.js';
import type { Figure } from '../harness/figure.js';
import { quantile } from '../harness/statistics.js';
import { publishing } from '../probes/write.js';

/** How many milliseconds lay between an event's commit and that of the batch by which the tree has it. */
const DELAYS = `select extract(epoch from pg_xact_commit_timestamp(l.xmin) - pg_xact_commit_timestamp(e.xmin)) * 1000 as millis
from audit_event e join audit_leaf l on l.organisation_id = e.organisation_id and l.event_id = e.id
where e.organisation_id = $1 and e.at > $2`;

export const headDelay: Figure = {
  name: 'head-delay-p99',
  what: 'audit log: from the commit of an event until the head covers it, 32 clients posting, p99',
  unit: 'ms',
  must: 1_000,
  aim: null,
  better: 'lower',
  measure: async (ground) =>
    connected(await ground.ownerUrl(), async (client) => {
      const since = new Date();
      const { count } = await publishing
        .run(ground, ground.options.quick ? 4 : 15)
        .then((sample) => sample as { count?: number } & typeof sample);
      await sleep(3_000);
      const { rows } = await client.query<{ millis: string }>(DELAYS, [ground.organisation, since]);
      const all = rows.map(({ millis }) => Number(millis));
      if (all.length < (count ?? 1))
        throw new Error(`of ${count} posts ${all.length} are in the tree after 3 s`);
      const p99 = quantile(all, 0.99);
      return {
        median: p99,
        low: p99,
        high: p99,
        note: `p50 ${quantile(all, 0.5).toFixed(0)} ms, worst ${quantile(all, 1).toFixed(0)} ms of ${all.length} events`,
      };
    }),
};
