import { requestOf } from '../harness/operations.js';
import type { Probe } from '../harness/probe.js';

/** What readers look for in turn: what everything says, what little says, both, and a name. */
const QUERIES = [
  () => 'lorem',
  (at: number) => `w${String((at * 7919) % 20_000).padStart(10, '0')}`,
  (at: number) => `ipsum w${String((at * 104_729) % 20_000).padStart(10, '0')}`,
  () => '"ipsum dolor" -consecteturs',
  () => 'kamer',
] as const;

/** The client's own page of a search over HTTP, all walls on; each reader asks in turn. */
export const searchAlone: Probe = {
  name: 'search, 1 client',
  run: (ground, seconds) => {
    const asked = ground.readers(11).map(({ cookie }, at) => ({
      cookie,
      body: requestOf('Search', { query: QUERIES[at % QUERIES.length]?.(at) }),
    }));
    return ground.ask({ name: 'search, 1 client', expect: '"search":{', asked, clients: 1, seconds });
  },
};
