import type { Span } from './spans.js';

/** A row of words of the directory that stand beside each other in a text. */
export interface Chain {
  readonly start: number;
  readonly end: number;
  /** What a whole name could be: the words in their order, and begun at each of them ("Kessler Bill"). */
  readonly names: readonly string[];
}

/** A word that may mean somebody by itself. */
export interface Single {
  readonly start: number;
  readonly end: number;
  readonly word: string;
  /** After "Herr" or "Ms" it may be any word of a name; else only the one somebody is called by. */
  readonly addressed: boolean;
}

export interface Candidates {
  readonly chains: readonly Chain[];
  readonly singles: readonly Single[];
}

/** Longer names are found by the word that people are called by. */
const MOST_WORDS_OF_A_NAME = 6;
const MOST_UNSPACED = 2;
const SHORTEST_ALONE = 2;

/** Folded; what stands before a family name in the languages of the house's texts. */
const HONORIFICS = new Set(
  'herr herrn frau hr fr fraulein mr mrs ms miss mister mx dr prof professor sir madam kollege kollegen kollegin monsieur madame mme mlle signor signora senor senora'.split(
    ' ',
  ),
);

/** What of a text is worth looking up, given which of its words are words of the directory. */
export function candidatesOf(spans: readonly Span[], known: ReadonlySet<string>): Candidates {
  const words = spans.filter(({ word }) => known.has(word));
  const byStart = Map.groupBy(words, ({ start }) => start);
  const honorificEnds = new Set(spans.filter(({ word }) => HONORIFICS.has(word)).map(({ end }) => end));
  const chains: Chain[] = [];
  for (const span of words) extend([span], byStart, chains);
  const singles = words
    .filter(({ word, alone }) => alone && [...word].length >= SHORTEST_ALONE)
    .map(({ start, end, word }) => ({ start, end, word, addressed: honorificEnds.has(start) }));
  return { chains, singles };
}

function extend(chain: readonly Span[], byStart: ReadonlyMap<number, readonly Span[]>, into: Chain[]): void {
  const first = chain[0] as Span;
  const last = chain[chain.length - 1] as Span;
  if (chain.length > 1) into.push({ start: first.start, end: last.end, names: rotationsOf(chain) });
  const most = chain.some(({ unspaced }) => unspaced) ? MOST_UNSPACED : MOST_WORDS_OF_A_NAME;
  if (last.last || chain.length >= most) return;
  for (const next of byStart.get(last.end) ?? []) extend([...chain, next], byStart, into);
}

function rotationsOf(chain: readonly Span[]): string[] {
  const words = chain.map(({ word }) => word);
  return words.map((_, at) => [...words.slice(at), ...words.slice(0, at)].join(' '));
}
