import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** The same answers on several addresses: a browser may try 127.0.0.1 or ::1 first. */
export interface Listening {
  readonly servers: readonly Server[];
  readonly urls: readonly string[];
  close(): Promise<void>;
}

/**
 * An idle connection is kept for longer than proxies keep theirs, which is a minute: whoever closes first loses the request that
 * the other one is sending at that moment.
 */
const TIMEOUTS = { requestTimeout: 30_000, headersTimeout: 15_000, keepAliveTimeout: 75_000 } as const;
/**
 * Connections that the system keeps until we take them. When all who follow are cut off they come back in one moment; whoever finds
 * no place is not refused but left to try again after one, three and seven seconds (RFC 6298). The system may keep fewer
 * (`net.core.somaxconn`).
 */
const BACKLOG = 4_096;
const ABSENT = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);
/** Requests take milliseconds; whoever keeps a connection open longer is waiting for nothing. */
const PATIENCE_MILLIS = 800;

/**
 * @param port 0 chooses a free one, the same for all addresses
 * @throws Error in one sentence for an address that is taken; one that this machine lacks is left out, unless it is the only.
 */
export async function listen(
  fastify: FastifyInstance,
  hosts: readonly string[],
  port: number,
): Promise<Listening> {
  await fastify.ready();
  const servers: Server[] = [];
  const urls: string[] = [];
  let chosen = port;
  for (const host of hosts) {
    const server = createServer(TIMEOUTS, (request, reply) => {
      fastify.routing(request, reply);
    });
    try {
      await bind(server, host, chosen);
    } catch (failure) {
      const code = (failure as NodeJS.ErrnoException).code ?? '';
      if (ABSENT.has(code) && hosts.length > 1) continue;
      await closeAll(servers);
      throw new Error(`Courtyard cannot listen on ${host} port ${chosen} (${code}).`);
    }
    chosen = (server.address() as AddressInfo).port;
    servers.push(server);
    urls.push(`http://${host.includes(':') ? `[${host}]` : host}:${chosen}`);
  }
  if (servers.length === 0) throw new Error(`Courtyard cannot listen on ${hosts.join(' or ')}.`);
  return { servers, urls, close: () => closeAll(servers) };
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: BACKLOG }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
  for (const server of servers) server.closeIdleConnections();
  const impatience = setTimeout(() => {
    for (const server of servers) server.closeAllConnections();
  }, PATIENCE_MILLIS);
  await Promise.all(closed);
  clearTimeout(impatience);
}
