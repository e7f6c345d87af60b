import type { EmployeeActor } from '@courtyard/access';
import type { OutboxEvent } from '@courtyard/outbox';
import type { Follower, Following, Judged } from './follower.js';

/**
 * How many are judged together: few at first, so that somebody is told soon, and while those are told the others are judged. Twice as
 * many each time, because a statement has a price of its own.
 */
const [FEWEST, MOST] = [50, 250] as const;

interface Concerned {
  readonly follower: Follower;
  /** As they were when they were judged. */
  readonly actor: EmployeeActor;
}

/**
 * Has one event judged and told for all who follow the same and are ready for it.
 *
 * 1. Nobody is told by what was known before their access changed: whose access may have changed since they were judged, until the
 *    moment the answer is written, is judged anew; whose session ended is told nothing.
 * 2. Nobody waits for a recipient who does not read.
 * 3. A round that cannot be judged or told fails for those who are in it, who come back and resume.
 */
export class Rounds {
  private readonly gathering = new Map<OutboxEvent, Map<Following<unknown>, Follower[]>>();

  constructor(private readonly positionOf: (event: OutboxEvent) => string) {}

  /** Whoever joins before this turn of the event loop gives way is in one round. */
  join(event: OutboxEvent, follower: Follower): void {
    if (this.gathering.size === 0) queueMicrotask(() => this.begin());
    const byFollowing = this.gathering.get(event) ?? new Map<Following<unknown>, Follower[]>();
    this.gathering.set(event, byFollowing);
    const others = byFollowing.get(follower.following);
    if (others) others.push(follower);
    else byFollowing.set(follower.following, [follower]);
  }

  private begin(): void {
    const rounds = [...this.gathering];
    this.gathering.clear();
    for (const [event, byFollowing] of rounds)
      for (const [following, followers] of byFollowing)
        this.run(event, following, followers).catch((failure: unknown) => {
          for (const follower of followers) follower.fail(failure);
        });
  }

  private async run(
    event: OutboxEvent,
    following: Following<unknown>,
    followers: readonly Follower[],
  ): Promise<void> {
    const pieces = this.pieces(event, following, followers);
    const judging: Promise<Judged[]>[] = [];
    const begin = () => {
      const { value: piece } = pieces.next();
      if (piece) judging.push(this.judged(event, following, piece));
    };
    begin();
    // So that the first are judged already while it is found out who the next are.
    await new Promise((resolve) => setImmediate(resolve));
    begin();
    for (let first = judging.shift(); first; first = judging.shift()) {
      const judged = await first;
      begin();
      const byTeller = Map.groupBy(judged, ({ recipient }) => recipient.teller);
      await Promise.all([...byTeller].map(([teller, some]) => teller.tell(event, some)));
    }
  }

  /** Those whom it concerns, some at a time. */
  private *pieces(
    event: OutboxEvent,
    { concerns }: Following<unknown>,
    followers: readonly Follower[],
  ): Generator<Concerned[], undefined> {
    let piece: Concerned[] = [];
    let size: number = FEWEST;
    for (const follower of followers) {
      if (!this.isReady(event, follower)) continue;
      const actor = follower.connection.asRequest();
      if (concerns && !concerns(event, actor)) {
        follower.done();
        continue;
      }
      piece.push({ follower, actor });
      if (piece.length < size) continue;
      yield piece;
      piece = [];
      size = Math.min(2 * size, MOST);
    }
    if (piece.length > 0) yield piece;
    return undefined;
  }

  private async judged(
    event: OutboxEvent,
    { name, judge }: Following<unknown>,
    concerned: readonly Concerned[],
  ): Promise<Judged[]> {
    try {
      const actors = concerned.map(({ actor }) => actor);
      const changes = await judge(event, actors, this.positionOf(event));
      if (changes.length !== actors.length) throw new Error('Not everybody was judged.');
      const judged: Judged[] = [];
      for (const [at, { follower, actor }] of concerned.entries()) {
        if (!this.isReady(event, follower)) continue;
        const change = changes[at];
        if (change === null) follower.done();
        else judged.push(this.oneOf(event, follower, actor, { [name]: change }));
      }
      return judged;
    } catch (failure) {
      for (const { follower } of concerned) follower.fail(failure);
      return [];
    }
  }

  private oneOf(event: OutboxEvent, follower: Follower, actor: EmployeeActor, root: object): Judged {
    const { recipient } = follower;
    return {
      root,
      actor,
      recipient,
      give: (answer) => {
        if (!this.isReady(event, follower)) return;
        const room = recipient.send(answer);
        if (room === undefined) follower.done();
        else void room.then(() => follower.done());
      },
      fail: (failure) => follower.fail(failure),
    };
  }

  /** Whoever is not is seen to. */
  private isReady(event: OutboxEvent, follower: Follower): boolean {
    const { connection } = follower;
    if (follower.isOver || connection.isClosed) {
      follower.end();
      return false;
    }
    if (!connection.isStale) return true;
    connection.fresh().then(
      () => this.join(event, follower),
      (failure: unknown) => follower.fail(failure),
    );
    return false;
  }
}
