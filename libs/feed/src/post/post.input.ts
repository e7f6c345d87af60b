import { AudiencePartInput } from '@courtyard/people';
import { Field, ID, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsEnum, IsOptional, Matches, ValidateNested } from 'class-validator';
import { IdeaInput } from '../idea/idea.input.js';
import { PledgeInput } from '../pledge/pledge.input.js';
import { PollInput } from '../poll/poll.input.js';
import { PraiseInput } from '../praise/praise.input.js';
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

  @Field(() => PraiseInput, { nullable: true, description: 'Of praise, and of nothing else.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => PraiseInput)
  praise?: PraiseInput | null;

  @Field(() => PollInput, { nullable: true, description: 'Of a poll, and of nothing else.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => PollInput)
  poll?: PollInput | null;

  @Field(() => IdeaInput, { nullable: true, description: 'Of an idea, and of nothing else.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => IdeaInput)
  idea?: IdeaInput | null;
}

@InputType()
export class RevisePostInput extends ReviseInput {}
