import type { AuditTrail, Touched, WrittenAs } from '@courtyard/records';

export interface Recorded {
  readonly kind: WrittenAs | 'opened' | 'closed' | 'denied';
  readonly operation: string;
  readonly touched: readonly Touched[];
  /** Where the write said one of its own. */
  readonly purpose?: string;
}

/**
 * An audit trail that remembers in memory, for tests of the gate alone; the real one has its own tests and stands in every
 * test of a domain. `broken` makes it refuse, as a log that cannot be written does.
 */
export function rememberingTrail(): AuditTrail & { readonly recorded: Recorded[]; broken: boolean } {
  const recorded: Recorded[] = [];
  const trail = {
    recorded,
    broken: false,
    written(
      _: unknown,
      operation: string,
      touched: readonly Touched[],
      as: WrittenAs = 'written',
      purpose?: string,
    ) {
      recorded.push({ kind: as, operation, touched, ...(purpose ? { purpose } : {}) });
      return { text: 'select 1', values: [] };
    },
    async open(_: unknown, operation: string, touched: readonly Touched[]) {
      if (trail.broken) throw new Error('The log cannot be written.');
      recorded.push({ kind: 'opened', operation, touched });
      return { close: () => void recorded.push({ kind: 'closed', operation, touched }) };
    },
    async denied(_: unknown, operation: string, touched: readonly Touched[]) {
      recorded.push({ kind: 'denied', operation, touched });
    },
  };
  return trail;
}
