import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { backOff } from '../../../apps/web/src/connection/back-off.js';
import type { LiveDone, LiveJob } from './live-job.js';

/** Holds sockets open as browsers do, each with a session of its own, and notes when it is told of what. */
class Subscriber {
  private ended = false;
  private attempt = 0;
  private readonly client: Client;
  stalled = false;
  readonly opened: Promise<void>;
  private socket: WebSocket | undefined;

  constructor(
    readonly from: Extract<LiveJob, { kind: 'open' }>,
    readonly cookie: string,
    /** The place from which on it wants to be told. */
    public seen: string,
    onPost: (id: string, at: number) => void,
  ) {
    let opened: () => void = () => {};
    this.opened = new Promise((resolve) => {
      opened = resolve;
    });
    this.client = createClient({
      url: `${from.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: class extends WebSocket {
        constructor(url: string, protocols?: string) {
          super(url, protocols, { headers: { cookie } });
        }
      },
      // What the library takes for final the built client does not: it comes back by itself, and so do we.
      retryAttempts: 0,
      onNonLazyError: () => undefined,
      on: {
        opened: (socket) => (this.socket = socket as WebSocket),
        connected: () => {
          this.attempt = 0;
          opened();
        },
      },
    });
    this.follow(onPost);
  }

  private follow(onPost: (id: string, at: number) => void): void {
    const { query, hash } = this.from;
    const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
    const again = () => {
      if (!this.ended) void sleep(backOff(this.attempt++)).then(() => !this.ended && this.follow(onPost));
    };
    this.client.subscribe<{ feedChanged: { position: string; kind: string; postId: string } }>(
      { query, variables: { after: this.seen }, extensions },
      {
        next: ({ data }) => {
          if (!data) return;
          this.seen = data.feedChanged.position;
          if (data.feedChanged.kind === 'added')
            onPost(data.feedChanged.postId, performance.timeOrigin + performance.now());
        },
        error: again,
        complete: again,
      },
    );
  }

  break(): void {
    this.ended = true;
    this.socket?.terminate();
    void Promise.resolve(this.client.dispose()).catch(() => undefined);
  }

  stall(): void {
    this.stalled = true;
    (this.socket as unknown as { _socket: Socket })._socket.pause();
  }
}

let subscribers: Subscriber[] = [];
const told = new Map<string, number[]>();
/** People come one after the other; all at once is what a storm is. */
const OPENED_AT_ONCE = 50;
let came = 0;
let heard: () => void = () => {};

function subscribe(job: Extract<LiveJob, { kind: 'open' }>, cookie: string, after: string): Subscriber {
  return new Subscriber(job, cookie, after, (id, at) => {
    const times = told.get(id);
    if (times) times.push(at);
    else told.set(id, [at]);
    came++;
    heard();
  });
}

const PATIENCE = 120_000;

/** @throws Error when somebody does not get in at all */
async function allOpen(some: readonly Subscriber[]): Promise<void> {
  const given = new AbortController();
  const late = sleep(PATIENCE, undefined, { signal: given.signal }).then(() => {
    throw new Error(`Not all of ${some.length} sockets were opened within ${PATIENCE / 1_000} s.`);
  });
  await Promise.race([Promise.all(some.map(({ opened }) => opened)), late]).finally(() => given.abort());
}

async function work(job: LiveJob): Promise<LiveDone> {
  const from = performance.now();
  let missing = 0;
  if (job.kind === 'open') {
    for (let at = 0; at < job.cookies.length; at += OPENED_AT_ONCE) {
      const more = job.cookies
        .slice(at, at + OPENED_AT_ONCE)
        .map((cookie) => subscribe(job, cookie, job.after));
      subscribers.push(...more);
      await allOpen(more);
    }
  } else if (job.kind === 'storm') {
    const before = subscribers;
    for (const one of before) one.break();
    subscribers = before.map(({ from: how, cookie, seen }) => subscribe(how, cookie, seen));
    await allOpen(subscribers);
  } else if (job.kind === 'stall') {
    for (const one of subscribers.slice(0, job.sockets)) one.stall();
  } else if (job.kind === 'expect') {
    missing = await expected(job);
  } else {
    for (const one of subscribers) one.break();
    subscribers = [];
  }
  const done = {
    millis: performance.now() - from,
    open: subscribers.length,
    told: Object.fromEntries(told),
    missing,
  };
  told.clear();
  came = 0;
  return done;
}

async function expected({ posts, patienceMillis }: Extract<LiveJob, { kind: 'expect' }>): Promise<number> {
  const wanted = posts * subscribers.filter(({ stalled }) => !stalled).length;
  await new Promise<void>((resolve) => {
    const patience = setTimeout(resolve, patienceMillis);
    heard = () => {
      if (came < wanted) return;
      clearTimeout(patience);
      resolve();
    };
    heard();
  });
  heard = () => {};
  return Math.max(0, wanted - came);
}

process.on('message', (job: LiveJob) => {
  work(job).then(
    (done) => process.send?.({ done }),
    (failure: Error) => process.send?.({ fault: failure.message }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.({ ready: true });
