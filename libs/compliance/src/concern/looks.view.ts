import { connectionOf, InstantScalar } from '@courtyard/graphql';
import { Field, ID, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'Who looked at something of mine: in which role, why, and how it ended.' })
export class LookEntry {
  @Field(() => ID)
  eventId!: string;

  @Field(() => InstantScalar)
  at!: string;

  @Field()
  operation!: string;

  @Field()
  purpose!: string;

  @Field(() => [String])
  roles!: readonly string[];

  @Field(() => [String], { description: 'Keys of the catalogue, such as Employee.mobilePhone.' })
  fields!: readonly string[];

  @Field()
  decision!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Of a look: answered or failed; one that never ended counts as failed.',
  })
  outcome!: string | null;

  @Field(() => String, { nullable: true })
  case!: string | null;
}

@ObjectType()
export class LookEntryConnection extends connectionOf(LookEntry) {}
