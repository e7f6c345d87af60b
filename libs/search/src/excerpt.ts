import {
  areOneSlipApart,
  isSign,
  namesAsked,
  type Searchable,
  type SearchTerm,
  standsIn,
  unitsOf,
} from '@courtyard/records';

/** A part of what was found, and whether it is what was searched for. */
export interface ExcerptPart {
  readonly text: string;
  readonly matched: boolean;
}

const AROUND = 120;
const PIECE = /[\p{Alphabetic}\p{Nd}\p{M}\p{Cf}]+/gu;

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly units: readonly string[];
}

/** The part of a found row's text that holds what was searched for, or its beginning; plain text, in parts. */
export function excerptOf(searchable: Searchable, row: object, terms: readonly SearchTerm[]): ExcerptPart[] {
  const texts = searchable.text.map((property) => String((row as Record<string, unknown>)[property] ?? ''));
  const marked = texts.map((text) => ({ text, marks: marksOf(text, terms, searchable) }));
  const best = marked.find(({ marks }) => marks.length > 0) ?? marked[0];
  return best ? cut(best.text, best.marks) : [];
}

/** Where in the text the terms stand, in order and apart. */
function marksOf(text: string, terms: readonly SearchTerm[], { names }: Searchable): Piece[] {
  const pieces = piecesOf(text);
  const units = pieces.flatMap((piece) => piece.units.map((unit) => ({ unit, piece })));
  const asked = (names && namesAsked(terms, names.fold)) ?? [];
  const marks = new Set<Piece>();
  for (const term of terms)
    for (let at = 0; at + term.units.length <= units.length; at++) {
      const some = units.slice(at, at + term.units.length);
      if (
        standsIn(
          term.units,
          some.map(({ unit }) => unit),
        )
      )
        for (const { piece } of some) marks.add(piece);
    }
  for (const piece of names ? pieces : []) {
    const own = names?.fold(text.slice(piece.from, piece.to)) ?? [];
    const isMeant = ({ word, whole }: { word: string; whole: boolean }) =>
      own.some((name) => name === word || (!whole && (name.startsWith(word) || areOneSlipApart(word, name))));
    if (asked.some(isMeant)) marks.add(piece);
  }
  return pieces.filter((piece) => marks.has(piece));
}

/** Words as they stand; of writing without spaces each sign. */
function piecesOf(text: string): Piece[] {
  return [...text.matchAll(PIECE)].flatMap(({ 0: word, index }) => {
    if (!unitsOf(word).some(isSign)) return [{ from: index, to: index + word.length, units: unitsOf(word) }];
    let from = index;
    return [...word].map((sign) => {
      const piece = { from, to: from + sign.length, units: unitsOf(sign) };
      from = piece.to;
      return piece;
    });
  });
}

function cut(text: string, marks: readonly Piece[]): ExcerptPart[] {
  const first = marks[0]?.from ?? 0;
  const from = first <= AROUND ? 0 : wordFrom(text, first - AROUND / 2);
  const to = Math.min(text.length, from + 2 * AROUND);
  const parts: ExcerptPart[] = [];
  const add = (part: string, matched: boolean) => {
    const last = parts.at(-1);
    if (part === '') return;
    if (last?.matched === matched) parts[parts.length - 1] = { text: last.text + part, matched };
    else parts.push({ text: part, matched });
  };
  if (from > 0) add('… ', false);
  let at = from;
  for (const mark of marks.filter((one) => one.from >= from && one.to <= to)) {
    add(text.slice(at, mark.from), false);
    add(text.slice(mark.from, mark.to), true);
    at = mark.to;
  }
  const end = to < text.length ? Math.max(at, wordTo(text, to)) : to;
  add(text.slice(at, end), false);
  if (end < text.length) add(' …', false);
  return parts;
}

/** Where a word begins at or soon after a place; where none does, the place itself. */
function wordFrom(text: string, at: number): number {
  const space = text.indexOf(' ', at);
  return space >= 0 && space < at + AROUND / 2 ? space + 1 : signFrom(text, at);
}

/** Where a word ends at or soon before a place; where none does, the place itself. */
function wordTo(text: string, at: number): number {
  const space = text.lastIndexOf(' ', at);
  return space > at - AROUND / 2 ? space : signFrom(text, at);
}

/** No sign is cut in two. */
function signFrom(text: string, at: number): number {
  return /[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(text.slice(at - 1, at + 1)) ? at - 1 : at;
}
