import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/**
 * Passwords that are tried first. The list is the 49,000 commonest of known breaches, of @zxcvbn-ts/language-common (MIT),
 * in the order of how common they are.
 *
 * NIST SP 800-63B-4, section 3.1.1.2: the whole password is compared, not words within it; so a passphrase may hold any
 * word. Below fifteen characters nothing is accepted anyway, so what must be caught is the common password that was made
 * long: doubled, counted on, walked along the keyboard, or put together from the names everybody here knows.
 */
const COMMON: ReadonlySet<string> = new Set(dictionary['passwords-common']);
const COMMONEST: ReadonlySet<string> = new Set(dictionary['passwords-common'].slice(0, 2000));

/** What is left once the predictable is taken away must be as long as a password that is part of two factors. */
const LEAST_OWN = 8;
/** Fewer steps of one's own than this make a pattern, not a password. */
const LEAST_STEPS = 5;
const LEAST_WORD = 3;

/**
 * @param password normalised as it will be hashed
 * @param context words that somebody who knows the house would try: its name, the address the account signs in with
 */
export function isCommon(password: string, context: readonly string[]): boolean {
  const folded = password.toLowerCase().replace(/\s+/gu, '');
  return (
    COMMON.has(folded) ||
    isMadeOfTwo(folded) ||
    isRepeated(folded) ||
    ownSteps(folded) < LEAST_STEPS ||
    isMadeOfContext(folded, context)
  );
}

/** `qwerty` and `123456789`, `password` and `iloveyou`: one common thing after another. */
function isMadeOfTwo(text: string): boolean {
  for (let cut = LEAST_WORD; cut <= text.length - LEAST_WORD; cut++) {
    if (COMMONEST.has(text.slice(0, cut)) && COMMONEST.has(text.slice(cut))) return true;
  }
  return false;
}

/** A unit written again and again adds its own length once. */
function isRepeated(text: string): boolean {
  const again = `${text}${text}`.indexOf(text, 1);
  const unit = text.slice(0, again);
  return again < text.length && (unit.length < LEAST_OWN || COMMON.has(unit));
}

/** Characters that do not follow from the one before: by repeating it, counting on from it, or as its neighbour on a keyboard. */
function ownSteps(text: string): number {
  const characters = [...text];
  return characters.filter((character, position) => {
    const before = characters[position - 1];
    return before === undefined || !follows(before, character);
  }).length;
}

function follows(before: string, after: string): boolean {
  const step = (after.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0);
  return Math.abs(step) <= 1 || isOnEnds(before, after) || NEIGHBOURS.get(before)?.has(after) === true;
}

/** Counting goes on over the end: 9 to 0. */
function isOnEnds(before: string, after: string): boolean {
  return (before === '9' && after === '0') || (before === '0' && after === '9');
}

function isMadeOfContext(text: string, context: readonly string[]): boolean {
  const words = wordsOf(context);
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), text);
  return rest !== text && [...rest].length < LEAST_OWN;
}

/** The words of the context and what they make together, longest first, so that a part does not hide the whole. */
function wordsOf(context: readonly string[]): string[] {
  const words = context.flatMap((text) => {
    const parts = text
      .normalize('NFKC')
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u);
    return [...parts, parts.join('')];
  });
  return [...new Set(words)].filter(({ length }) => length >= LEAST_WORD).sort((a, b) => b.length - a.length);
}

const NEIGHBOURS = neighbours();

function neighbours(): ReadonlyMap<string, ReadonlySet<string>> {
  const map = new Map<string, Set<string>>();
  const layouts = adjacencyGraphs as Record<string, Record<string, readonly (string | null)[]>>;
  for (const name of ['qwerty', 'qwertz', 'azerty', 'keypad']) {
    for (const [key, around] of Object.entries(layouts[name] ?? {})) {
      const set = map.get(key) ?? new Set();
      for (const pair of around) for (const character of pair ?? '') set.add(character);
      map.set(key, set);
    }
  }
  return map;
}
