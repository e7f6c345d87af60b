import './search.errors.js';
import { CourtyardError } from '@courtyard/errors';
import { foldedText, type SearchTerm, unitsOf } from '@courtyard/records';

/** A query as it was written; names are not looked up yet. */
export interface ParsedQuery {
  readonly terms: readonly SearchTerm[];
  readonly without: readonly SearchTerm[];
  /** Several of one operator widen it. */
  readonly from: readonly string[];
  readonly in: readonly string[];
  readonly kinds: readonly string[];
  /** A day, ISO 8601; the earliest that was given. */
  readonly before: string | null;
  /** Folded, without their #. */
  readonly topics: readonly string[];
  readonly hasLink: boolean;
}

export const LONGEST_QUERY = 1_000;
export const MOST_TERMS = 12;

const OPERATORS = ['from', 'in', 'kind', 'before', 'has', 'topic'] as const;
type Operator = (typeof OPERATORS)[number];
const OPERATOR = new RegExp(`^(${OPERATORS.join('|')}):`, 'i');
/** Between parts, and before them: space, and what cannot be seen. */
const BETWEEN = /[\s\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/;
/** Whichever a keyboard or an editor makes of it. */
const QUOTE = /["\u201C\u201D\u201E\u201F\u00AB\u00BB]/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

interface Value {
  readonly text: string;
  readonly quoted: boolean;
  readonly at: number;
}

/**
 * Reads a query: words, "phrases", `-` before what must not be there, and `from: in: kind: before: has: topic:`. Anything else, a colon within a
 * word too, is part of a word; what has no letter and no digit says nothing.
 * @param kinds what `kind:` may be
 * @throws search.*, with the place in the query
 */
export function parseQuery(query: string, kinds: readonly string[]): ParsedQuery {
  if (query.length > LONGEST_QUERY) throw new CourtyardError('search.too_long', { most: LONGEST_QUERY });
  const reader = new Reader(query);
  const terms: SearchTerm[] = [];
  const without: SearchTerm[] = [];
  const given: Record<Operator, Value[]> = { from: [], in: [], kind: [], before: [], has: [], topic: [] };
  let parts = 0;
  while (reader.skip()) {
    const at = reader.at;
    const excludes = reader.take('-');
    const operator = reader.operator();
    if (operator && excludes) throw refused('search.cannot_exclude', at, reader.at - at);
    const value = reader.value();
    const units = unitsOf(value.text);
    if (operator) {
      if (value.text.trim() === '') throw refused('search.value_missing', at, reader.at - at);
      given[operator].push(value);
    } else if (units.length === 0) continue;
    else (excludes ? without : terms).push({ text: value.text, units, whole: value.quoted });
    // Operators count as well: each name that is asked for is looked up.
    if (++parts > MOST_TERMS) throw refused('search.too_many_terms', at, reader.at - at);
  }
  const parsed: ParsedQuery = {
    terms,
    without,
    from: given.from.map(({ text }) => text),
    in: given.in.map(({ text }) => text),
    kinds: given.kind.map((value) => oneOf(value, kinds)),
    before: given.before.map(dayOf).sort()[0] ?? null,
    topics: given.topic.map(({ text }) => foldedText(text.trim().replace(/^#/, ''))),
    hasLink: given.has.map((value) => oneOf(value, ['link'])).length > 0,
  };
  if (terms.length === 0 && Object.values(given).every((values) => values.length === 0))
    throw new CourtyardError('search.nothing_asked');
  return parsed;
}

class Reader {
  at = 0;

  constructor(private readonly text: string) {}

  /** To the next part; false at the end. */
  skip(): boolean {
    while (this.at < this.text.length && BETWEEN.test(this.text.charAt(this.at))) this.at++;
    return this.at < this.text.length;
  }

  take(sign: string): boolean {
    if (this.text.charAt(this.at) !== sign) return false;
    this.at++;
    return true;
  }

  operator(): Operator | null {
    const [whole, name] = OPERATOR.exec(this.text.slice(this.at, this.at + 10)) ?? [];
    if (whole === undefined || name === undefined) return null;
    this.at += whole.length;
    return name.toLowerCase() as Operator;
  }

  /** A quotation, or everything up to the next space. */
  value(): Value {
    const at = this.at;
    const quoted = QUOTE.test(this.text.charAt(at));
    const ends = quoted ? QUOTE : BETWEEN_WORDS;
    if (quoted) this.at++;
    const from = this.at;
    while (this.at < this.text.length && !ends.test(this.text.charAt(this.at))) this.at++;
    if (quoted && this.at === this.text.length) throw refused('search.unclosed_quote', at, 1);
    const text = this.text.slice(from, this.at);
    if (quoted) this.at++;
    return { text, quoted, at };
  }
}

/** What cannot be seen is no end of a word. */
const BETWEEN_WORDS = /\s/;

function oneOf({ text, at }: Value, known: readonly string[]): string {
  const value = text.toLowerCase();
  if (known.includes(value)) return value;
  throw refused('search.unknown_value', at, text.length);
}

function dayOf({ text, at }: Value): string {
  const day = new Date(`${text}T00:00:00Z`);
  const isDay = DAY.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  if (!isDay || text < '0001') throw refused('search.unknown_value', at, text.length);
  return text;
}

function refused(code: string, at: number, length: number): CourtyardError {
  return new CourtyardError(code, { at, length });
}
