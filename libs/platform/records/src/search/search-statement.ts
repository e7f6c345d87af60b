import { type Actor, keys as heldKeys } from '@courtyard/access';
import type { Statement } from '@courtyard/database';
import { Parameters } from '../parameters.js';
import { namesAsked } from './search-matching.js';
import { asksForSaid, type Relevance, type SearchQuery } from './search-query.js';
import { searchables } from './searchable.js';
import { withoutOne } from './slip.js';
import { isSign, wordsOfUnits } from './units.js';

/** Where a page of the search ended. */
export interface SearchPosition {
  readonly relevance: Relevance;
  readonly at: string;
  readonly id: string;
}

/** So many lines of each word are counted to begin with the rarest. */
const COUNTED = 32;
const LONGEST_BEGINNING = 24;
/**
 * By more words of a text, and of a name, nothing is proposed: a term may have hundreds, each is looked at for each row, and whoever
 * reads the rows looks for all of them anyway.
 */
const [MOST_WORDS, MOST_NAMES] = [12, 4] as const;

/**
 * A statement that proposes rows for a query, the best first: relevance, instant, id, kind. It reads lines of keys that the searcher holds
 * and no others, so what is hidden costs no time either; each word by its own place in the index, the newest first; never more than
 * is asked for. `relevance` is as which the index knows them: whoever reads the rows says whether it is so.
 */
export function selectCandidates(
  actor: Actor,
  query: SearchQuery,
  after: SearchPosition | null,
  limit: number,
): Statement {
  const parameters = new Parameters(actor);
  const held = actor.facts.set(heldKeys);
  const reach = query.through ? query.through.filter((key) => held.has(key)) : [...held];
  const keys = parameters.add(reach, 'bigint[]');
  const most = parameters.add(limit, 'int');
  const conditions: string[] = [];
  if (query.kinds) conditions.push(`s.resource = any (${parameters.add(query.kinds, 'text[]')})`);
  if (query.before) conditions.push(`s.at < ${parameters.add(query.before, 'timestamptz')}`);
  const position =
    after &&
    `(s.at, s.row_id) < (${parameters.add(after.at, 'timestamptz')}, ${parameters.add(after.id, 'uuid')})`;
  const shape = new Shape(parameters, keys, most, conditions);
  const branches: string[] = [];
  const wanted = (relevance: Relevance) => !after || relevance <= after.relevance;
  const from = (relevance: Relevance) => (after?.relevance === relevance && position ? [position] : []);
  const names = namesOf(query);
  if (names && wanted(3))
    branches.push(
      shape.words(
        3,
        names.map(({ word }) => `=${cut(word, 64)}`),
        from(3),
      ),
    );
  if (names && wanted(2)) branches.push(shape.words(2, names.map(beginning), from(2)));
  if (names && wanted(1) && names.some(({ word, whole }) => !whole && withoutOne(word).length > 0))
    branches.push(
      shape.anyOf(
        1,
        names.map((name) => slips(name)),
        from(1),
      ),
    );
  branches.push(...said(shape, query, parameters, from(0)));
  const text = `select distinct c.relevance, c.at, c.row_id, c.resource from (
${branches.join('\nunion all\n')}
) c order by c.relevance desc, c.at desc, c.row_id desc limit ${most}`;
  return { text, values: parameters.values };
}

/** By the words that stand in it; what is one's own also where one holds none of its keys any more. */
function said(shape: Shape, query: SearchQuery, parameters: Parameters, from: readonly string[]): string[] {
  const words: string[] = [];
  if (query.hasLink) words.push(':has:link');
  const [author, ...others] = query.from ?? [];
  // Nobody of that name is looked for like somebody.
  if (query.from && others.length === 0) words.push(`:from:${author ?? ''}`);
  const [topic, ...moreTopics] = query.topics ?? [];
  if (topic !== undefined && moreTopics.length === 0) words.push(topicLine(topic));
  words.push(...query.terms.flatMap(({ units }) => wordsOfUnits(units)));
  const conditions = [...from];
  if (moreTopics.length > 0)
    conditions.push(shape.probe('$key', `= any (${parameters.add(query.topics?.map(topicLine), 'text[]')})`));
  if (others.length > 0) {
    const people = query.from?.map((id) => `:from:${id}`);
    conditions.push(`${shape.probe('$key', `= any (${parameters.add(people, 'text[]')})`)}`);
  }
  const without = query.without.flatMap(({ units }) => {
    const [unit] = units;
    return units.length === 1 && unit !== undefined && !isSign(unit) ? [unit] : [];
  });
  if (without.length > 0)
    conditions.push(`${shape.probe('$key', `= any (${parameters.add(without, 'text[]')})`)} is not true`);
  const unique = [...new Set(words)].slice(0, MOST_WORDS);
  const lists = unique.length > 0 ? [unique] : kindsOf(query).map((kind) => [`:kind:${kind}`]);
  return lists.flatMap((list) => [
    shape.words(0, list, conditions),
    ...(query.through ? [] : [shape.own(list, conditions)]),
  ]);
}

