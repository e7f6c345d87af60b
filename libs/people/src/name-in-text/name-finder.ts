import type { Row, Statement } from '@courtyard/database';
import type { FoundNames, NameFinder } from '@courtyard/records';
import { type Candidates, candidatesOf } from './candidates.js';
import {
  type Bearer,
  type Bearers,
  bearersOf,
  bearersRead,
  knownWords,
  MOST_BEARERS,
} from './directory-names.js';
import { Folding, type Span, spansOf } from './spans.js';

/** Texts that are looked through together; what is kept meanwhile is bounded by it. */
const MOST_CHARACTERS_AT_ONCE = 100_000;
/** People told of one text; who names more is asked, and told of these. */
const MOST_TOLD = 50;

/**
 * Names of the directory in plain text: whole names in any order of their words and in any case; the word somebody is called
 * by, and any word of a name after "Herr" or "Ms", where it begins with a capital or its script has none. Decision 15 says
 * what is not found.
 */
export const nameFinder: NameFinder = {
  async find(read, organisationId, texts) {
    const found: FoundNames[] = [];
    for (const some of portionsOf(texts)) found.push(...(await findIn(read, organisationId, some)));
    return found;
  },
};

async function findIn(
  read: (statement: Statement) => Promise<Row[]>,
  organisationId: string,
  texts: readonly string[],
): Promise<FoundNames[]> {
  const folding = new Folding();
  const readings = texts.map((text) => spansOf(text, folding));
  const words = new Set(readings.flatMap((all) => all.flatMap((spans) => spans.map(({ word }) => word))));
  if (words.size === 0) return texts.map(() => NOBODY);
  const known = new Set((await read(knownWords(organisationId, [...words]))).map(([word]) => String(word)));
  if (known.size === 0) return texts.map(() => NOBODY);
  const candidates = readings.map((all) => all.map((spans: readonly Span[]) => candidatesOf(spans, known)));
  const every = candidates.flat();
  const whole = new Set(every.flatMap(({ chains }) => chains.flatMap(({ names }) => names)));
  const singles = every.flatMap((one) => one.singles);
  const given = new Set(singles.map(({ word }) => word));
  const any = new Set(singles.filter(({ addressed }) => addressed).map(({ word }) => word));
  if (whole.size + given.size === 0) return texts.map(() => NOBODY);
  const rows = await read(bearersOf(organisationId, [...whole], [...given], [...any]));
  const bearers = bearersRead(rows);
  return candidates.map((all) => told(all, bearers));
}

function told(readings: readonly Candidates[], bearers: Bearers): FoundNames {
  const people = new Set<string>();
  const certain = new Set<string>();
  let outside = false;
  let unsure = false;
  const meet = (all: readonly Bearer[]) => {
    for (const { employeeId } of all.filter(({ listed }) => listed)) people.add(employeeId);
    // Of many who bear a name only some are told: its author must look for the others.
    if (all.length > MOST_BEARERS) unsure = true;
  };
  for (const { chains, singles } of readings) {
    const covered = new Set<number>();
    for (const { start, end, names } of chains) {
      for (const name of names) {
        const all = bearers.whole.get(name);
        if (!all) continue;
        meet(all);
        if (all.some(({ agrees }) => !agrees)) outside = true;
        const [only, ...others] = all;
        if (only && others.length === 0) certain.add(only.employeeId);
        for (let at = start; at < end; at += 1) covered.add(at);
      }
    }
    for (const { start, word, addressed } of singles) {
      if (covered.has(start)) continue;
      const all = (addressed ? bearers.any : bearers.given).get(word);
      if (!all) continue;
      meet(all);
      // One of those who are here may be meant, so its author says; where none is, somebody is who cannot agree.
      if (all.length <= MOST_BEARERS && all.every(({ agrees }) => !agrees)) outside = true;
    }
  }
  const employeeIds = [...people];
  return {
    employeeIds: employeeIds.slice(0, MOST_TOLD),
    certainIds: [...certain],
    outside,
    unsure: unsure || employeeIds.length > MOST_TOLD,
  };
}

const NOBODY: FoundNames = Object.freeze({ employeeIds: [], certainIds: [], outside: false, unsure: false });

function* portionsOf(texts: readonly string[]): Generator<string[]> {
  let portion: string[] = [];
  let characters = 0;
  for (const text of texts) {
    if (portion.length > 0 && characters + text.length > MOST_CHARACTERS_AT_ONCE) {
      yield portion;
      portion = [];
      characters = 0;
    }
    portion.push(text);
    characters += text.length;
  }
  if (portion.length > 0) yield portion;
}
