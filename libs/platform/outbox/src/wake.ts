import { randomUUID } from 'node:crypto';

export interface WakeOptions {
  /** `redis://` or `rediss://`; holds the password. */
  readonly url: string;
  /** Another process committed something. */
  readonly onCall: () => void;
  /** Told once when it is lost, however long it stays away. */
  readonly onFault?: (failure: unknown) => void;
}

const CHANNEL = 'courtyard.outbox';
/** Calls that come closer together count as one, here and from elsewhere: a relay finds all that is there at each look. */
const TOGETHER_MILLIS = 5;
const LONGEST_PAUSE_MILLIS = 2_000;

/** Loaded where it is asked for only. */
async function clientOf(url: string) {
  const { createClient } = await import('@redis/client');
  return createClient({
    url,
    socket: {
      connectTimeout: 2_000,
      reconnectStrategy: (tries) => Math.min(50 * 2 ** tries, LONGEST_PAUSE_MILLIS),
    },
  });
}

type Client = Awaited<ReturnType<typeof clientOf>>;

/**
 * By which a process tells the others that there is something to look for, through Redis' publish and subscribe.
 *
 * 1. A call carries the random name of the process that calls, and nothing else: neither what happened nor to whom.
 * 2. Nothing depends on it. A call that is lost costs the time until the relay looks by itself; nobody waits for one.
 * 3. Whoever floods it makes relays look a few hundred times a second, and no more.
 */
export class Wake {
  private readonly name = randomUUID();
  private readonly calling: Gathered;
  private readonly called: Gathered;
  private lost = false;
  private closed = false;

  /** Connects in the background, and again whenever it is lost. */
  static async open(options: WakeOptions): Promise<Wake> {
    return new Wake(options, await clientOf(options.url), await clientOf(options.url));
  }

  private constructor(
    private readonly options: WakeOptions,
    private readonly publisher: Client,
    private readonly subscriber: Client,
  ) {
    this.called = new Gathered(options.onCall);
    this.calling = new Gathered(() => {
      // One that cannot be sent is lost: it would be old news when it comes.
      if (publisher.isReady) publisher.publish(CHANNEL, this.name).catch(() => undefined);
    });
    this.connect(publisher);
    this.connect(subscriber);
    subscriber
      .subscribe(CHANNEL, (caller) => {
        if (caller !== this.name) this.called.once();
      })
      .catch(() => undefined);
  }

  /** Tells the others. Never waits, never throws. */
  call(): void {
    this.calling.once();
  }

  close(): void {
    this.closed = true;
    this.calling.end();
    this.called.end();
    for (const client of [this.publisher, this.subscriber]) client.destroy();
  }

  private connect(client: Client): void {
    client.on('ready', () => {
      this.lost = false;
      // What was called meanwhile was not heard.
      this.called.once();
    });
    client.on('error', (failure: unknown) => {
      if (this.closed || this.lost) return;
      this.lost = true;
      this.options.onFault?.(failure);
    });
    client.connect().catch(() => undefined);
  }
}

/** Does it at once, and then at most once in a while, the last time included. */
class Gathered {
  private timer: NodeJS.Timeout | undefined;
  private again = false;

  constructor(private readonly act: () => void) {}

  once(): void {
    if (this.timer) {
      this.again = true;
      return;
    }
    this.act();
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.again) {
        this.again = false;
        this.once();
      }
    }, TOGETHER_MILLIS).unref();
  }

  end(): void {
    clearTimeout(this.timer);
  }
}
