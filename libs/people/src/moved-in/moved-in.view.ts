import { InstantScalar } from '@courtyard/graphql';
import { Field, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'What one import brought about whoever is signed in.' })
export class MovedInSource {
  @Field({ description: 'The network it was brought from, such as Slack.' })
  source!: string;

  @Field(() => InstantScalar)
  at!: string;

  @Field({ description: 'The role of whoever ran the import.' })
  by!: string;

  @Field(() => Int)
  posts!: number;

  @Field(() => Int)
  comments!: number;

  @Field({ description: 'Whether the entry in the directory came from there, too.' })
  profile!: boolean;
}

@ObjectType({ description: 'What was moved in about whoever is signed in, who was not asked before.' })
export class MovedIn {
  @Field(() => [MovedInSource])
  sources!: MovedInSource[];
}
