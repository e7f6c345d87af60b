import type { Ground } from '../harness/ground.js';
import { requestOf } from '../harness/operations.js';
import type { Probe } from '../harness/probe.js';
import type { Width } from '../harness/readers.js';

const PAGE = { expect: '"feed":{', rows: 20 };

/** The client's own page of its feed over HTTP, all walls on; each reader asks in turn. */
function feedPage(name: string, width: Width, clients: number): Probe {
  const asked = (ground: Ground) =>
    ground.readers(width).map(({ cookie }) => ({ cookie, body: requestOf('Feed') }));
  return {
    name,
    prepare: (ground) =>
      // Of each session the first use is noted; that is once in five minutes, and not with each page.
      ground.once(`warm ${width}`, async () => {
        const readers = asked(ground);
        await ground.ask({
          ...PAGE,
          name: `warm ${width}`,
          asked: readers,
          clients: 8,
          seconds: 120,
          most: readers.length,
        });
      }),
    run: (ground, seconds) => ground.ask({ ...PAGE, name, asked: asked(ground), clients, seconds }),
  };
}

export const feedPage8 = feedPage('page', 11, 8);
export const feedPage32 = feedPage('page, 32 clients', 11, 32);
export const feedPageAlone = feedPage('page, 1 client', 11, 1);
export const feedPageOf50 = feedPage('page of 50 keys', 50, 1);
export const feedPageOf200 = feedPage('page of 200 keys', 200, 1);
