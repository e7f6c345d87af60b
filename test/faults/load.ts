import { setTimeout as sleep } from 'node:timers/promises';
import type { EmployeeActor } from '@courtyard/access';
import { v7 as newId } from 'uuid';
import { requestOf } from '../bench/harness/operations.js';
import { documentOf } from '../live/fixtures/documents.js';
import { follow } from '../live/fixtures/follower.js';
import type { HurtHouse } from './hurt-house.js';
import { lossesOf, type Stored } from './losses.js';

const PUBLISH = documentOf('PublishPost');
const FEED = documentOf('Feed');
const FEED_CHANGED = documentOf('FeedChanged');
const FEED_BY_HASH = requestOf('Feed');
const bodyOf = (query: string, variables: object = {}) => JSON.stringify({ query, variables });

/** One way in which a request was answered. */
export interface Answered {
  readonly kind: 'write' | 'read';
  /** 0 where there was no answer. */
  readonly status: number;
  readonly code: string;
  readonly retryAfter: string | null;
  readonly text: string;
}

/** Somebody who writes: what is not acknowledged they send again with the same key, until it is. */
interface Written {
  readonly key: string;
  readonly body: string;
  /** How often it was sent. */
  tries: number;
  postId?: string;
}

/** People who write, read and listen while the house is hurt, and remember what they were told. */
export class Load {
  readonly answers: Answered[] = [];
  readonly written: Written[] = [];
  /** Posts that the one who listens was told of, in order. */
  readonly heard: string[] = [];
  private ending = false;
  private readonly all: Promise<void>[] = [];

  static async on(house: HurtHouse, clients = 4): Promise<Load> {
    const load = new Load(house);
    const [listener] = house.people as [EmployeeActor];
    const { text } = await load.send(listener, 'read', FEED);
    const after = JSON.parse(text).data.feed.position as string;
    for (let at = 0; at < clients; at++) {
      const person = house.people[at % house.people.length] as EmployeeActor;
      load.all.push(load.write(person), load.read(person));
    }
    load.all.push(load.listen(listener, after));
    return load;
  }

  private constructor(private readonly house: HurtHouse) {}

  get acknowledged(): Written[] {
    return this.written.filter(({ postId }) => postId !== undefined);
  }

  /** So many more are stored than now. */
  async more(count: number): Promise<void> {
    const wanted = this.acknowledged.length + count;
    for (let tries = 0; this.acknowledged.length < wanted; tries++) {
      if (tries > 1_200)
        throw new Error(`Nothing is stored any more: ${JSON.stringify(this.answers.slice(-3))}`);
      await sleep(50);
    }
  }

  /** Nothing new is begun; what was begun is repeated until it is stored, and heard. */
  async end(): Promise<void> {
    this.ending = true;
    await Promise.all(this.all);
  }

  /** Statuses and codes of what was not simply answered, each once. */
  get refusals(): string[] {
    const refused = this.answers.filter(({ status, code }) => status !== 200 || code !== '');
    return [...new Set(refused.map(({ status, code }) => `${status} ${code}`))].sort();
  }

  private async write(person: EmployeeActor): Promise<void> {
    while (!this.ending && !this.house.isClosed) {
      const one: Written = { key: newId(), body: `Words ${newId()}`, tries: 0 };
      this.written.push(one);
      const input = { idempotencyKey: one.key, body: one.body, audience: [{ kind: 'organisation' }] };
      while (one.postId === undefined && !this.house.isClosed) {
        one.tries++;
        const { status, code, text } = await this.send(person, 'write', PUBLISH, { input });
        if (status === 200 && code === '') one.postId = JSON.parse(text).data.publishPost.id;
        else await sleep(100);
        if (one.tries > 600) throw new Error(`It is not stored: ${text}`);
      }
    }
  }

  private async read(person: EmployeeActor): Promise<void> {
    while (!this.ending && !this.house.isClosed) {
      // As the built client asks, and as a program does.
      const asked = this.answers.length % 2 === 0 ? FEED_BY_HASH : bodyOf(FEED);
      const { status } = await this.sendBody(person, 'read', asked);
      // Seldom enough to stay below what one may read in an hour.
      await sleep(status === 200 ? 250 : 100);
    }
  }

  /** Comes back with the last position whenever the socket ends, as the client does. */
  private async listen(person: EmployeeActor, from: string): Promise<void> {
    const { feed } = this.house;
    for (let after = from, tries = 0; ; ) {
      const one = follow(this.house, feed.cookieOf(person), FEED_CHANGED, { after });
      let gone = false;
      void one.closed.then(() => {
        gone = true;
      });
      while (!gone && !this.house.isClosed) {
        for (const change of one.told.splice(0)) {
          if (change.kind === 'added') this.heard.push(change.postId);
          after = change.position;
        }
        const isDone =
          this.ending && this.written.every(({ postId }) => postId && this.heard.includes(postId));
        if (isDone || (this.ending && tries++ > 800)) return one.stop();
        await sleep(25);
      }
      one.stop();
      if (this.house.isClosed) return;
      await sleep(100);
    }
  }

  private send(
    person: EmployeeActor,
    kind: Answered['kind'],
    query: string,
    variables: object = {},
  ): Promise<Answered> {
    return this.sendBody(person, kind, bodyOf(query, variables));
  }

  private async sendBody(person: EmployeeActor, kind: Answered['kind'], body: string): Promise<Answered> {
    const answered = await fetch(`${this.house.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-courtyard-csrf': '1',
        cookie: this.house.feed.cookieOf(person),
      },
      body,
    }).then(
      async (response) => {
        const text = await response.text();
        const code = /"code":"([\w.]+)"/.exec(text)?.[1] ?? '';
        return { kind, status: response.status, code, retryAfter: response.headers.get('retry-after'), text };
      },
      (failure: Error) => ({ kind, status: 0, code: 'none', retryAfter: null, text: failure.message }),
    );
    this.answers.push(answered);
    return answered;
  }
}

/** What holds after whatever happened: nothing acknowledged is lost, nothing is there twice, and all of it was heard once. */
export async function expectNothingLost(house: HurtHouse, load: Load): Promise<void> {
  const { rows } = await house.feed.owner.query<Stored>('select id, body from post');
  expect(lossesOf(load, rows)).toEqual([]);
  expect(house.alive).toEqual(['api', 'egress', 'sequencer']);
}
