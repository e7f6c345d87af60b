import type { Database } from '@courtyard/database';
import { CourtyardError } from '@courtyard/errors';
import { auditAppend, auditWaiting, currentOperation, traced } from '@courtyard/observe';
import type { StoredEvent } from './event.js';
import { insertEvents } from './statement.js';

export interface AppenderOptions {
  /** With connections of its own, so that a log entry never waits behind the reads it is to precede. */
  readonly database: Pick<Database, 'flight'>;
  /** Told why a batch could not be stored; the callers learn only that it was not. */
  readonly onFault?: (fault: unknown) => void;
}

interface Waiting {
  /** Part of what is not told of: then it is not counted either. */
  readonly untold: boolean;
  readonly event: StoredEvent;
  readonly stored: () => void;
  readonly refused: (error: Error) => void;
}

interface Lane {
  waiting: Waiting[];
  /** Ends when nobody waits any more. Never rejects. */
  flight?: Promise<void>;
}

const NOTHING = () => ({});
/** Events not yet stored, over all organisations (gate.md section 6). */
const MOST_WAITING = 5_000;

/**
 * Group commit, flush on idle (gate.md section 6): the first event flies at once, those that come while it flies fly
 * together when it lands. No timer, so that nobody waits for company.
 *
 * One lane per organisation: row policies know one organisation per transaction, and a refusal of one's batch must not
 * reach another's.
 */
export class Appender {
  private readonly lanes = new Map<string, Lane>();
  private waiting = 0;
  private closed = false;
  private failed = false;
  private readonly unwatch: () => void;
  private readonly database: Pick<Database, 'flight'>;
  private readonly onFault: (fault: unknown) => void;

  constructor(options: AppenderOptions) {
    this.database = options.database;
    this.onFault = options.onFault ?? warn;
    this.unwatch = auditWaiting.watch({}, () => this.waiting);
  }

  /** Whether an event that came now would wait for nobody who does not come. */
  get hasRoom(): boolean {
    return !this.closed && this.waiting < MOST_WAITING;
  }

  /** Whether the last batch was not stored. */
  get lastFailed(): boolean {
    return this.failed;
  }

  /**
   * Resolves once the event is committed. Not tried again: whoever asked is told, and may ask again.
   * @throws server.unavailable when it was not stored, or may not have been, or too many events wait.
   */
  append(organisationId: string, event: StoredEvent): Promise<void> {
    if (this.closed || this.waiting >= MOST_WAITING)
      return Promise.reject(new CourtyardError('server.unavailable'));
    const lane = this.lanes.get(organisationId) ?? { waiting: [] };
    this.lanes.set(organisationId, lane);
    this.waiting += 1;
    const answer = new Promise<void>((stored, refused) => {
      lane.waiting.push({ event, stored, refused, untold: currentOperation()?.untold ?? false });
    });
    lane.flight ??= this.fly(organisationId, lane);
    return traced('audit.append', NOTHING, () => answer);
  }

  /** Takes no more, and resolves when everything that waits is stored or refused. Leaves the database open. */
  async close(): Promise<void> {
    this.closed = true;
    await this.idle();
    this.unwatch();
  }

  /** Resolves when nothing waits. */
  async idle(): Promise<void> {
    while (this.lanes.size > 0) await Promise.all([...this.lanes.values()].map(({ flight }) => flight));
  }

  private async fly(organisationId: string, lane: Lane): Promise<void> {
    while (lane.waiting.length > 0) {
      const batch = lane.waiting;
      lane.waiting = [];
      try {
        await this.store(organisationId, batch);
        this.failed = false;
        for (const { stored } of batch) stored();
      } catch (fault) {
        this.failed = true;
        for (const { refused } of batch) refused(new CourtyardError('server.unavailable'));
        this.tell(fault);
      } finally {
        this.waiting -= batch.length;
      }
    }
    this.lanes.delete(organisationId);
  }

  private async store(organisationId: string, batch: readonly Waiting[]): Promise<void> {
    const started = performance.now();
    await this.database.flight(organisationId, [
      insertEvents(
        organisationId,
        batch.map(({ event }) => event),
      ),
    ]);
    if (batch.some(({ untold }) => untold)) return;
    auditAppend.record((performance.now() - started) / 1_000, {});
  }

  /** Whoever listens must not be able to stop a lane. */
  private tell(fault: unknown): void {
    try {
      this.onFault(fault);
    } catch {
      warn(fault);
    }
  }
}

function warn(fault: unknown): void {
  process.emitWarning(
    `Audit events could not be stored: ${fault instanceof Error ? fault.name : 'unknown reason'}.`,
  );
}
