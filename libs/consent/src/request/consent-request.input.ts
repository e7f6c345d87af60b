import type { Purpose } from '@courtyard/catalogue';
import { InstantScalar, Words } from '@courtyard/graphql';
import { AudiencePartInput } from '@courtyard/people';
import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsEnum,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { PurposeTerm } from '../terms.js';

@InputType()
export class AskConsentInput {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  idempotencyKey!: string;

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
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  fieldKeys!: string[];

  @Field({ description: 'What is in it for the people asked.' })
  @Words(500, { multiline: true })
  benefit!: string;

  @Field()
  @Words(500, { multiline: true })
  question!: string;

  @Field(() => Int, { description: 'A yes holds for so many months, at most 12.' })
  @IsInt()
  @Min(1)
  @Max(12)
  validMonths!: number;

  @Field(() => InstantScalar, {
    nullable: true,
    description:
      'Covers what is written until then, within these months; absent: what exists when it is given.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(40)
  coversUntil?: string | null;

  @Field(() => [AudiencePartInput])
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => AudiencePartInput)
  audience!: AudiencePartInput[];
}

@InputType()
export class ShownItemInput {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  id!: string;

  @Field(() => String, { nullable: true, description: 'Of the text that was shown; a yes needs it.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  version?: string | null;
}

@InputType()
export class FieldAnswerInput {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  fieldKey!: string;

  @Field()
  @IsBoolean()
  yes!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Of the values that were shown; a yes to the whole field needs it.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  version?: string | null;

  @Field(() => [ShownItemInput], {
    nullable: true,
    description: 'The items meant. A yes to a per-item field needs them; absent: the whole field.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => ShownItemInput)
  items?: ShownItemInput[] | null;
}

@InputType()
export class AnswerConsentInput {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  requestId!: string;

  @Field(() => [FieldAnswerInput])
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(40)
  @ValidateNested({ each: true })
  @Type(() => FieldAnswerInput)
  answers!: FieldAnswerInput[];
}
