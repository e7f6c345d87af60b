import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import { quantile } from '../harness/statistics.js';
import type { Asking, Done, Job } from './job.js';

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
      const { status, body } = await ask(pool, asked);
      times.push(performance.now() - sent);
      bytes += body.length;
      const fault = faultOf(job, status, body, times.length % CHECKED_EVERY === 1);
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

/** Bytes as they come: whoever asks shares the machine with who answers, and texts and streams of a page cost more than looking at it. */
function ask(pool: Pool, { cookie, body }: Asking): Promise<{ status: number; body: Buffer }> {
  return new Promise((resolve, reject) => {
    let status = 0;
    const chunks: Buffer[] = [];
    pool.dispatch(
      {
        path: '/graphql',
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-courtyard-csrf': '1',
          ...(cookie === undefined ? {} : { cookie }),
        },
        body: body.replace('%FRESH%', () => randomUUID()),
      },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_, code) => {
          status = code;
        },
        onResponseData: (_, chunk) => {
          chunks.push(chunk);
        },
        onResponseEnd: () => resolve({ status, body: Buffer.concat(chunks) }),
        onResponseError: (_, failure) => reject(failure),
      },
    );
  });
}

/** A quick refusal is no quick answer. */
function faultOf({ expect, rows }: Job, status: number, body: Buffer, closely: boolean): string | undefined {
  const start = body.subarray(0, 2_000).toString('latin1');
  const code = /"code":"([\w.]+)"/.exec(start)?.[1];
  if (status !== 200) return `status ${status}${code ? ` ${code}` : ''}`;
  if (start.startsWith('{"errors"') || code) return code ?? 'errors';
  if (!start.startsWith('{"data":{') || !body.includes(expect)) return 'another answer';
  if (!closely) return undefined;
  const { data, errors } = JSON.parse(body.toString()) as {
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
