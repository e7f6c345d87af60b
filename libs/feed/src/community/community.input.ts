import { InstantScalar, Words } from '@courtyard/graphql';
import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import {
  IsBoolean,
  IsEnum,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { CommunityAccess, CommunityHistory } from './community.entity.js';

const MOST_NAME = 80;
const MOST_PURPOSE = 500;
const MOST_CHARTER = 5_000;

@InputType()
export class FoundCommunityInput {
  @Field(() => ID)
  @Matches(/^[\w-]{8,100}$/)
  idempotencyKey!: string;

  @Field()
  @Words(MOST_NAME)
  name!: string;

  @Field({ description: 'What it is for, in a sentence.' })
  @Words(MOST_PURPOSE)
  purpose!: string;

  @Field(() => CommunityAccess)
  @IsEnum(CommunityAccess)
  access!: CommunityAccess;

  @Field(() => String, { nullable: true, description: 'What its members agree to when they come in.' })
  @IsOptional()
  @Words(MOST_CHARTER, { multiline: true })
  charter?: string | null;

  @Field(() => CommunityHistory, { nullable: true, description: 'From the start, where left out.' })
  @IsOptional()
  @IsEnum(CommunityHistory)
  history?: CommunityHistory | null;

  @Field(() => InstantScalar, { nullable: true, description: 'When it ends: from then on it is archived.' })
  @IsOptional()
  @IsString()
  endsAt?: string | null;

  @Field(() => ID, { nullable: true, description: 'The post whose conversation it continues.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  fromPostId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Invite those who spoke in that conversation.' })
  @IsOptional()
  @IsBoolean()
  inviteSpeakers?: boolean | null;
}

@InputType({ description: 'All of what a community says of itself.' })
export class ReviseCommunityInput {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  id!: string;

  @Field()
  @Words(MOST_NAME)
  name!: string;

  @Field()
  @Words(MOST_PURPOSE)
  purpose!: string;

  @Field(() => String, { nullable: true, description: 'Absent: it has none.' })
  @IsOptional()
  @Words(MOST_CHARTER, { multiline: true })
  charter?: string | null;
}

@InputType({ description: 'How one comes into a community, and what one reads then.' })
export class ChangeCommunityAccessInput {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  id!: string;

  @Field(() => CommunityAccess)
  @IsEnum(CommunityAccess)
  access!: CommunityAccess;

  @Field(() => CommunityHistory)
  @IsEnum(CommunityHistory)
  history!: CommunityHistory;
}

@InputType()
export class AskCommunityInput {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  id!: string;

  @Field(() => String, { nullable: true, description: 'Why, for those who let people in.' })
  @IsOptional()
  @Words(500, { multiline: true })
  words?: string | null;

  @Field(() => Int, { nullable: true, description: 'The wording of the charter that was shown.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  charterVersion?: number | null;
}

@ArgsType()
export class EnterCommunityArgs {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The wording of the charter that was shown; needed where it has one.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  charterVersion?: number | null;
}

@ArgsType()
export class ArchiveCommunityArgs {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  id!: string;

  @Field(() => InstantScalar, { nullable: true, description: 'From this day on; now, where none is named.' })
  @IsOptional()
  @IsString()
  on?: string | null;
}

/** A month: what is promised for later is no promise. */
const MOST_HOURS = 720;

@ArgsType()
export class PromiseAnswersArgs {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  id!: string;

  @Field(() => Int, { nullable: true, description: 'From 1 to 720; absent: nothing is promised.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_HOURS)
  withinHours?: number | null;
}
