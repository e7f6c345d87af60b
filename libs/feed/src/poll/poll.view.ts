import { Action } from '@courtyard/people';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { PollState } from './poll.entity.js';

@ObjectType()
export class PollOption {
  @Field()
  text!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'How many chose it, once it is closed and ten or more voted.',
  })
  votes!: number | null;
}

/** A poll and its options as one reader sees them. Who voted what is told to nobody. */
@ObjectType('Poll', { description: 'A poll: what may be chosen, and once it is closed, how often that was.' })
export class PollView {
  @Field(() => [PollOption])
  options!: PollOption[];

  @Field({ description: 'More than one may be chosen.' })
  several!: boolean;

  @Field(() => PollState)
  state!: PollState;

  @Field(() => String, {
    nullable: true,
    description: 'When it closes by itself; no vote counts from then on.',
  })
  closesAt!: string | null;

  @Field(() => String, { nullable: true })
  closedAt!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many voted, once it is closed; null where fewer than ten did, of whom nothing is told.',
  })
  voters!: number | null;

  @Field(() => [Int], {
    nullable: true,
    description:
      'What you chose, for you alone, while it is open: none is that you do not want to say, null that you have not said yet.',
  })
  mine!: number[] | null;

  @Field(() => [Action])
  allowed!: Action[];
}
