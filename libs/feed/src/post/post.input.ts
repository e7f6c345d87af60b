import { Words } from '@courtyard/graphql';
import { AudiencePartInput } from '@courtyard/people';
import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsInt,
  IsString,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';

export const MOST_WORDS = 10_000;
const MOST_PARTS = 20;

@InputType()
export class PublishPostInput {
  @Field(() => ID, { description: 'Made by the client, once per post: sending again does not post again.' })
  @Matches(/^[\w-]{8,100}$/)
  idempotencyKey!: string;

  @Field()
  @Words(MOST_WORDS, { multiline: true })
  body!: string;

  @Field(() => [AudiencePartInput])
  @ValidateNested({ each: true })
  @Type(() => AudiencePartInput)
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_PARTS)
  audience!: AudiencePartInput[];
}

@InputType()
export class RevisePostInput {
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
