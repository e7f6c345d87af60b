import type { Purpose } from '@courtyard/catalogue';
import { ArgsType, Field, ID, InputType } from '@nestjs/graphql';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsEnum,
  IsOptional,
  IsString,
  MaxLength,
} from 'class-validator';
import { ProposalArgs } from '../recipient/recipient.view.js';
import { PurposeTerm } from '../terms.js';

@ArgsType()
export class OpeningArgs extends ProposalArgs {
  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  recipientId?: string | null;
}

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
