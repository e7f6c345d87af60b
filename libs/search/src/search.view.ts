import { connectionOf } from '@courtyard/graphql';
import { searchables } from '@courtyard/records';
import type { Type } from '@nestjs/common';
import { createUnionType, Field, ObjectType } from '@nestjs/graphql';

/** Whatever is declared as searchable by the time the schema is made. */
export const SearchResult = createUnionType({
  name: 'SearchResult',
  description: 'Whatever can be found.',
  types: () => searchables().map(({ policy }) => policy.entity as Type<object>) as [Type<object>],
  resolveType: (row: object) => row.constructor.name,
});

@ObjectType({ description: 'A part of a text, as plain text.' })
export class SearchPart {
  @Field()
  text!: string;

  @Field({ description: 'Whether it is what was searched for.' })
  matched!: boolean;
}

@ObjectType({ description: 'Something that was found.' })
export class SearchHit {
  @Field({ description: 'What it is, as `kind:` calls it: post, comment, community or person.' })
  kind!: string;

  @Field(() => SearchResult)
  node!: object;

  @Field(() => [SearchPart], { description: 'The part of it that holds what was searched for.' })
  excerpt!: SearchPart[];
}

@ObjectType({
  description: 'Nothing is counted: how much there is would tell of what is hidden, and of people.',
})
export class SearchConnection extends connectionOf(SearchHit) {}
