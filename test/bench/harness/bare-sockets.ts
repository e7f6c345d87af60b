import type { BareDone, BareJob } from '../driver/bare.js';
import { Driver } from '../driver/driver.js';
import type { LiveDone, LiveJob } from '../driver/live-job.js';
import type { Ground } from './ground.js';

/** As many sockets as subscribers, told by ws alone: what delivery costs on this machine whatever is delivered. */
export class BareSockets {
  private told = 0;

  private constructor(
    private readonly server: Driver<BareJob, BareDone>,
    private readonly driver: Driver<LiveJob, LiveDone>,
  ) {}

  static async open(ground: Ground, count: number): Promise<BareSockets> {
    const server = await Driver.start<BareJob, BareDone>('bare.ts');
    const driver = await Driver.start<LiveJob, LiveDone>('live.ts');
    ground.defer(() => {
      server.stop();
      driver.stop();
    });
    const { url } = await server.do({ kind: 'listen' });
    const cookies = Array.from({ length: count }, (_, at) => `bare=${at}`);
    await driver.do({
      kind: 'open',
      url,
      cookies,
      query: 'subscription { feedChanged }',
      hash: '',
      after: '',
    });
    return new BareSockets(server, driver);
  }

  /** Milliseconds from the first write until it came to each. @throws when somebody is not told */
  async delays(patienceMillis: number): Promise<number[]> {
    const waiting = this.driver.do({ kind: 'expect', posts: 1, patienceMillis });
    const { at } = await this.server.do({ kind: 'tell', id: `bare_${++this.told}` });
    const { told, missing } = await waiting;
    if (missing > 0) throw new Error(`${missing} bare sockets were not told`);
    return Object.values(told).flatMap((times) => times.map((time) => time - at));
  }

  async close(): Promise<void> {
    await this.driver.do({ kind: 'close' });
  }
}
