import type { RecipientCategory } from '@courtyard/catalogue';
import { Words } from '@courtyard/graphql';
import { Field, ID, InputType } from '@nestjs/graphql';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsEnum,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
} from 'class-validator';
import { RecipientCategoryTerm } from '../terms.js';
import { DeliveryKind } from './recipient.entity.js';

@InputType()
export class ProposeRecipientInput {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  idempotencyKey!: string;

  @Field(() => ID, { nullable: true, description: 'The recipient this one follows.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  previousId?: string | null;

  @Field()
  @Words(200)
  name!: string;

  @Field(() => RecipientCategoryTerm)
  @IsEnum(RecipientCategoryTerm)
  category!: RecipientCategory;

  @Field({ description: 'To whom it belongs; recipients of one owner are one group.' })
  @Words(200)
  ownerName!: string;

  @Field({ description: 'ISO 3166-1 alpha-2.' })
  @IsString()
  @MaxLength(2)
  country!: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @Words(200)
  contractReference?: string | null;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @Words(200)
  transferTool?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Of a processor: its closed list of fields.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  contractFields?: string[] | null;

  @Field(() => DeliveryKind)
  @IsEnum(DeliveryKind)
  deliveryKind!: DeliveryKind;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  deliveryEndpoint?: string | null;

  @Field({ description: 'What is sent is encrypted to it; see age-encryption.org.' })
  @IsString()
  @Matches(/^age1[0-9a-z]{50,2400}$/)
  agePublicKey!: string;
}

@InputType()
export class DecideInput {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  id!: string;

  @Field()
  @IsBoolean()
  approve!: boolean;
}
