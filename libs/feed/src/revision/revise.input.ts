import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsInt, IsString, MaxLength, Min } from 'class-validator';
import { SaidInput } from '../writing/said.input.js';

/** New words for something one said. */
@InputType({ isAbstract: true })
export abstract class ReviseInput extends SaidInput {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  id!: string;

  @Field(() => Int, { description: 'The version these words replace.' })
  @IsInt()
  @Min(1)
  version!: number;
}
