import { randomUUID } from 'node:crypto';
import { to } from '../../libs/feed/fixtures/house.js';
import { documentOf } from '../live/fixtures/documents.js';
import { follow } from '../live/fixtures/follower.js';
import { ask } from '../live/fixtures/served.js';
import { pause } from './house.js';

const PUBLISH = documentOf('PublishPost');
const FEED = documentOf('Feed');
const FEED_CHANGED = documentOf('FeedChanged');

const running = new Set<{ stop(): Promise<void> }>();

/** For the end of a test that failed: nothing goes on behind it. */
export async function stopLoad(): Promise<void> {
  await Promise.allSettled([...running].map((one) => one.stop()));
}

type Place = { readonly url: string };

/** Whoever writes while machines go: what was not acknowledged is sent again, to the next, under the same key. */
export class Writer {
  /** Acknowledged posts by the client's key. */
  readonly acknowledged = new Map<string, string>();
  /** Codes and names of what was not, one for each try. */
  readonly failed: string[] = [];
  private stopped = false;
  private readonly running: Promise<void>;

  /** @param places where it sends, in turn; asked anew for each try */
  constructor(
    private readonly places: () => readonly Place[],
    private readonly cookie: string,
    private readonly first = 0,
  ) {
    running.add(this);
    this.running = this.run();
    this.running.catch(() => undefined);
  }

  /** Sends no new ones, and resolves when the last is acknowledged. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async run(): Promise<void> {
    for (let turn = this.first; !this.stopped; turn++) {
      const key = randomUUID();
      for (let tries = 0; ; tries++) {
        const id = await this.send(turn + tries, key);
        if (id !== null) {
          this.acknowledged.set(key, id);
          break;
        }
        if (this.stopped && tries > 100)
          throw new Error(`It was never acknowledged: ${this.failed.slice(-5).join()}`);
        await pause(100);
      }
    }
  }

  private async send(turn: number, idempotencyKey: string): Promise<string | null> {
    const places = this.places();
    const place = places[turn % places.length] as Place;
    const input = { idempotencyKey, body: `Said under ${idempotencyKey}`, audience: [to.everybody] };
    try {
      const { data, codes, status } = await ask(place, this.cookie, PUBLISH, { input });
      if (data?.publishPost) return data.publishPost.id;
      this.failed.push(`${status} ${codes.join()}`);
    } catch (failure) {
      this.failed.push((failure as Error).name);
    }
    return null;
  }
}

/** Whoever reads while machines go: reconnects at the next one, with the last position they heard. */
export class Reader {
  /** Posts in the order in which they were told. */
  readonly heard: string[] = [];
  /** Every position that came; each is of one event. */
  readonly positions: string[] = [];
  /** How often it had to come back. */
  connections = 0;
  private after = '';
  private stopped = false;
  private running: Promise<void> = Promise.resolve();

  static async open(places: () => readonly Place[], cookie: string, first = 0): Promise<Reader> {
    const reader = new Reader(places, cookie, first);
    const [place] = places();
    const { data } = await ask(place as Place, cookie, FEED);
    reader.after = data.feed.position;
    running.add(reader);
    reader.running = reader.run();
    return reader;
  }

  private constructor(
    private readonly places: () => readonly Place[],
    private readonly cookie: string,
    private readonly first: number,
  ) {}

  async until(count: number, patienceMillis = 60_000): Promise<void> {
    const end = Date.now() + patienceMillis;
    while (this.heard.length < count && Date.now() < end) await pause(50);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async run(): Promise<void> {
    for (let turn = this.first; !this.stopped; turn++) {
      const places = this.places();
      const place = places[turn % places.length] as Place;
      const one = follow(place, this.cookie, FEED_CHANGED, { after: this.after });
      this.connections++;
      let gone = false;
      void one.closed.then(() => {
        gone = true;
      });
      while (!gone && !this.stopped) {
        await pause(20);
        this.take(one.told.splice(0));
        if (one.codes.length > 0) break;
      }
      this.take(one.told.splice(0));
      one.stop();
      await pause(50);
    }
  }

  private take(told: readonly { kind: string; postId: string; position: string }[]): void {
    for (const { postId, position } of told) {
      this.after = position;
      this.positions.push(position);
      this.heard.push(postId);
    }
  }
}
