import { type Policy, systemActor } from '@courtyard/access';
import { outlivesRestore, type Write } from '@courtyard/records';

const AT_ONCE = 500;

interface Withdrawable {
  readonly id: string;
  readonly status: string;
}

/** What its author took back stays so after a restore: it is taken back again, in the same words as by its author. */
export function staysWithdrawn<Row extends Withdrawable>(
  policy: Policy<Row, string>,
  operation: string,
  withdraw: (write: Write, id: string) => Promise<void>,
): void {
  outlivesRestore(policy, {
    changed: (before, { id, status }) =>
      before.status === 'published' && status === 'withdrawn' ? { what: 'withdrawn', facts: { id } } : null,
    again: async (gate, organisationId, entries) => {
      const actor = systemActor('restore_ledger', organisationId);
      let again = 0;
      for (let from = 0; from < entries.length; from += AT_ONCE) {
        const ids = entries.slice(from, from + AT_ONCE).map(({ facts }) => String(facts['id']));
        for (const { id } of await gate.loadBy(actor, policy, 'withdraw', 'id', ids)) {
          await gate.write(actor, operation, (write) => withdraw(write, id));
          again++;
        }
      }
      return again;
    },
  });
}
