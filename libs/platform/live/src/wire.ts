import type { IncomingMessage } from 'node:http';
import { type Server as ProtocolServer } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { LiveConnection } from './connection.js';
import { CLOSE } from './live.errors.js';
import { Sending } from './sending.js';

/** What the protocol's callbacks find beside a socket. */
export interface Wired extends Record<PropertyKey, unknown> {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  connection?: LiveConnection;
  leave?: () => void;
  /** Sends a text in parts. @returns what to wait for before the next; nothing where it may be sent at once */
  sendParts?: (parts: readonly Buffer[]) => Promise<void> | undefined;
}

/** A sleeping laptop does not answer; its socket would stay open for hours. */
const PING_MILLIS = 12_000;

/**
 * Carries the protocol `graphql-transport-ws` over a socket. The adaptor that comes with graphql-ws prints what every client
 * sends wrong and tells them our own messages; this one says a number.
 */
export function carry(protocol: ProtocolServer<Wired>, socket: WebSocket, request: IncomingMessage): void {
  const extra: Wired = { socket, request };
  const sending = new Sending(socket, request.socket, () => extra.connection?.close(CLOSE.slow));
  extra.sendParts = (parts) => sending.sendParts(parts);
  let answered = true;
  const ping = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    sending.ask();
  }, PING_MILLIS);
  socket.on('pong', () => {
    answered = true;
  });
  // ws closes the socket by itself, with the number that says why.
  socket.on('error', () => undefined);
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      // Waiting until it is read is what makes a slow reader slow down, and not our memory grow.
      send: async (text) => sending.send(text),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (receive) => {
        socket.on('message', (message) => {
          receive(String(message)).catch(() => socket.close(CLOSE.fault.code, CLOSE.fault.reason));
        });
      },
    },
    extra,
  );
  socket.once('close', (code, reason) => {
    clearInterval(ping);
    void closed(code, String(reason)).catch(() => undefined);
  });
}
