import type { Ground } from '../harness/ground.js';
import { requestOf } from '../harness/operations.js';
import type { Probe } from '../harness/probe.js';
import { readersOf } from '../harness/readers.js';

/** What one reader may see in an hour is 150 pages; there are three of them where ten work. */
const PAGES_OF_A_READER = 10;

/** The page in an organisation of few people, one client. */
function pageOfHouse(name: string, at: 0 | 1): Probe {
  return {
    name,
    run: (ground: Ground, seconds: number) => {
      const house = ground.filled.small[at];
      if (!house) throw new Error('There is no such house.');
      const asked = readersOf(house.organisation, house.scale, 11).map(({ cookie }) => ({
        cookie,
        body: requestOf('Feed'),
      }));
      const most = PAGES_OF_A_READER * asked.length;
      return ground.ask({ name, asked, expect: '"feed":{', rows: 20, clients: 1, seconds, most });
    },
  };
}

export const pageOfTen = pageOfHouse('page in a house of 10', 0);
export const pageOfThousand = pageOfHouse('page in a house of 1,000', 1);
