import type { Asking } from '../driver/job.js';
import { byHand } from '../harness/by-hand.js';
import type { Ground } from '../harness/ground.js';
import { requestOf } from '../harness/operations.js';
import type { Probe } from '../harness/probe.js';

const PAGE = { expect: '"feed":{', rows: 20, clients: 8 };

const asked = (ground: Ground): Asking[] =>
  ground.readers().map(({ cookie }) => ({ cookie, body: requestOf('Feed') }));

/** The same page over the same HTTP, with a statement written by hand and nothing judged. */
export const pageByHand: Probe = {
  name: 'page by hand',
  prepare: async (ground) => {
    const readers = asked(ground);
    await ground.ask(
      { ...PAGE, name: 'warm by hand', asked: readers, seconds: 120, most: readers.length },
      await byHand(ground),
    );
  },
  run: async (ground, seconds) =>
    ground.ask({ ...PAGE, name: 'page by hand', asked: asked(ground), seconds }, await byHand(ground)),
};
