import type { Socket } from 'node:net';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { LiveDone, LiveJob } from './live-job.js';

/** Holds sockets open as browsers do, each with a session of its own, and notes when it is told of what. */
class Subscriber {
  position: string;
  stalled = false;
  readonly opened: Promise<void>;
  private readonly close: () => void;
  private socket: WebSocket | undefined;

  constructor(
    readonly from: Extract<LiveJob, { kind: 'open' }>,
    readonly cookie: string,
    after: string,
    onPost: (id: string, at: number) => void,
  ) {
    this.position = after;
    let opened: () => void = () => {};
    let failed: (failure: Error) => void = () => {};
    this.opened = new Promise((resolve, reject) => ([opened, failed] = [resolve, reject]));
    const client = createClient({
      url: `${from.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: class extends WebSocket {
        constructor(url: string, protocols?: string) {
          super(url, protocols, { headers: { cookie } });
        }
      },
      retryAttempts: 0,
      onNonLazyError: () => undefined,
      on: {
        opened: (socket) => (this.socket = socket as WebSocket),
        connected: () => opened(),
        closed: () => failed(new Error('A socket was closed.')),
      },
    });
    const { query, hash } = from;
    client.subscribe<{ feedChanged: { position: string; kind: string; postId: string } }>(
      { query, variables: { after }, extensions: { persistedQuery: { version: 1, sha256Hash: hash } } },
      {
        next: ({ data }) => {
          if (!data) return;
          this.position = data.feedChanged.position;
          if (data.feedChanged.kind === 'added')
            onPost(data.feedChanged.postId, performance.timeOrigin + performance.now());
        },
        error: () => undefined,
        complete: () => undefined,
      },
    );
    this.close = () => void Promise.resolve(client.dispose()).catch(() => undefined);
  }

  break(): void {
    this.socket?.terminate();
    this.close();
  }

  stall(): void {
    this.stalled = true;
    (this.socket as unknown as { _socket: Socket })._socket.pause();
  }
}

let subscribers: Subscriber[] = [];
const told = new Map<string, number[]>();
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

async function work(job: LiveJob): Promise<LiveDone> {
  const from = performance.now();
  let missing = 0;
  if (job.kind === 'open') {
    const more = job.cookies.map((cookie) => subscribe(job, cookie, job.after));
    subscribers.push(...more);
    await Promise.all(more.map(({ opened }) => opened));
  } else if (job.kind === 'storm') {
    const before = subscribers;
    for (const one of before) one.break();
    subscribers = before.map(({ from: how, cookie, position }) => subscribe(how, cookie, position));
    await Promise.all(subscribers.map(({ opened }) => opened));
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
