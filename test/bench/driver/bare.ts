import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** What a server of bare sockets is told to do: to say where it is, or to tell everybody the same. */
export type BareJob = { readonly kind: 'listen' } | { readonly kind: 'tell'; readonly id: string };

export interface BareDone {
  readonly url: string;
  /** When it began to write, in milliseconds since 1970. */
  readonly at: number;
}

/** As long as what the built client is told of a post. */
const CHARACTERS = 1_400;

/**
 * The limit of this machine: ws by itself, which answers every subscription and writes one frame to each socket, without a database, a
 * judgement or a word of GraphQL.
 */
const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/graphql' });
const following = new Map<WebSocket, string>();

sockets.on('connection', (socket) => {
  socket.on('message', (data) => {
    const { type, id } = JSON.parse(String(data)) as { type: string; id: string };
    if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
    if (type === 'subscribe') following.set(socket, id);
  });
  socket.on('close', () => following.delete(socket));
});

function work(job: BareJob): BareDone {
  const at = performance.timeOrigin + performance.now();
  if (job.kind === 'tell') {
    const feedChanged = { position: 'x'.repeat(CHARACTERS), kind: 'added', postId: job.id };
    const payload = JSON.stringify({ data: { feedChanged } });
    for (const [socket, id] of following) socket.send(`{"id":"${id}","type":"next","payload":${payload}}`);
  }
  const { port } = sockets.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, at };
}

process.on('message', (job: BareJob) => process.send?.({ done: work(job) }));
process.on('disconnect', () => process.exit());
sockets.on('listening', () => process.send?.({ ready: true }));
