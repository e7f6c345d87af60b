import type { Row, Statement } from '@courtyard/database';

/** Whom a text may name, by the directory. */
export interface FoundNames {
  /** People who are here and whom a word may mean: its author says which, or none. Guests included. */
  readonly employeeIds: readonly string[];
  /** Those whom the whole name stands for and nobody else, whether they can agree or not. */
  readonly certainIds: readonly string[];
  /** It names somebody who can never agree here: a guest, or who has left. */
  readonly outside: boolean;
  /** More people bear a name than are listed, or nobody looked. */
  readonly unsure: boolean;
}

/**
 * Finds the names of people in plain text. `people` provides it, because it knows how names are folded; the gate calls it
 * inside the transaction that stores the text, so that whoever came a moment before is found.
 */
export interface NameFinder {
  /**
   * @param read runs a statement in that transaction
   * @returns one answer per text, in their order
   */
  find(
    read: (statement: Statement) => Promise<Row[]>,
    organisationId: string,
    texts: readonly string[],
  ): Promise<readonly FoundNames[]>;
}

/** Before the gate is told how names are found: everything may name somebody, so everything is withheld. */
export const FINDS_NOTHING_OUT: NameFinder = {
  find: async (_read, _organisationId, texts) =>
    texts.map(() => ({ employeeIds: [], certainIds: [], outside: false, unsure: true })),
};
