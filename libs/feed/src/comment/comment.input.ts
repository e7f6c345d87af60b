import { Words } from '@courtyard/graphql';
import { Field, ID, InputType } from '@nestjs/graphql';
import { IsString, Matches, MaxLength } from 'class-validator';
import { MOST_WORDS, ReviseInput } from '../revision/revise.input.js';

@InputType()
export class AddCommentInput {
  @Field(() => ID)
  @Matches(/^[\w-]{8,100}$/)
  idempotencyKey!: string;

  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  postId!: string;

  @Field()
  @Words(MOST_WORDS, { multiline: true })
  body!: string;
}

@InputType()
export class ReviseCommentInput extends ReviseInput {}
