import type { EmployeeActor } from '@courtyard/access';
import {
  Gate,
  SEARCH_NAMES,
  type SearchNames,
  type SearchPage,
  type SearchQuery,
  searchables,
} from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { type ParsedQuery, parseQuery } from './query-parser.js';

export interface Found extends SearchPage {
  /** What was searched for, to mark it. */
  readonly query: SearchQuery;
}

/** One query language over everything that resources declare as searchable; the gate finds and judges. */
@Injectable()
export class SearchService {
  constructor(
    private readonly gate: Gate,
    @Inject(SEARCH_NAMES) private readonly names: SearchNames,
  ) {}

  /** @throws search.*, input.invalid, reading.too_much */
  async search(
    actor: EmployeeActor,
    text: string,
    page: { readonly first: number; readonly after?: string | null },
  ): Promise<Found> {
    const kinds = searchables().map(({ kind }) => kind);
    const query = await this.lookedUp(actor, parseQuery(text, kinds));
    return { ...(await this.gate.search(actor, query, page)), query };
  }

  /** Whom and what names mean to whoever asks; a name that is hidden from them means nobody, like one that is not there. */
  private async lookedUp(actor: EmployeeActor, parsed: ParsedQuery): Promise<SearchQuery> {
    const { terms, without, kinds, before, topics, hasLink } = parsed;
    const [from, through] = await Promise.all([
      Promise.all(parsed.from.map((name) => this.names.people(actor, name))),
      Promise.all(parsed.in.map((name) => this.names.groups(actor, name))),
    ]);
    return {
      terms,
      without,
      ...(kinds.length > 0 ? { kinds } : {}),
      ...(before ? { before } : {}),
      ...(topics.length > 0 ? { topics: [...new Set(topics)] } : {}),
      ...(hasLink ? { hasLink } : {}),
      ...(from.length > 0 ? { from: [...new Set(from.flat())] } : {}),
      ...(through.length > 0 ? { through: [...new Set(through.flat())] } : {}),
    };
  }
}
