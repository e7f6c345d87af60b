import { type Ground } from '../harness/ground.js';
import { grown } from '../harness/grown.js';
import { requestOf } from '../harness/operations.js';
import type { Probe } from '../harness/probe.js';

/** The page of the same readers where less was said: a hundredth, and a tenth of the posts. */
function grownPage(name: string, at: 0 | 1): Probe {
  const ask = async (ground: Ground, how: { clients: number; seconds: number; most?: number }) => {
    const place = ground.filled.grown[at];
    if (!place) throw new Error('There is no such copy.');
    const asked = ground
      .readers()
      .slice(0, ground.options.quick ? 300 : 1_000)
      .map(({ cookie }) => ({ cookie, body: requestOf('Feed') }));
    // Some readers have less than a page where little was said.
    const job = { name: `${name} ${how.clients}`, asked, expect: '"feed":{', ...how };
    return ground.ask(job, await grown(ground, place.database));
  };
  return {
    name,
    prepare: async (ground) => void (await ask(ground, { clients: 8, seconds: 60, most: 1_000 })),
    run: (ground, seconds) => ask(ground, { clients: 1, seconds }),
  };
}

export const pageAtHundredth = grownPage('page at 1 % of the posts', 0);
export const pageAtTenth = grownPage('page at 10 % of the posts', 1);
