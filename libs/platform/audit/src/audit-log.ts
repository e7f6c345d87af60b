import type { Actor } from '@courtyard/access';
import type { Statement } from '@courtyard/database';
import { CourtyardError } from '@courtyard/errors';
import type { AuditTrail, Opened, Touched, WrittenAs } from '@courtyard/records';
import type { Appender } from './appender.js';
import type { AccessKind, Basis, LogFacts, Purpose, StoredEvent } from './event.js';
import { type GroundsOf, usualGrounds } from './grounds.js';
import { type KeyStore, KeyStoreFault } from './key-store.js';
import { type Draft, Sealer } from './sealer.js';
import { DECISIONS, type SecurityEvent } from './security-event.js';
import { insertEvents } from './statement.js';

export interface AuditLogOptions {
  readonly keys: KeyStore;
  readonly appender: Appender;
  /** `policyVersionOf(permissionMatrix())`: which law was in force. */
  readonly policyVersion: string;
  readonly groundsOf?: GroundsOf;
  readonly now?: () => Date;
}

/** What `AuditLog.record` is told: names of our code, ids and numbers; never a value. */
export interface RecordedEvent {
  readonly organisationId: string;
  /** A random UUID, as in `Actor`. */
  readonly requestId: string;
  readonly kind: Exclude<AccessKind, 'opened' | 'closed' | 'denied'>;
  readonly operation: string;
  /** Absent for the application itself. */
  readonly actor?: Actor;
  /** Whom it concerns besides those in `touched`. However many: more than 500 become several events. */
  readonly personIds: readonly string[];
  readonly touched: readonly Touched[];
  readonly fieldNos: readonly number[];
  readonly purpose: Purpose;
  readonly basis: Basis;
  readonly decision?: 'permitted' | 'denied';
  /** Of the consent index by which it was decided. */
  readonly indexVersion?: string;
  /** Of a `restored` event. */
  readonly log?: LogFacts;
  /** The case or the disclosure it belongs to. */
  readonly case?: string;
}

/**
 * The audit log (privacy-model.md sections 6 and 7). A look goes through these states; only the first two are stored:
 *
 *     open() ──committed──▶ opened ──close('answered' | 'failed')──▶ closed
 *       │                     └─ process dies, or the log cannot take the end ─▶ opened only: counts as failed
 *       └─ cannot be stored ─▶ nothing stored, open() rejects, nothing is read
 *
 * Invariants, each with its test in audit-log.db.spec.ts unless another file is named:
 *  1. No record, no data: `open` resolves only after the commit; when it rejects, the guarded column was never asked for.
 *  2. A look begins as failed: killed with -9 between, it leaves `opened` without `closed`. (audit-log.faults.spec.ts)
 *  3. A business write and its event are one transaction: neither is there without the other.
 *  4. An event is never changed: role api may insert and read, within one organisation. (audit-privileges.db.spec.ts)
 *  5. The leaf hash is that of the stored bytes, and the bytes are canonical JSON; the database refuses another hash.
 *     (audit-event.db.spec.ts, audit-privileges.db.spec.ts)
 *  6. An event holds no id, value or title in the clear: actor, persons and resources are commitments, different in
 *     every event, that open only with the key they were made with. (audit-event.db.spec.ts, event.spec.ts)
 *  7. A destroyed key stays destroyed: its commitments open to nobody, every leaf still verifies, and a later event
 *     neither makes a new key nor enters the index. (sqlite-key-store.spec.ts, audit-event.db.spec.ts)
 *  8. The index of persons names the concerned, never the actor.
 *  9. Refused ids from a client leave no key and no row of the index, unless they name somebody known.
 * 10. An event fits an entry of the tree: what is too large becomes several of one request. (audit-log.db.spec.ts)
 * 11. Waiting events fly together, at most 5,000 wait, and a batch that fails refuses all who wait for it.
 *     (appender.spec.ts)
 */
export class AuditLog implements AuditTrail {
  private readonly appender: Appender;
  private readonly sealer: Sealer;
  private readonly groundsOf: GroundsOf;

  constructor(options: AuditLogOptions) {
    this.appender = options.appender;
    this.groundsOf = options.groundsOf ?? usualGrounds;
    this.sealer = new Sealer(options.keys, options.policyVersion, options.now ?? (() => new Date()));
  }

  /** @throws server.unavailable without keys; auth.signed_out for an actor who was erased meanwhile. */
  written(
    actor: Actor,
    operation: string,
    touched: readonly Touched[],
    as: WrittenAs = 'written',
    purpose?: Purpose,
  ): Statement {
    this.refuseErased(actor);
    const draft = { ...this.draft(as, actor, operation, touched), ...(purpose ? { purpose } : {}) };
    return insertEvents(actor.organisationId, this.seal(draft));
  }

