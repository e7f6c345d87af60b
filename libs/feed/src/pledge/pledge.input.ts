import { Words } from '@courtyard/graphql';
import { Field, ID, InputType } from '@nestjs/graphql';
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

@InputType()
export class PledgeInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Whom it is made to, somebody whom the post reaches; absent: all of them.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  toId?: string | null;

  @Field({ description: 'By when, a calendar day in ISO 8601.' })
  @Matches(DAY)
  dueOn!: string;
}

@InputType()
export class MovePledgeInput {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  postId!: string;

  @Field({ description: 'The new day.' })
  @Matches(DAY)
  dueOn!: string;

  @Field({ description: 'Why; it stays beside the day that was promised before.' })
  @Words(500)
  reason!: string;
}
