import { createHash } from 'node:crypto';
import type { Actor } from '@courtyard/access';
import type { Row, Statement } from '@courtyard/database';
import { CourtyardError } from '@courtyard/errors';
import { canBe, fromCursor, toCursor } from '../cursor.js';
import { relevanceOf } from './search-matching.js';
import type { Relevance, SearchQuery } from './search-query.js';
import { type SearchPosition, selectCandidates } from './search-statement.js';
import { type Searchable, searchables } from './searchable.js';

/** Something that was found. */
export interface SearchHit {
  readonly kind: string;
  readonly row: object;
}

export interface SearchPage {
  readonly rows: readonly SearchHit[];
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
}

/** What a search reads by. */
export interface SearchReading {
  propose(statement: Statement): Promise<readonly Row[]>;
  /** The row, judged by its policy; null where the searcher may not read it. */
  load(searchable: Searchable, id: string): Promise<object | null>;
}

interface Candidate extends SearchPosition {
  readonly searchable: Searchable;
}

/** What the index proposes and does not fit, such as words that stand apart, is passed over; portions grow, so that it ends. */
const MOST_AT_ONCE = 400;
const MOST_PORTIONS = 10;

/**
 * One page of what is found: proposed by the index, read and judged by the gate, matched again in memory on what the searcher may read.
 * @throws input.invalid for a cursor of anything but this search
 */
export async function search(
  actor: Actor,
  query: SearchQuery,
  { first, after }: { readonly first: number; readonly after?: string | null },
  reading: SearchReading,
): Promise<SearchPage> {
  const mark = markOf(query);
  let position = after ? positionOf(after, mark) : null;
  /** Of the last row that the searcher may read, found or not: a cursor tells nothing of any other. */
  let read = position;
  const found: { readonly hit: SearchHit; readonly at: SearchPosition }[] = [];
  let more = true;
  for (
    let portion = 0, size = first + 1;
    more && found.length <= first;
    portion++, size = Math.min(size * 2, MOST_AT_ONCE)
  ) {
    if (portion === MOST_PORTIONS) break;
    const candidates = candidatesOf(await reading.propose(selectCandidates(actor, query, position, size)));
    more = candidates.length === size;
    const rows = await Promise.all(candidates.map(({ searchable, id }) => reading.load(searchable, id)));
    candidates.forEach((candidate, at) => {
      const { searchable, relevance } = candidate;
      const row = rows[at];
      position = candidate;
      if (!row || found.length > first) return;
      if (found.length < first) read = candidate;
      // As something better it was on an earlier page.
      if (relevanceOf(query, searchable, row) === relevance)
        found.push({ hit: { kind: searchable.kind, row }, at: candidate });
    });
  }
  const page = found.slice(0, first);
  const end = found.length > first ? page.at(-1)?.at : (read ?? page.at(-1)?.at);
  const hasNextPage = found.length > first || more;
  return { rows: page.map(({ hit }) => hit), endCursor: end ? cursorOf(end, mark) : null, hasNextPage };
}

function candidatesOf(rows: readonly Row[]): Candidate[] {
  const byKind = new Map(searchables().map((searchable) => [searchable.kind, searchable]));
  return rows.flatMap(([relevance, at, id, kind]) => {
    const searchable = byKind.get(String(kind));
    if (!searchable) return [];
    return [
      { searchable, relevance: Number(relevance) as Relevance, at: instant(String(at)), id: String(id) },
    ];
  });
}

/** As PostgreSQL prints it in UTC, in ISO 8601. */
function instant(text: string): string {
  return `${text.slice(0, 10)}T${text.slice(11, text.indexOf('+', 11))}Z`;
}

/** By which a cursor is known to be of this search and no other. */
function markOf(query: SearchQuery): string {
  return createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 12);
}

function cursorOf({ relevance, at, id }: SearchPosition, mark: string): string {
  return toCursor({ order: `${mark} ${relevance} ${at}`, key: id });
}

function positionOf(cursor: string, mark: string): SearchPosition {
  const { order, key } = fromCursor(cursor);
  const [mine, relevance = '', at = '', ...rest] = order.split(' ');
  if (
    mine === mark &&
    rest.length === 0 &&
    /^[0-3]$/.test(relevance) &&
    canBe('timestamptz', at) &&
    canBe('uuid', key)
  )
    return { relevance: Number(relevance) as Relevance, at, id: key };
  throw new CourtyardError('input.invalid', { fields: ['after'] });
}
