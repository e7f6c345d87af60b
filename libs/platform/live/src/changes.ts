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
import { CLOSE } from './live.errors.js';
import { Missed } from './missed.js';
import { tell } from './telling.js';
import { Waiting, withoutSuperseded } from './waiting.js';

/** What a live operation finds in its context when it begins. */
export interface LiveContext {
  readonly requestId: string;
  readonly actor: EmployeeActor;
  readonly connection: LiveConnection;
}

export interface Following<Change> {
  readonly topics: readonly string[];
  /** Resume after this position: nothing missed, nothing twice. Left out: from now on. */
  readonly after?: string | null;
  /** Events of one name say the same, the last of them best: of what waits for a recipient only that is kept. */
  readonly supersedes?: (event: OutboxEvent) => string | null;
  /** Cheap and without the database: can this event concern the actor at all? */
  readonly concerns?: (event: OutboxEvent, actor: EmployeeActor) => boolean;
  /** Asks the gate what the actor may see of the event, among all whom it concerns; null is nothing. */
  readonly judge: (event: OutboxEvent, actor: EmployeeActor, position: string) => Promise<Change | null>;
}

const MOST_FOLLOWED = 20;
/** How far one process may be ahead of another that cannot reach the database for a while. */
const AHEAD_SECONDS = 600;

/**
 * Follows the outbox for one recipient.
 *
 * 1. Every event is judged for this recipient at the time it is handed over, never by what was true at subscription.
 * 2. Each event arrives at most once, in one order; with `after`, none in between is missed.
 * 3. Memory is bounded: what is too much to keep is read again from the outbox. A recipient who does not read is closed,
 *    and nobody waits for them.
 */
export class LiveChanges {
  private readonly missed: Missed;
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

  /** @throws live.position_expired, input.invalid for a position that is not ours, live.too_many */
  follow<Change>(
    context: LiveContext,
    name: string,
    following: Following<Change>,
  ): AsyncIterableIterator<Record<string, Change>> {
    if (context.connection.followed >= MOST_FOLLOWED) throw new CourtyardError('live.too_many');
    const resumed = following.after ? this.resumable(context.actor, following.after) : null;
    const { connection } = context;
    const waiting = new Waiting(() => connection.close(CLOSE.slow), following.supersedes);
    const wanted = new Set(following.topics);
    const unsubscribe = this.relay.subscribe((event) => {
      if (event.organisationId === connection.actor.organisationId && wanted.has(event.topic))
        waiting.hear(event);
    });
    // Everything after the head, as it is now, is heard.
    const changes = this.changes(
      context,
      name,
      following,
      resumed ?? this.relay.head,
      resumed !== null,
      waiting,
    );
    connection.followed++;
    const end = () => {
      if (waiting.isOver) return;
      waiting.end();
      unsubscribe();
      connection.followed--;
    };
    return {
      next: async () => {
        const next = await changes.next().catch((failure: unknown) => {
          end();
          // Skipping what could not be judged would be a gap: the recipient comes back and resumes.
          if (!(failure instanceof CourtyardError)) connection.close(CLOSE.fault);
          throw failure;
        });
        if (next.done) end();
        return next;
      },
      // A generator that waits for an event would not end before the next one comes; so the waiting ends first.
      return: async () => {
        end();
        return changes.return(undefined);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  private async *changes<Change>(
    context: LiveContext,
    name: string,
    following: Following<Change>,
    from: Position,
    resumes: boolean,
    waiting: Waiting,
  ): AsyncGenerator<Record<string, Change>, undefined> {
    // What was both read and heard, or told by another process that was ahead of this one, is handed over once.
    let seen = from;
    const { organisationId } = context.actor;
    for (let behind = resumes; ; ) {
      if (behind) {
        for await (const page of this.missed.after(organisationId, seen, following.topics)) {
          for (const event of withoutSuperseded(page, following.supersedes)) {
            if (waiting.isOver || context.connection.isClosed) return;
            waiting.taken();
            seen = event.position;
            yield* this.judged(context, name, following, event);
          }
        }
      }
      const event = await waiting.next();
      if (event === null) return;
      behind = event === 'behind';
      if (event === 'behind' || !isAfter(event.position, seen)) continue;
      seen = event.position;
      yield* this.judged(context, name, following, event);
    }
  }

  private async *judged<Change>(
    context: LiveContext,
    name: string,
    { concerns, judge }: Following<Change>,
    event: OutboxEvent,
  ): AsyncGenerator<Record<string, Change>> {
    const { connection } = context;
    for (;;) {
      const actor = await connection.fresh();
      if (!actor) return;
      if (concerns && !concerns(event, actor)) return;
      const change = await judge(event, actor, this.positionOf(event));
      // Among many it may have taken a moment; what changed in it counts.
      if (connection.isStale) continue;
      if (change === null) return;
      const root = { [name]: change };
      tell(root, { event, actor });
      yield root;
      return;
    }
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
