import { createServer } from 'node:net';
import { StartFault } from './start.errors.js';

/**
 * Throws a StartFault when the port is taken on one of the addresses. Asked before the database starts, so that the
 * commonest mistake (it runs already) is answered at once; the api still meets who takes it in between.
 */
export async function assertFree(port: number, hosts: readonly string[]): Promise<void> {
  for (const host of hosts) {
    const code = await listenOnce(port, host);
    if (code === 'EADDRINUSE') {
      throw new StartFault(
        `Port ${port} is in use: Courtyard may be running already. Stop what uses it, or set PORT to another.`,
      );
    }
    if (code === 'EACCES') {
      throw new StartFault(`Port ${port} may not be used by this user; set PORT to one above 1023.`);
    }
  }
}

/** The error code, or undefined; a machine without this address (IPv6 switched off) is no fault of the port. */
function listenOnce(port: number, host: string): Promise<string | undefined> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => done(error.code));
    server.listen({ port, host, exclusive: true }, () => server.close(() => done(undefined)));
  });
}
