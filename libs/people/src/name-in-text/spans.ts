import { foldedWords } from '../name.js';

/** A stretch of a text that may be a word of a name. */
export interface Span {
  /** Counted in words of the text, or in characters where a script puts no space between words. */
  readonly start: number;
  readonly end: number;
  /** As the directory keeps words. */
  readonly word: string;
  /** May stand for a person by itself: it begins with a capital, or its script has none, or an @ is before it. */
  readonly alone: boolean;
  /** Can only be the last word of a name: it lost its genitive s. */
  readonly last: boolean;
  /** Of a script without spaces. */
  readonly unspaced: boolean;
}

/** Scripts whose words follow each other without a space, or carry particles without one. */
const UNSPACED =
  '\\p{scx=Han}\\p{scx=Hiragana}\\p{scx=Katakana}\\p{scx=Hangul}\\p{scx=Thai}\\p{scx=Lao}\\p{scx=Khmer}\\p{scx=Myanmar}';
const RUN = new RegExp(`[${UNSPACED}]+|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}])+`, 'gu');
const IS_UNSPACED = new RegExp(`^[${UNSPACED}]`, 'u');
const IS_LONG_SCRIPT = /[\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u;
/** Characters of the longest word looked for inside a run: names of East Asia are short, others are not. */
const LONGEST_SHORT = 6;
const LONGEST_LONG = 12;

/** Georgian has capitals, and writes names without. */
const BEGINS_LIKE_A_NAME = /^[\p{Lu}\p{Lt}\p{Lo}\p{Script=Georgian}]/u;
const PLAIN = /^[A-Za-z0-9]+$/;
/** What no eye sees in the middle of a word: zero-width characters, soft hyphens, marks of direction. */
const UNSEEN = /\p{Cf}+/gu;

/** Folds words, each once: texts repeat them. Kept for one search only. */
export class Folding {
  private readonly known = new Map<string, readonly string[]>();

  of(word: string): readonly string[] {
    // Most words of most texts.
    if (PLAIN.test(word)) return [word.toLowerCase()];
    const known = this.known.get(word);
    if (known) return known;
    const folded = foldedWords(word);
    this.known.set(word, folded);
    return folded;
  }
}

/**
 * The spans of a text. An unseen character may stand inside a word or between two, so where there is one both readings are
 * given, one after the other.
 */
export function spansOf(text: string, folding: Folding): Span[][] {
  const normal = text.normalize('NFC');
  const joined = normal.replace(UNSEEN, '');
  return joined === normal ? [read(normal, folding)] : [read(joined, folding), read(normal, folding)];
}

function read(text: string, folding: Folding): Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const { 0: run, index } of text.matchAll(RUN)) {
    const called = text[index - 1] === '@';
    at = IS_UNSPACED.test(run)
      ? readUnspaced(run, at, folding, spans)
      : readWord(run, at, called, folding, spans);
  }
  return spans;
}

function readWord(run: string, from: number, called: boolean, folding: Folding, spans: Span[]): number {
  const alone = called || BEGINS_LIKE_A_NAME.test(run);
  let at = from;
  for (const word of folding.of(run)) {
    const span = { start: at, end: at + 1, alone, unspaced: false };
    spans.push({ ...span, word, last: false });
    if (alone && word.length > 3 && word.endsWith('s'))
      spans.push({ ...span, word: word.slice(0, -1), last: true });
    at += 1;
  }
  return at;
}

function readUnspaced(run: string, from: number, folding: Folding, spans: Span[]): number {
  const characters = [...run].map((one) => folding.of(one).join(''));
  const longest = IS_LONG_SCRIPT.test(run) ? LONGEST_LONG : LONGEST_SHORT;
  for (let start = 0; start < characters.length; start += 1) {
    let word = '';
    for (let end = start; end < characters.length && end < start + longest; end += 1) {
      const next = characters[end] as string;
      word += next;
      // A mark that folds to nothing makes no other word.
      if (next === '') continue;
      spans.push({
        start: from + start,
        end: from + end + 1,
        word,
        alone: end > start,
        last: false,
        unspaced: true,
      });
    }
  }
  return from + characters.length;
}