  /** @throws server.unavailable when it cannot be stored; auth.signed_out for an actor who was erased meanwhile. */
  async open(
    actor: Actor,
    operation: string,
    touched: readonly Touched[],
    fieldNos: readonly number[] = [],
  ): Promise<Opened> {
    this.refuseErased(actor);
    const opened = this.seal({ ...this.draft('opened', actor, operation, touched), fieldNos });
    await this.appendAll(actor.organisationId, opened);
    let ended = false;
    return {
      close: (outcome) => {
        if (ended) return;
        ended = true;
        // Not waited for: without it the look counts as failed, which is the safe side. The appender tells of the fault.
        void this.end(actor, operation, opened, outcome).catch(() => undefined);
      },
    };
  }

  /** @throws server.unavailable when it cannot be stored. */
  async denied(actor: Actor, operation: string, touched: readonly Touched[], times = 1): Promise<void> {
    const draft = { ...this.draft('denied', actor, operation, touched), unproven: true, times };
    await this.appendAll(actor.organisationId, this.seal(draft));
  }

  /**
   * Records what is no write of rows: that something was prepared, delivered or ended, and of whom cells left. Resolves
   * once it is committed.
   * @throws server.unavailable when it cannot be stored: what is not recorded must not leave.
   */
  async record(event: RecordedEvent): Promise<void> {
    const { actor, decision = 'permitted', ...rest } = event;
    if (actor) this.refuseErased(actor);
    await this.appendAll(event.organisationId, this.seal({ ...whoOf(actor), ...rest, decision }));
  }

  /**
   * Records a security event; resolves once it is committed.
   * @throws server.unavailable when it cannot be stored: a sign-in that is not recorded must not happen.
   */
  async append(event: SecurityEvent): Promise<void> {
    const { organisationId, kind, requestId, actorId, personId, resource, roles } = event;
    await this.appendAll(
      organisationId,
      this.seal({
        ...this.groundsOf('security', kind),
        organisationId,
        requestId,
        kind,
        operation: kind,
        actorId: actorId ?? null,
        roles,
        personIds: personId ? [personId] : [],
        touched: resource ? [{ resource: resource.type, id: resource.id, action: kind, personId }] : [],
        decision: DECISIONS[kind],
      }),
    );
  }

  private async end(
    actor: Actor,
    operation: string,
    begun: readonly StoredEvent[],
    outcome: 'answered' | 'failed',
  ): Promise<void> {
    // The opened event says who and what; its end repeats neither.
    const { organisationId, requestId } = actor;
    const grounds = this.groundsOf('closed', operation);
    const ends = begun.flatMap(({ id: opened }) =>
      this.seal({
        ...grounds,
        organisationId,
        requestId,
        kind: 'closed',
        operation,
        actorId: null,
        touched: [],
        decision: 'permitted',
        outcome,
        opened,
      }),
    );
    await this.appendAll(organisationId, ends);
  }

  /** All that one act became; resolves once every one of them is committed. */
  private async appendAll(organisationId: string, events: readonly StoredEvent[]): Promise<void> {
    await Promise.all(events.map((event) => this.appender.append(organisationId, event)));
  }

  private draft(kind: AccessKind, actor: Actor, operation: string, touched: readonly Touched[]): Draft {
    const { organisationId, requestId } = actor;
    return {
      ...this.groundsOf(kind, operation),
      organisationId,
      requestId,
      kind,
      operation,
      ...whoOf(actor),
      touched,
      decision: kind === 'denied' ? 'denied' : 'permitted',
    };
  }

  /** Their session outlived them by moments; nothing they do from here on could be accounted for. */
  private refuseErased(actor: Actor): void {
    if (actor.kind !== 'employee') return;
    if (withKeys(() => this.sealer.isErased(actor.organisationId, actor.employeeId)))
      throw new CourtyardError('auth.signed_out');
  }

  private seal(draft: Draft): StoredEvent[] {
    return withKeys(() => this.sealer.seal(draft));
  }
}

function whoOf(actor: Actor | undefined): Pick<Draft, 'actorId' | 'errand' | 'roles'> {
  if (actor?.kind === 'employee') return { actorId: actor.employeeId, errand: null, roles: actor.roles };
  return { actorId: null, errand: actor?.kind === 'system' ? actor.errand : null, roles: [] };
}

function withKeys<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof KeyStoreFault) throw new CourtyardError('server.unavailable');
    throw error;
  }
}
