import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import {
  isAfter,
  type OutboxEvent,
  type Position,
  type PositionTokens,
  RESUMABLE_HOURS,
  type Relay,
} from '@courtyard/outbox';
import type { LiveConnection } from './connection.js';
import { Follower, type Following } from './follower.js';
import { Missed } from './missed.js';
import { Rounds } from './rounds.js';

/** What a live operation finds in its context when it begins. */
export interface LiveContext {
  readonly requestId: string;
  readonly actor: EmployeeActor;
  readonly connection: LiveConnection;
}

/** Which part of what is followed. */
export interface Part {
  /** Resume after this position: nothing missed, nothing twice. Left out: from now on. */
  readonly after?: string | null | undefined;
  /** Which of the events; all by default. */
  readonly only?: (event: OutboxEvent) => boolean;
}

/** What a live operation answers with. Graphql takes it for a stream; nobody asks it for the next, it tells. */
export class Followed implements AsyncIterable<never> {
  constructor(readonly follower: Follower) {}

  [Symbol.asyncIterator](): never {
    throw new Error('What is followed is told, and not asked for.');
  }
}

const MOST_FOLLOWED = 20;
/** How far one process may be ahead of another that cannot reach the database for a while. */
const AHEAD_SECONDS = 600;

/**
 * Follows the outbox for each recipient.
 *
 * 1. Every event is judged for each recipient at the time it is handed over, never by what was true at subscription.
 * 2. Each event arrives at most once, in one order; with `after`, none in between is missed.
 * 3. Memory is bounded: what is too much to keep is read again from the outbox. A recipient who does not read is closed,
 *    and nobody waits for them.
 */
export class LiveChanges {
  private readonly missed: Missed;
  private readonly rounds = new Rounds((event) => this.positionOf(event));
  /** Sealed once for all who are told of an event. */
  private readonly sealed = new WeakMap<OutboxEvent, string>();

  constructor(
    private readonly relay: Relay,
    private readonly tokens: PositionTokens,
  ) {
    this.missed = new Missed(relay);
  }

  /** Where the outbox stands. Take it before reading a list, and hand it out with the list. */
  position({ organisationId }: Pick<EmployeeActor, 'organisationId'>): string {
    return this.tokens.ofHead(organisationId, this.relay.head);
  }

  /**
   * @param following one for all who follow the same
   * @throws live.position_expired, input.invalid for a position that is not ours, live.too_many
   */
  follow<Change>(context: LiveContext, following: Following<Change>, { after, only }: Part = {}): Followed {
    const { connection } = context;
    if (connection.followed >= MOST_FOLLOWED) throw new CourtyardError('live.too_many');
    const resumed = after ? this.resumable(context.actor, after) : null;
    const wanted = new Set(following.topics);
    const unsubscribe = this.relay.subscribe((event) => {
      if (event.organisationId === connection.actor.organisationId && wanted.has(event.topic))
        follower.hear(event);
    });
    const follower = new Follower({
      connection,
      following,
      ...(only ? { only } : {}),
      // Everything after the head, as it is now, is heard.
      from: resumed ?? this.relay.head,
      isBehind: resumed !== null,
      missed: this.missed,
      join: (event, one) => this.rounds.join(event, one),
      onEnd: () => {
        unsubscribe();
        connection.followed--;
      },
    });
    connection.followed++;
    return new Followed(follower);
  }

  private positionOf(event: OutboxEvent): string {
    let token = this.sealed.get(event);
    if (token === undefined) {
      token = this.tokens.ofEvent(event.organisationId, event.position);
      this.sealed.set(event, token);
    }
    return token;
  }

  /**
   * @throws live.position_expired too for a position beyond the head that is older than it: transactions were numbered anew
   * since, by a restore, and nothing could be found after it. And for one that was sealed otherwise.
   */
  private resumable({ organisationId }: EmployeeActor, token: string): Position {
    const { head } = this.relay;
    const position = this.tokens.read(organisationId, token);
    if (position === 'stale') throw new CourtyardError('live.position_expired');
    if (!position || position.at > head.at + AHEAD_SECONDS)
      throw new CourtyardError('input.invalid', { fields: ['after'] });
    const renumbered = isAfter(position, head) && position.at < head.at - AHEAD_SECONDS;
    if (renumbered || position.at < head.at - RESUMABLE_HOURS * 3600)
      throw new CourtyardError('live.position_expired');
    return position;
  }
}
