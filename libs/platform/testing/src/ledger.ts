import type { Ledger, LedgerEntry, Remembered } from '@courtyard/records';

/** A ledger that remembers in memory, for tests of domains; the real one has its own tests. `broken` makes it refuse. */
export function rememberingLedger(): Ledger & { readonly entries: LedgerEntry[]; broken: boolean } {
  const entries: LedgerEntry[] = [];
  const ledger = {
    entries,
    broken: false,
    append(organisationId: string, some: readonly Remembered[]) {
      if (ledger.broken) throw new Error('The ledger cannot be written.');
      entries.push(...some.map((one) => ({ ...one, organisationId, at: new Date().toISOString() })));
    },
  };
  return ledger;
}
