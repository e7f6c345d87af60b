import type { Policy } from '@courtyard/access';

/** Ids, numbers, times and names of our code: what a word of somebody could not be. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** Something that must hold again after a restore: of which resource, what became of it, and of what. */
export interface Remembered {
  readonly resource: string;
  /** A word of the resource's own: `ended`, `withdrawn`, `erased`. */
  readonly what: string;
  readonly facts: Facts;
}

/** As it stands in the ledger. */
export interface LedgerEntry extends Remembered {
  readonly organisationId: string;
  /** When it was remembered, ISO 8601. */
  readonly at: string;
}

/**
 * What was taken back or erased, kept with the keys and outside the database, because a backup knows nothing of what came
 * after it (privacy-model.md section 7, "Restore"). `platform/audit` provides it.
 */
export interface Ledger {
  /**
   * Durable when it returns. The gate calls it as the last thing before the COMMIT: what was acknowledged stands in the ledger,
   * whoever dies when; and what stands there and was rolled back was still wished by the person.
   * @throws Error when it cannot be written: then nothing is committed
   */
  append(organisationId: string, entries: readonly Remembered[]): void;
}

/** What of a resource's rows is to be remembered. Null is nothing. */
export interface Remembering<Row> {
  /** What a new row takes back or ends. */
  readonly created?: (row: Row) => Omit<Remembered, 'resource'> | null;
  readonly changed?: (before: Row, after: Row) => Omit<Remembered, 'resource'> | null;
  readonly removed?: (row: Row) => Omit<Remembered, 'resource'> | null;
}

const declared = new Map<Policy, Remembering<never>>();

/** The gate remembers it by itself, whoever writes. What `changeAll` changes follows from a row and is done again with it. */
export function remembers<Row extends object>(
  policy: Policy<Row, string>,
  remembering: Remembering<Row>,
): void {
  declared.set(policy as Policy, remembering);
}

/** Whether changes of its rows are to be remembered, each by itself. */
export function isRemembered(policy: Policy): boolean {
  return declared.get(policy)?.changed !== undefined;
}

/** What is to be remembered of one step of a write. */
export function toRemember(
  policy: Policy,
  step: keyof Remembering<never>,
  ...rows: readonly object[]
): Remembered[] {
  const read = declared.get(policy)?.[step] as
    | ((...rows: readonly object[]) => Omit<Remembered, 'resource'> | null)
    | undefined;
  const found = read?.(...rows);
  return found ? [{ resource: policy.resource, ...found }] : [];
}
