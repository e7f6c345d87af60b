import { Words } from '@courtyard/graphql';
import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsInt, IsString, MaxLength, Min } from 'class-validator';

export const MOST_WORDS = 10_000;

/** New words for something one said. */
@InputType({ isAbstract: true })
export abstract class ReviseInput {
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
