/** What somebody searches for, read and looked up. All of it must hold. */
export interface SearchQuery {
  /** Each is found where its units stand one after the other; `whole` ones, which were quoted, match names as they are. */
  readonly terms: readonly SearchTerm[];
  /** None of these is found. */
  readonly without: readonly SearchTerm[];
  /** Only what one of these people said; nobody is an answer. */
  readonly from?: readonly string[];
  /** Only what was said to one of these audience keys, of those that the searcher holds; none is an answer. */
  readonly through?: readonly string[];
  /** Only resources of these kinds. */
  readonly kinds?: readonly string[];
  /** Only what was said before this instant, ISO 8601. */
  readonly before?: string;
  /** Only what was said of one of these topics, folded. */
  readonly topics?: readonly string[];
  /** Only what was said with a link in it. */
  readonly hasLink?: true;
}

export interface SearchTerm {
  readonly text: string;
  readonly units: readonly string[];
  readonly whole: boolean;
}

/** How well something fits: by the whole words of its name, their beginnings, with a slip; or by what stands in it. */
export type Relevance = 3 | 2 | 1 | 0;

/** Whether what is asked for can only be something that was said. */
export function asksForSaid({ from, through, before, topics, hasLink }: SearchQuery): boolean {
  return [from, through, before, topics, hasLink].some((asked) => asked !== undefined);
}
