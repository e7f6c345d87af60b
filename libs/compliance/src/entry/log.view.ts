import { connectionOf, InstantScalar } from '@courtyard/graphql';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({
  description: 'One entry of the log, as an officer reads it: names of our code, never of people.',
})
export class LogEntry {
  @Field(() => ID)
  eventId!: string;

  @Field()
  position!: string;

  @Field(() => InstantScalar)
  at!: string;

  @Field()
  kind!: string;

  @Field()
  operation!: string;

  @Field()
  purpose!: string;

  @Field()
  decision!: string;

  @Field(() => [String])
  roles!: readonly string[];

  @Field(() => [String], { description: 'Keys of the catalogue, such as Employee.name.' })
  fields!: readonly string[];

  @Field(() => [String], { description: 'Kinds of things, never which.' })
  resources!: readonly string[];

  @Field(() => String, { nullable: true })
  case!: string | null;
}

@ObjectType()
export class LogHead {
  @Field({ description: 'Entries in the signed tree, of all organisations of this installation.' })
  size!: string;

  @Field(() => InstantScalar, { nullable: true })
  checkpointAt!: string | null;

  @Field(() => Int, { description: 'Recorded and not yet in the tree.' })
  waiting!: number;
}

@ObjectType()
export class LogEntryConnection extends connectionOf(LogEntry) {
  @Field(() => LogHead)
  head!: LogHead;
}
