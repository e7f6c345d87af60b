import { AudiencePartInput } from '@courtyard/people';
import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsEnum, IsOptional, Matches, ValidateNested } from 'class-validator';
import { PledgeInput } from '../pledge/pledge.input.js';
import { ReviseInput } from '../revision/revise.input.js';
import { SaidInput } from '../writing/said.input.js';
import { PostKind } from './post.entity.js';

const MOST_PARTS = 20;

@InputType()
export class PublishPostInput extends SaidInput {
  @Field(() => ID, { description: 'Made by the client, once per post: sending again does not post again.' })
  @Matches(/^[\w-]{8,100}$/)
  idempotencyKey!: string;

  @Field(() => [AudiencePartInput])
  @ValidateNested({ each: true })
  @Type(() => AudiencePartInput)
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_PARTS)
  audience!: AudiencePartInput[];

  @Field(() => PostKind, {
    nullable: true,
    description: 'An update unless it says otherwise; it stays what it is.',
  })
  @IsOptional()
  @IsEnum(PostKind)
  kind?: PostKind | null;

  @Field(() => PledgeInput, { nullable: true, description: 'Of a promise, and of nothing else.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => PledgeInput)
  pledge?: PledgeInput | null;
}

@InputType()
export class RevisePostInput extends ReviseInput {}
