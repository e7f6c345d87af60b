import { Words } from '@courtyard/graphql';
import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsInt, IsString, Matches, MaxLength, Min } from 'class-validator';
import { MOST_WORDS } from '../post/post.input.js';

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
export class ReviseCommentInput {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  id!: string;

  @Field(() => Int, { description: 'The version these words replace.' })
  @IsInt()
  @Min(1)
  version!: number;

  @Field()
  @Words(MOST_WORDS, { multiline: true })
  body!: string;
}
