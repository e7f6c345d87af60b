import type { Policy } from '@courtyard/access';
import { declareIndexTable } from '../index-tables.js';

/** How a resource is found. What is not declared is found by nobody, and neither is a field that is not named here. */
export interface Searchable {
  readonly policy: Policy;
  /** What people call it in a query (`kind:`), and its lines in the index are called. */
  readonly kind: string;
  /** Where the words stand. They come with the row, so whoever may not read them cannot find by them. */
  readonly text: readonly string[];
  /** When it came to be; the newest is found first. */
  readonly at: string;
  /** Only rows that are like this are found, whoever asks. */
  readonly when: Readonly<Record<string, string>> | null;
  /** Its name, found by beginnings and with a slip of the hand. */
  readonly names: {
    readonly of: (row: object) => readonly string[];
    readonly fold: (text: string) => string[];
  } | null;
  /** Something that was said: by whom, to which audience keys, and of which topics, folded. */
  readonly said: { readonly by: string; readonly keys: string; readonly topics: string | null } | null;
}

const declared = new Map<Policy, Searchable>();

/**
 * Declares that rows of a policy are searched for, by one line beside it. Its table keeps the index (`search_of_…` and triggers, as in
 * migration 0026), which must list every row under a key of each person who may read it.
 */
export function searchable<Row extends object>(
  policy: Policy<Row, string>,
  how: {
    kind: string;
    text: readonly (keyof Row & string)[];
    at: keyof Row & string;
    when?: Partial<Record<keyof Row & string, string>>;
    names?: { of: (row: Row) => readonly string[]; fold: (text: string) => string[] };
    said?: { by: keyof Row & string; keys: keyof Row & string; topics?: keyof Row & string };
  },
): void {
  for (const property of [...how.text, how.at]) {
    const column = policy.columns.get(property);
    if (!column?.selected)
      throw new Error(`${policy.resource}.${property} does not come with its row, so nobody is found by it.`);
  }
  if ([...declared.values()].some(({ kind }) => kind === how.kind))
    throw new Error(`Two resources are searched as ${how.kind}.`);
  declared.set(policy as Policy, {
    policy: policy as Policy,
    kind: how.kind,
    text: how.text,
    at: how.at,
    when: (how.when as Searchable['when']) ?? null,
    names: (how.names as Searchable['names']) ?? null,
    said: how.said ? { ...how.said, topics: how.said.topics ?? null } : null,
  });
}

/** Everything that is searched, in the order declared. */
export function searchables(): readonly Searchable[] {
  return [...declared.values()];
}

declareIndexTable('search_word');
