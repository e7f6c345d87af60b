import type { Purpose } from '@courtyard/catalogue';
import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsEnum, IsString, MaxLength } from 'class-validator';
import { PurposeTerm } from '../terms.js';

@InputType()
export class ProposeOpeningInput {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  idempotencyKey!: string;

  @Field(() => PurposeTerm)
  @IsEnum(PurposeTerm)
  purpose!: Purpose;

  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  recipientId!: string;

  @Field(() => [ID], { description: 'Fields of one kind of thing, such as Post.body and Post.publishedAt.' })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(63)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  fieldKeys!: string[];
}
