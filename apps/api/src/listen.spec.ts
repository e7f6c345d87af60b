import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { listen } from './listen.js';

const COMING = 1_000;

/** Connects so often at once, and says how many the system let in: all of them, or when nobody came for a while. */
const COME = `
import { connect } from 'node:net';
let came = 0;
for (let at = 0; at < ${COMING}; at++)
  connect({ host: '127.0.0.1', port: Number(process.argv[2]) }, () => ++came).on('error', () => undefined);
const soon = (work) => setTimeout(() => setImmediate(() => setImmediate(work)), 600);
const look = (before) => soon(() => (came === before && came > 0 ? process.send({ came }) : look(came)));
look(0);
`;

it('keeps all who come back in one moment until it can take them', async () => {
  const mostKept = Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'));
  const expected = Math.min(COMING, mostKept);
  const folder = await mkdtemp(join(tmpdir(), 'courtyard-listen-'));
  writeFileSync(join(folder, 'come.mjs'), COME);
  const fastify = { ready: async () => undefined, routing: () => undefined } as unknown as FastifyInstance;
  const listening = await listen(fastify, ['127.0.0.1'], 0);
  const child = fork(join(folder, 'come.mjs'), [new URL(listening.urls[0] as string).port], { execArgv: [] });
  try {
    const over = once(child, 'message');
    await once(child, 'spawn');
    // Busy, as it is when all are cut off: nobody is taken before it is done. The child has time to come meanwhile.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4_000);
    const [{ came }] = (await over) as [{ came: number }];
    expect(came).toBeGreaterThanOrEqual(expected);
  } finally {
    child.kill();
    await listening.close();
    await rm(folder, { recursive: true, force: true });
  }
}, 30_000);
