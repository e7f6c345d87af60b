import { connectionOf, InstantScalar } from '@courtyard/graphql';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { CommunityAccess } from './community.entity.js';
import { CommunityInvitation } from './community-invitation.entity.js';

@ObjectType()
export class CommunityInvitationConnection extends connectionOf(CommunityInvitation) {}

@ObjectType({
  description: 'What somebody reads of a community before they come in; of a hidden one no more than this.',
})
export class InvitingCommunity {
  @Field(() => ID)
  id!: string;

  @Field()
  name!: string;

  @Field()
  purpose!: string;

  @Field(() => CommunityAccess)
  access!: CommunityAccess;

  @Field()
  charter!: string;

  @Field(() => Int)
  charterVersion!: number;

  @Field(() => InstantScalar, { nullable: true })
  endsAt!: string | null;
}
