import type { Row, Statement } from '@courtyard/database';

/** What a text says of people of the directory, found by their names. */
export interface FoundNames {
  /** Employees whom the words may mean. */
  readonly employeeIds: readonly string[];
  /** Of those the ones whom a text names beyond doubt: whole names. */
  readonly certainIds: readonly string[];
  /** People who can never agree here and whom the words name: guests, and who has left. */
  readonly outsideIds: readonly string[];
  /** A name that more people bear than are listed. */
  readonly unsure: boolean;
}

export const NOBODY_FOUND: FoundNames = Object.freeze({
  employeeIds: [],
  certainIds: [],
  outsideIds: [],
  unsure: false,
});

/**
 * Finds the names of people in plain text. `people` provides it, because it knows how names are folded; the gate calls it
 * inside the transaction that stores the text, so that whoever came a moment before is found.
 */
export interface NameFinder {
  /**
   * @param read runs a statement in that transaction; at most two, however many texts there are
   * @returns one answer per text, in their order
   */
  find(
    read: (statement: Statement) => Promise<Row[]>,
    organisationId: string,
    texts: readonly string[],
  ): Promise<readonly FoundNames[]>;
}
