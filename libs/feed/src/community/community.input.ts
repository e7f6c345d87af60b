import { Words } from '@courtyard/graphql';
import { Field, ID, InputType } from '@nestjs/graphql';
import { IsIn, Matches } from 'class-validator';
import { CommunityAccess } from './community.entity.js';

@InputType()
export class FoundCommunityInput {
  @Field(() => ID)
  @Matches(/^[\w-]{8,100}$/)
  idempotencyKey!: string;

  @Field()
  @Words(80)
  name!: string;

  @Field({ description: 'What it is for, in a sentence.' })
  @Words(500)
  purpose!: string;

  @Field(() => CommunityAccess, { description: 'Open or closed; hidden communities come from imports only.' })
  @IsIn([CommunityAccess.open, CommunityAccess.closed])
  access!: CommunityAccess;
}
