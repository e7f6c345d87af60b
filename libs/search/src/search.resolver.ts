import { CurrentActor, type EmployeeActor, SignedIn } from '@courtyard/access';
import { PageArgs, toConnection } from '@courtyard/graphql';
import { searchables } from '@courtyard/records';
import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import { IsString } from 'class-validator';
import { excerptOf } from './excerpt.js';
import { SearchService } from './search.service.js';
import { SearchConnection, type SearchHit } from './search.view.js';

@ArgsType()
class SearchArgs extends PageArgs {
  @Field({
    description:
      'Words, "phrases", -without, from:name in:group kind:post before:2026-11-22 topic:pumps has:link.',
  })
  @IsString()
  query!: string;
}

@Resolver()
export class SearchResolver {
  constructor(private readonly searching: SearchService) {}

  @Query(() => SearchConnection, {
    description: 'What fits and may be read by whoever asks: names first, then the newest. Never counted.',
  })
  @SignedIn('everybody searches; the gate judges each row by the policy of its resource')
  async search(
    @CurrentActor() actor: EmployeeActor,
    @Args() { query, ...page }: SearchArgs,
  ): Promise<SearchConnection> {
    const found = await this.searching.search(actor, query, page);
    const byKind = new Map(searchables().map((searchable) => [searchable.kind, searchable]));
    const rows = found.rows.flatMap(({ kind, row }) => {
      const searchable = byKind.get(kind);
      return searchable
        ? [{ kind, node: row, excerpt: excerptOf(searchable, row, found.query.terms) } as SearchHit]
        : [];
    });
    return toConnection({ ...found, rows });
  }
}
