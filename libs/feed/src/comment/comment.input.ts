import { Field, ID, InputType } from '@nestjs/graphql';
import { IsString, Matches, MaxLength } from 'class-validator';
import { ReviseInput } from '../revision/revise.input.js';
import { SaidInput } from '../writing/said.input.js';

@InputType()
export class AddCommentInput extends SaidInput {
  @Field(() => ID)
  @Matches(/^[\w-]{8,100}$/)
  idempotencyKey!: string;

  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  postId!: string;
}

@InputType()
export class ReviseCommentInput extends ReviseInput {}
