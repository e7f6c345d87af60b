import { Words } from '@courtyard/graphql';
import { Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { IsEnum, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { MOST_WORDS } from '../writing/said.input.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const WHEN =
  'The day on which it is asked what became of it, such as 2027-03-31; from tomorrow on, within three years.';

/** What may be told; an idea is open, and taken up, by other steps. */
export enum IdeaOutcome {
  not_now = 'not_now',
  done = 'done',
  dropped = 'dropped',
}
registerEnumType(IdeaOutcome, { name: 'IdeaOutcome' });

@InputType()
export class IdeaInput {
  @Field(() => String, { nullable: true, description: WHEN })
  @IsOptional()
  @Matches(DAY)
  lookBackOn?: string | null;
}

@InputType()
export class TakeIdeaUpInput extends IdeaInput {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  postId!: string;
}

@InputType()
export class TellIdeaInput extends TakeIdeaUpInput {
  @Field(() => ID, { description: 'Made by the client, once: sending again does not tell it again.' })
  @Matches(/^[\w-]{8,100}$/)
  idempotencyKey!: string;

  @Field(() => IdeaOutcome)
  @IsEnum(IdeaOutcome)
  became!: IdeaOutcome;

  @Field({ description: 'They become a comment of yours below it.' })
  @Words(MOST_WORDS, { multiline: true })
  words!: string;
}
