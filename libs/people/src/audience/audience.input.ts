import { PageArgs } from '@courtyard/graphql';
import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsEnum,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { AudiencePartKind } from './audience.entity.js';

@InputType({ description: 'One group to write to. The organisation has no id.' })
export class AudiencePartInput {
  @Field(() => AudiencePartKind)
  @IsEnum(AudiencePartKind)
  kind!: AudiencePartKind;

  @Field(() => ID, { nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  id?: string | null;
}

/** Beyond it the list is not even looked at; the directory has the last word. */
const MOST_INPUTS = 100;

@ArgsType()
export class AudienceArgs {
  @Field(() => [AudiencePartInput])
  @IsArray()
  @ArrayMaxSize(MOST_INPUTS)
  @ValidateNested({ each: true })
  @Type(() => AudiencePartInput)
  parts!: AudiencePartInput[];
}

@ArgsType()
export class AudienceReadersArgs extends PageArgs {
  @Field(() => [AudiencePartInput])
  @IsArray()
  @ArrayMaxSize(MOST_INPUTS)
  @ValidateNested({ each: true })
  @Type(() => AudiencePartInput)
  parts!: AudiencePartInput[];

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  search?: string | null;
}

@ArgsType()
export class AudienceOptionsArgs {
  @Field()
  @IsString()
  @MaxLength(200)
  search!: string;

  @Field(() => Int, { defaultValue: 8 })
  @IsInt()
  @Min(1)
  @Max(50)
  first!: number;
}
