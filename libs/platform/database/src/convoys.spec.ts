import { Convoys } from './convoys.js';
import type { PreparedStatement } from './flight/statement.js';

const soon = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
const of = (name: string): PreparedStatement => ({ name, text: name, values: [] }) as never;

describe('a full convoy', () => {
  it('leaves beside one that is under way, whatever of another organisation waits before it', async () => {
    const left: string[] = [];
    const ends: (() => void)[] = [];
    const convoys = new Convoys(
      async (organisationId, reads) => {
        left.push(`${organisationId} ${reads.length}`);
        await new Promise<void>((end) => ends.push(end));
        return reads.map(() => []);
      },
      { most: 8, atOnce: 2, patienceMillis: 60_000, slowMillis: 60_000 },
    );
    const read = (organisationId: string, times: number) =>
      Array.from({ length: times }, () => convoys.read(organisationId, of('a')));
    const all = read('one', 1);
    await soon();
    all.push(...read('few', 3), ...read('many', 8));
    await soon();
    expect(left).toEqual(['one 1', 'many 8']);
    for (let end = ends.pop(); end; end = ends.pop()) {
      end();
      await soon();
    }
    await Promise.all(all);
    expect(left).toEqual(['one 1', 'many 8', 'few 3']);
  });
});
