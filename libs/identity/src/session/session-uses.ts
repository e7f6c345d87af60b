import { type EmployeeActor, systemActor } from '@courtyard/access';
import { Gate } from '@courtyard/records';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CLOCK, type Clock, instantOf } from '../clock.js';
import { sessionPolicy } from './session.policy.js';

/** Often enough for "last used" to mean something, seldom enough not to write on every request, or watch anybody. */
const USE_KNOWN_TO = 5 * 60_000;
/** Sessions whose last use a process remembers; a forgotten one is noted once more. */
const MOST_REMEMBERED = 50_000;
/** Whoever opens the feed once in a while opens it with a note each time; together they cost one statement a second. */
const TOGETHER_MILLIS = 1_000;
const MOST_AT_ONCE = 1_000;

type Used = Pick<EmployeeActor, 'organisationId' | 'accountId'>;

/**
 * Notes which sessions are in use, many at once: without it a session ends 14 days after sign-in. What a process that dies
 * had not written yet is noted with a later request.
 */
@Injectable()
export class SessionUses implements OnModuleDestroy {
  private readonly noted = new LRUCache<string, number>({ max: MOST_REMEMBERED });
  private due = new Map<string, Used>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly gate: Gate,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The actor's session is in use; at most every five minutes per process. For whoever makes actors of cookies. */
  note({ sessionId, organisationId, accountId }: EmployeeActor): void {
    const now = this.clock();
    const noted = this.noted.get(sessionId);
    if (noted !== undefined && now - noted < USE_KNOWN_TO) return;
    this.noted.set(sessionId, now);
    this.due.set(sessionId, { organisationId, accountId });
    this.timer ??= setTimeout(() => void this.write(), TOGETHER_MILLIS).unref();
  }

  /** Writes what was noted. Never rejects: who could not be noted is noted with a later request. */
  write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing = this.writing.then(() => this.writeDue());
    return this.writing;
  }

  onModuleDestroy(): Promise<void> {
    return this.write();
  }

  private async writeDue(): Promise<void> {
    const due = [...this.due];
    this.due = new Map();
    const lastUsedAt = instantOf(this.clock());
    for (const [organisationId, all] of Map.groupBy(due, ([, used]) => used.organisationId)) {
      for (let from = 0; from < all.length; from += MOST_AT_ONCE) {
        const some = new Map(all.slice(from, from + MOST_AT_ONCE));
        await this.writeSome(organisationId, some, lastUsedAt).catch(() => {
          for (const sessionId of some.keys()) this.noted.delete(sessionId);
        });
      }
    }
  }

  private writeSome(
    organisationId: string,
    used: ReadonlyMap<string, Used>,
    lastUsedAt: string,
  ): Promise<void> {
    const actor = systemActor('note_session_use', organisationId);
    return this.gate.write(actor, 'useSession', async (write) => {
      const sessions = await write.load(sessionPolicy, 'use', [...used.keys()]);
      // Whose session it is, is judged where actors are made; here nobody moves another's by a slip.
      const own = sessions.filter(({ id, accountId }) => used.get(id)?.accountId === accountId);
      // In one order, so that two processes do not wait for each other.
      const ids = own.map(({ id }) => id).sort();
      if (ids.length > 0) await write.keepAll(sessionPolicy, 'use', { id: { in: ids } }, { lastUsedAt });
    });
  }
}
