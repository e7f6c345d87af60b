import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Meter } from './meter.js';

export interface MetricsOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly meter: Meter;
  /** A word for what keeps the process from its work; null where it works. */
  readonly whyNotReady: () => Promise<string | null>;
}

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * `/metrics`, `/health` and `/ready` of one process, on a port of their own that nobody is to reach but who looks after the house.
 * @throws Error in one sentence where the port is taken
 */
export async function serveMetrics({
  host,
  port,
  meter,
  whyNotReady,
}: MetricsOptions): Promise<MetricsServer> {
  const server = createServer({ requestTimeout: 5_000, headersTimeout: 5_000 }, (request, reply) => {
    const answer = request.method === 'GET' ? ANSWERS[request.url ?? ''] : undefined;
    if (!answer) return end(reply, 404, 'nothing here');
    answer(reply, { meter, whyNotReady }).catch(() => end(reply, 500, 'fault'));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code = '' }: NodeJS.ErrnoException) => {
      reject(new Error(`Metrics cannot be served on port ${port} (${code}).`));
    });
    server.listen({ host, port }, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

type Answer = (reply: ServerResponse, of: Pick<MetricsOptions, 'meter' | 'whyNotReady'>) => Promise<void>;

const ANSWERS: Readonly<Record<string, Answer>> = {
  '/metrics': async (reply, { meter }) => {
    end(reply, 200, await meter.text(), 'text/plain; version=0.0.4; charset=utf-8');
  },
  '/health': async (reply) => end(reply, 200, 'ok'),
  '/ready': async (reply, { whyNotReady }) => {
    const why = await whyNotReady();
    end(reply, why === null ? 200 : 503, why ?? 'ok');
  },
};

function end(reply: ServerResponse, status: number, text: string, type = 'text/plain; charset=utf-8'): void {
  reply.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  reply.end(`${text}\n`.replace(/\n+$/, '\n'));
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
