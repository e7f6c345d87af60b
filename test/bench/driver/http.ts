import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { quantile } from '../harness/statistics.js';
import type { Done, Job } from './job.js';

/**
 * A process of its own that asks over HTTP, so that its processor time is not counted as anybody else's. Keeps connections
 * open like browsers do; each client asks again as soon as it is answered.
 */
const places = new Map<string, number>();
const CHECKED_EVERY = 50;

async function drive(job: Job): Promise<Done> {
  const pool = new Pool(job.url, { connections: job.clients, pipelining: 1 });
  const wrong: Record<string, number> = {};
  const times: number[] = [];
  let bytes = 0;
  let place = places.get(job.name) ?? 0;
  const blame = (what: string) => {
    wrong[what] = (wrong[what] ?? 0) + 1;
  };
  const before = process.cpuUsage();
  const begun = performance.now();
  const until = begun + job.seconds * 1_000;
  let left = job.most ?? Number.POSITIVE_INFINITY;
  const client = async () => {
    while (performance.now() < until && left-- > 0) {
      const asked = job.asked[place++ % job.asked.length];
      if (!asked) throw new Error('Nothing is asked.');
      const sent = performance.now();
      const { statusCode, body } = await pool.request({
        path: '/graphql',
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-courtyard-csrf': '1',
          ...(asked.cookie === undefined ? {} : { cookie: asked.cookie }),
        },
        body: asked.body.replace('%FRESH%', () => randomUUID()),
      });
      const text = await body.text();
      times.push(performance.now() - sent);
      bytes += text.length;
      const fault = faultOf(job, statusCode, text, times.length % CHECKED_EVERY === 1);
      if (fault) blame(fault);
    }
  };
  await Promise.all(Array.from({ length: job.clients }, client));
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(before);
  await pool.close();
  places.set(job.name, place);
  return {
    count: times.length,
    seconds,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    bytes,
    cpu: user + system,
    wrong,
  };
}

/** A quick refusal is no quick answer. */
function faultOf({ expect, rows }: Job, status: number, text: string, closely: boolean): string | undefined {
  const code = /"code":"([\w.]+)"/.exec(text.slice(0, 2_000))?.[1];
  if (status !== 200) return `status ${status}${code ? ` ${code}` : ''}`;
  if (text.startsWith('{"errors"') || code) return code ?? 'errors';
  if (!text.startsWith('{"data":{') || !text.includes(expect)) return 'another answer';
  if (!closely) return undefined;
  const { data, errors } = JSON.parse(text) as {
    data: Record<string, { nodes?: unknown[] }>;
    errors?: unknown;
  };
  if (errors) return 'errors';
  if (rows !== undefined && Object.values(data).find((one) => one.nodes)?.nodes?.length !== rows)
    return 'too few rows';
  return undefined;
}

process.on('message', (job: Job) => {
  drive(job).then(
    (done) => process.send?.({ done }),
    (failure: Error) => process.send?.({ fault: failure.message }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.({ ready: true });
