import type { Actor } from '@courtyard/access';
import type { Purpose } from '@courtyard/catalogue';
import type { Statement } from '@courtyard/database';

/** One thing an actor did to one row, for the audit log: names and ids, never values (privacy-model.md section 7). */
export interface Touched {
  readonly resource: string;
  readonly id: string;
  readonly action: string;
  /**
   * The person the row is of or about, where `concernsPerson` says so. Of something refused it may be an id that a client
   * made up.
   */
  readonly personId?: string;
}

/** What the log calls a write: plainly `written`, or by a word of its own where what may leave is decided. */
export type WrittenAs = 'written' | 'consent' | 'policy' | 'disclosure';

/** What the gate needs of the audit log. `platform/audit` provides it. */
export interface AuditTrail {
  /**
   * The event of a business write, to be stored in that write's own transaction.
   * @param purpose what it was done for, where that is not what the operation is usually done for
   */
  written(
    actor: Actor,
    operation: string,
    touched: readonly Touched[],
    as?: WrittenAs,
    purpose?: Purpose,
  ): Statement;
  /**
   * Records that a privileged or guarded read begins, in its own committed transaction; resolves once it is stored.
   * No record, no data: a rejection must end the read.
   */
  open(
    actor: Actor,
    operation: string,
    touched: readonly Touched[],
    fieldNos?: readonly number[],
  ): Promise<Opened>;
  /** Records a refusal, or that one was repeated `times` times. */
  denied(actor: Actor, operation: string, touched: readonly Touched[], times?: number): Promise<void>;
}

export interface Opened {
  /** Records how the read ended; an opened event that is never closed counts as failed. */
  close(outcome: 'answered' | 'failed'): void;
}

export const AUDIT_TRAIL = Symbol('AuditTrail');
