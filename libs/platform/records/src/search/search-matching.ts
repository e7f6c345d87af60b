import { asksForSaid, type Relevance, type SearchQuery, type SearchTerm } from './search-query.js';
import type { Searchable } from './searchable.js';
import { areOneSlipApart } from './slip.js';
import { standsIn, unitsOf } from './units.js';

type Values = Readonly<Record<string, unknown>>;

const LINK = /https?:\/\//i;

/**
 * How well a row fits what is searched for; null where it does not. The one meaning of a query: the index only proposes rows, and of
 * those that the searcher may read this says which are found.
 */
export function relevanceOf(query: SearchQuery, searchable: Searchable, row: object): Relevance | null {
  const values = row as Values;
  const { kind, when, said, names } = searchable;
  if (query.kinds && !query.kinds.includes(kind)) return null;
  if (when && Object.entries(when).some(([property, value]) => values[property] !== value)) return null;
  if (asksForSaid(query) && !(said && isSaidSo(query, searchable, values))) return null;
  const fields = searchable.text.map((property) => unitsOf(String(values[property] ?? '')));
  const stands = ({ units }: SearchTerm) => fields.some((field) => standsIn(units, field));
  if (query.without.some(stands)) return null;
  if (names && query.terms.length > 0 && !asksForSaid(query)) {
    const relevance = byName(query.terms, names.of(row), names.fold);
    if (relevance) return relevance;
  }
  return query.terms.every(stands) ? 0 : null;
}

function isSaidSo(query: SearchQuery, { said, at, text }: Searchable, values: Values): boolean {
  const { from, through, before, topics, hasLink } = query;
  if (!said) return false;
  return (
    (!from || from.includes(String(values[said.by]))) &&
    (!through || (values[said.keys] as readonly string[]).some((key) => through.includes(key))) &&
    (!before || String(values[at]) < before) &&
    (!topics || topicsOf(values, said.topics).some((topic) => topics.includes(topic))) &&
    (!hasLink || text.some((property) => LINK.test(String(values[property] ?? ''))))
  );
}

function topicsOf(values: Values, property: string | null): readonly string[] {
  return property === null ? [] : (values[property] as readonly string[]);
}

/** Each word that is searched for is one of the name: whole, its beginning, or with a slip. */
function byName(
  terms: readonly SearchTerm[],
  names: readonly string[],
  fold: (text: string) => string[],
): Exclude<Relevance, 0> | null {
  const asked = namesAsked(terms, fold);
  if (!asked) return null;
  const all = (fits: (word: string, name: string) => boolean) =>
    asked.every(({ word, whole }) => names.some((name) => name === word || (!whole && fits(word, name))));
  if (all(() => false)) return 3;
  if (all((word, name) => name.startsWith(word))) return 2;
  return all((word, name) => name.startsWith(word) || areOneSlipApart(word, name)) ? 1 : null;
}

export interface NameAsked {
  readonly word: string;
  readonly whole: boolean;
}

/** The words of names that are searched for; null where one of the terms has none. */
export function namesAsked(
  terms: readonly SearchTerm[],
  fold: (text: string) => string[],
): readonly NameAsked[] | null {
  const asked = terms.map(({ text, whole }) => fold(text).map((word) => ({ word, whole })));
  return asked.length === 0 || asked.some((words) => words.length === 0) ? null : asked.flat();
}