/** As a line of the index has it. */
const topicLine = (topic: string) => `:topic:${topic}`;

/** What can be meant, where nothing else narrows it: each kind by its own lines, so that nobody passes over those of another. */
function kindsOf(query: SearchQuery): string[] {
  const meant = searchables().filter(({ said }) => said || !asksForSaid(query));
  const kinds = meant.map(({ kind }) => kind).filter((kind) => query.kinds?.includes(kind) ?? true);
  // Somebody's name was not said by anybody: nothing is of no kind.
  return kinds.length > 0 ? kinds : [''];
}

/** The words of names asked for, where something with a name can be meant; all that have names fold alike. */
function namesOf(query: SearchQuery) {
  if (asksForSaid(query)) return null;
  const named = searchables().find(
    ({ names, kind }) => names && (!query.kinds || query.kinds.includes(kind)),
  );
  return (named?.names && namesAsked(query.terms, named.names.fold)?.slice(0, MOST_NAMES)) ?? null;
}

type Name = NonNullable<ReturnType<typeof namesAsked>>[number];

const cut = (word: string, length: number) => [...word].slice(0, length).join('');
const beginning = ({ word, whole }: Name) =>
  whole ? `=${cut(word, 64)}` : `^${cut(word, LONGEST_BEGINNING)}`;
const slips = (name: Name) => [
  beginning(name),
  ...(name.whole ? [] : withoutOne(name.word).map((one) => `?${one}`)),
];

/** The forms of reading lines. Every connection keeps each text and its plan, so it does not depend on how many words are asked for. */
class Shape {
  constructor(
    private readonly parameters: Parameters,
    private readonly keys: string,
    private readonly most: string,
    private readonly conditions: readonly string[],
  ) {}

  /** A line of the same thing as `s`. `limit` keeps it one look at the index a row, whatever the planner thinks. */
  probe(key: string, word: string): string {
    return `(select true from search_word o where o.organisation_id = ${this.parameters.organisation} and o.audience_key = ${key} and o.word ${word} and o.at = s.at and o.row_id = s.row_id limit 1)`;
  }

  /** Things that have all the words, from the lines of the rarest. */
  words(relevance: Relevance, words: readonly string[], conditions: readonly string[]): string {
    const [only, ...others] = words;
    if (others.length === 0)
      return this.branch(relevance, '', `= ${this.parameters.add(only, 'text')}`, conditions);
    const list = this.parameters.add(words, 'text[]');
    const rarest = `, lateral (select t.word from unnest(${list}) t(word), lateral (select count(*) as n from (
    select from search_word c where c.organisation_id = ${this.parameters.organisation} and c.audience_key = k.key and c.word = t.word limit ${COUNTED}) c) c
  order by c.n limit 1) rare`;
    return this.branch(relevance, rarest, '= rare.word', [this.all(list), ...conditions]);
  }

  /** Things that have one of each list, from the lines of the longest list. */
  anyOf(relevance: Relevance, lists: readonly (readonly string[])[], conditions: readonly string[]): string {
    const [driver, ...others] = [...lists]
      .sort((a, b) => b.length - a.length)
      .map((list) => `= any (${this.parameters.add(list, 'text[]')})`);
    const all = [...others.map((list) => this.probe('$key', list)), ...conditions];
    // A thing has several of one list, and is one thing.
    return this.branch(relevance, '', driver as string, all, { some: 'distinct ' });
  }

  /** What is somebody's own, found by the words that stand under a key which need not be theirs. */
  own(words: readonly string[], conditions: readonly string[]): string {
    const list = this.parameters.add(words, 'text[]');
    return this.branch(0, '', `= '~'`, [this.all(list), ...conditions], { key: 's.via' });
  }

  /** Up to the first word that the thing does not have. */
  private all(list: string): string {
    return `(select false from unnest(${list}) w(word) where ${this.probe('$key', '= w.word')} is not true limit 1) is null`;
  }

  private branch(
    relevance: Relevance,
    rarest: string,
    word: string,
    conditions: readonly string[],
    { key = 'k.key', some = '' } = {},
  ): string {
    const all = [...this.conditions, ...conditions.map((one) => one.replaceAll('$key', key))];
    return `select ${relevance} as relevance, s.at, s.row_id, s.resource from unnest(${this.keys}) k(key)${rarest}, lateral (
  select ${some}s.at, s.row_id, s.resource from search_word s
  where s.organisation_id = ${this.parameters.organisation} and s.audience_key = k.key and s.word ${word}${all.map((one) => `\n    and ${one}`).join('')}
  order by s.at desc, s.row_id desc limit ${this.most}) s`;
  }
}
