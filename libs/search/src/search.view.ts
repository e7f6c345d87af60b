import { connectionOf, Node } from '@courtyard/graphql';
import { Field, ObjectType } from '@nestjs/graphql';

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

  @Field(() => Node)
  node!: Node;

  @Field(() => [SearchPart], { description: 'The part of it that holds what was searched for.' })
  excerpt!: SearchPart[];
}

@ObjectType({
  description: 'Nothing is counted: how much there is would tell of what is hidden, and of people.',
})
export class SearchConnection extends connectionOf(SearchHit) {}
