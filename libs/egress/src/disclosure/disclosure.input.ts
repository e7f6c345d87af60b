import type { Purpose } from '@courtyard/catalogue';
import { PurposeTerm } from '@courtyard/consent';
import { Words } from '@courtyard/graphql';
import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsEnum,
  IsInt,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { DisclosureFormat } from './disclosure.entity.js';

@InputType()
export class PreviewDisclosureInput {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  recipientId!: string;

  @Field(() => PurposeTerm)
  @IsEnum(PurposeTerm)
  purpose!: Purpose;

  @Field(() => [ID])
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(63)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  fieldKeys!: string[];
}

@InputType()
export class RequestDisclosureInput extends PreviewDisclosureInput {
  @Field(() => ID)
  @Matches(/^[\w-]{8,100}$/)
  idempotencyKey!: string;

  @Field({ description: 'The business question it answers.' })
  @Words(500)
  question!: string;

  @Field(() => DisclosureFormat)
  @IsEnum(DisclosureFormat)
  format!: DisclosureFormat;

  @Field(() => Int, { description: 'Hours until it expires, at most 168.' })
  @IsInt()
  @Min(1)
  @Max(168)
  expiresInHours!: number;
}

@ArgsType()
export class AnswerArgs {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  id!: string;

  @Field({ description: 'What it answered.' })
  @Words(2000, { multiline: true })
  answered!: string;
}
