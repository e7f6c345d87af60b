/** Why somebody is sent away: `full`, nobody more may wait; `late`, they waited for long enough; `own`, by what they ask themselves. */
export type Shed = 'full' | 'late' | 'own';

export interface AdmissionLimits {
  /** Requests that are worked on at once. */
  readonly most: number;
  /** Of one person; of all whom nobody knows yet together. */
  readonly mostOfOne: number;
  readonly mostOfStrangers: number;
  /** Requests that wait, and of one person. */
  readonly waiting: number;
  readonly waitingOfOne: number;
  /** How long one waits at most; and once every place has been taken for as long as that. */
  readonly patienceMillis: number;
  readonly busyMillis: number;
}

/**
 * 32 at once keep a process and its eight connections busy (shared/design/gate.md, section 4); more would only wait inside. A browser
 * asks six things at once over HTTP/1.1, and six is less than there are connections: nobody holds all of them alone.
 */
export const LIMITS: AdmissionLimits = {
  most: 32,
  mostOfOne: 6,
  mostOfStrangers: 6,
  waiting: 256,
  waitingOfOne: 48,
  patienceMillis: 1_000,
  busyMillis: 100,
};

/** Nobody whom we know: all of them are counted as one. */
export const STRANGER = Symbol('stranger');
export type Who = string | typeof STRANGER;

interface Share {
  busy: number;
  waiting: number;
}

interface Waiter {
  readonly who: Who;
  readonly share: Share;
  readonly enter: () => void;
  readonly late: NodeJS.Timeout;
}

/** A place that was asked for. */
export interface Place {
  /** Gives it back, or stops waiting for it. Harmless when called again. */
  leave(): void;
}

/**
 * How much is worked on at once, and who waits. Two things bound how long anybody waits: how many may, and for how long. Once every
 * place has been taken for `patienceMillis` without a break the queue is a standing one, in which everybody would wait for nothing:
 * then the wait is `busyMillis`, and the newest goes first, because the oldest is the likeliest to have given up (B. Maurer, Fail at
 * Scale, ACM Queue 13(8), 2015: controlled delay, adaptive LIFO; K. Nichols, V. Jacobson, Controlling Queue Delay, 2012).
 *
 * 1. At most `most` are in; of one person at most `mostOfOne`, of strangers together `mostOfStrangers`.
 * 2. Nobody waits while there is a place that they may have.
 * 3. Whoever is at their own limit takes no place of the others, neither inside nor in the queue.
 */
export class Admission {
  private readonly shares = new Map<Who, Share>();
  private readonly queue: Waiter[] = [];
  private inside = 0;
  /** Since when there is no place. */
  private fullAt: number | undefined;

  constructor(
    private readonly limits: AdmissionLimits = LIMITS,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get busy(): number {
    return this.inside;
  }

  get waiting(): number {
    return this.queue.length;
  }

  /** Whether they would be sent away at once; nothing is taken. */
  refuses(who: Who): Shed | null {
    const { busy, waiting } = this.shares.get(who) ?? { busy: 0, waiting: 0 };
    if (this.inside < this.limits.most && busy < this.mostOf(who)) return null;
    if (waiting >= this.waitingOf(who)) return who === STRANGER ? 'full' : 'own';
    return this.queue.length >= this.limits.waiting ? 'full' : null;
  }

  /** Calls exactly one of the two, unless they leave before: `enter` at once where there is a place. */
  ask(who: Who, enter: () => void, away: (why: Shed) => void): Place {
    const refused = this.refuses(who);
    if (refused) {
      away(refused);
      return NOWHERE;
    }
    const share = this.shareOf(who);
    let state: 'waits' | 'in' | 'gone' = 'waits';
    const go = () => {
      state = 'in';
      this.inside++;
      share.busy++;
      if (this.inside === this.limits.most) this.fullAt ??= this.now();
      enter();
    };
    const leave = () => {
      const was = state;
      state = 'gone';
      if (was === 'in') this.end(who, share);
      if (was === 'waits') this.giveUp(waiter);
    };
    let waiter: Waiter | undefined;
    if (this.hasPlace(who, share)) {
      go();
      return { leave };
    }
    const late = setTimeout(() => {
      leave();
      away('late');
    }, this.patience);
    waiter = { who, share, enter: go, late };
    share.waiting++;
    this.queue.push(waiter);
    return { leave };
  }

  private end(who: Who, share: Share): void {
    this.inside--;
    share.busy--;
    this.forget(who, share);
    this.admit();
    if (this.inside < this.limits.most) this.fullAt = undefined;
  }

  /** The next who may: whoever is at their own limit is passed over, and keeps their turn. */
  private admit(): void {
    while (this.inside < this.limits.most) {
      const may = ({ who, share }: Waiter) => share.busy < this.mostOf(who);
      const at = this.isStanding ? this.queue.findLastIndex(may) : this.queue.findIndex(may);
      const [next] = at < 0 ? [] : this.queue.splice(at, 1);
      if (!next) return;
      clearTimeout(next.late);
      next.share.waiting--;
      next.enter();
    }
  }

  private giveUp(waiter: Waiter | undefined): void {
    const at = waiter ? this.queue.indexOf(waiter) : -1;
    if (!waiter || at < 0) return;
    this.queue.splice(at, 1);
    clearTimeout(waiter.late);
    waiter.share.waiting--;
    this.forget(waiter.who, waiter.share);
  }

  private get isStanding(): boolean {
    return this.fullAt !== undefined && this.now() - this.fullAt > this.limits.patienceMillis;
  }

  private get patience(): number {
    return this.isStanding ? this.limits.busyMillis : this.limits.patienceMillis;
  }

  private hasPlace(who: Who, { busy }: Share): boolean {
    return this.inside < this.limits.most && busy < this.mostOf(who);
  }

  private mostOf(who: Who): number {
    return who === STRANGER ? this.limits.mostOfStrangers : this.limits.mostOfOne;
  }

  private waitingOf(who: Who): number {
    return who === STRANGER ? this.limits.waiting / 2 : this.limits.waitingOfOne;
  }

  private shareOf(who: Who): Share {
    let share = this.shares.get(who);
    if (!share) {
      share = { busy: 0, waiting: 0 };
      this.shares.set(who, share);
    }
    return share;
  }

  private forget(who: Who, { busy, waiting }: Share): void {
    if (busy === 0 && waiting === 0) this.shares.delete(who);
  }
}

const NOWHERE: Place = { leave: () => undefined };
