import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { isAfter, type OutboxEvent, type Position } from '@courtyard/outbox';
import type { LiveConnection } from './connection.js';
import { CLOSE } from './live.errors.js';
import type { Missed } from './missed.js';
import type { Question } from './question.js';
import { Waiting, withoutSuperseded } from './waiting.js';

/** What can be followed, one for all who follow it: they are judged and told together. */
export interface Following<Change> {
  /** Of the field that is asked for. */
  readonly name: string;
  readonly topics: readonly string[];
  /** Events of one name say the same, the last of them best: of what waits for a recipient only that is kept. */
  readonly supersedes?: (event: OutboxEvent) => string | null;
  /** Cheap and without the database: can this event concern the actor at all? */
  readonly concerns?: (event: OutboxEvent, actor: EmployeeActor) => boolean;
  /**
   * Asks the gate what each of them may see of the event, 250 at most, all of whom it concerns; null is nothing. In their order, and
   * the same object where it is the same.
   */
  readonly judge: (
    event: OutboxEvent,
    actors: readonly EmployeeActor[],
    position: string,
  ) => Promise<readonly (Change | null)[]>;
}

/** To whom it is told, and what they asked. */
export interface Recipient {
  readonly question: Question;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly teller: Teller;
  /** @returns what to wait for before the next may be sent; nothing where it may be at once */
  send(answer: Buffer): Promise<void> | undefined;
}

/** What a change is to one recipient, for whom it was judged. */
export interface Judged {
  readonly root: object;
  readonly actor: EmployeeActor;
  readonly recipient: Recipient;
  /** Takes the answer as JSON. What is true of the recipient by now decides whether they are told. */
  give(answer: Buffer): void;
  fail(failure: unknown): void;
}

/** Works out what some are told of an event; comes back when each was given it, or failed. */
export interface Teller {
  tell(event: OutboxEvent, judged: readonly Judged[]): Promise<void>;
}

export interface FollowerOptions {
  readonly connection: LiveConnection;
  readonly following: Following<unknown>;
  /** Which of the events; all by default. */
  readonly only?: (event: OutboxEvent) => boolean;
  readonly from: Position;
  /** There may be something after `from` that was not heard. */
  readonly isBehind: boolean;
  readonly missed: Missed;
  /** Has an event judged and told; `done` or `fail` is called then. */
  readonly join: (event: OutboxEvent, follower: Follower) => void;
  readonly onEnd: () => void;
}

/** One who follows: takes what happens event by event, the next when the one before was told. */
export class Follower {
  readonly connection: LiveConnection;
  readonly following: Following<unknown>;
  private readonly waiting: Waiting;
  private readonly over = Promise.withResolvers<void>();
  private told: Recipient | undefined;
  private busy = true;
  /** What was both read and heard, or told by another process that was ahead of this one, is handed over once. */
  private seen: Position;
  private resume: (() => void) | undefined;

  constructor(private readonly options: FollowerOptions) {
    this.connection = options.connection;
    this.following = options.following;
    this.seen = options.from;
    this.waiting = new Waiting(() => this.connection.close(CLOSE.slow), this.following.supersedes);
    // Nobody waits for the end of what was never begun.
    this.over.promise.catch(() => undefined);
  }

  get isOver(): boolean {
    return this.waiting.isOver;
  }

  get recipient(): Recipient {
    if (!this.told) throw new Error('Nobody is told yet.');
    return this.told;
  }

  /** @returns when it is over. @throws what it failed by */
  begin(recipient: Recipient): Promise<void> {
    this.told = recipient;
    if (this.options.isBehind) void this.catchUp();
    else this.next();
    return this.over.promise;
  }

  hear(event: OutboxEvent): void {
    if (this.options.only?.(event) === false) return;
    this.waiting.hear(event);
    if (!this.busy) this.next();
  }

  /** The event was told, or is not for them. */
  done(): void {
    const { resume } = this;
    this.resume = undefined;
    if (resume) resume();
    else this.next();
  }

  /** Skipping what could not be judged would be a gap: the recipient comes back and resumes. */
  fail(failure: unknown): void {
    if (this.isOver) return;
    this.over.reject(failure);
    this.end();
    if (!(failure instanceof CourtyardError)) this.connection.close(CLOSE.fault);
  }

  end(): void {
    if (this.isOver) return;
    this.waiting.end();
    this.resume?.();
    this.over.resolve();
    this.options.onEnd();
  }

  private next(): void {
    this.busy = true;
    for (;;) {
      const event = this.waiting.take();
      if (event === null) {
        this.busy = false;
        return;
      }
      if (event === 'behind') {
        void this.catchUp();
        return;
      }
      if (!isAfter(event.position, this.seen)) continue;
      this.seen = event.position;
      this.options.join(event, this);
      return;
    }
  }

  /** Reads what was not heard. */
  private async catchUp(): Promise<void> {
    const { topics, supersedes } = this.following;
    const { missed, only } = this.options;
    const { organisationId } = this.connection.actor;
    try {
      for await (const page of missed.after(organisationId, this.seen, topics)) {
        for (const event of withoutSuperseded(page, supersedes)) {
          if (this.isOver) return;
          this.waiting.taken();
          this.seen = event.position;
          if (only?.(event) === false) continue;
          const told = new Promise<void>((resume) => {
            this.resume = resume;
          });
          this.options.join(event, this);
          await told;
        }
      }
      if (!this.isOver) this.next();
    } catch (failure) {
      this.fail(failure);
    }
  }
}
