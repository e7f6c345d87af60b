import { AudienceDirectory, PeopleModule } from '@courtyard/people';
import { Gate } from '@courtyard/records';
import { Module } from '@nestjs/common';
import { CommentResolver } from './comment/comment.resolver.js';
import { CommentService } from './comment/comment.service.js';
import { CommunityResolver } from './community/community.resolver.js';
import { CommunityService } from './community/community.service.js';
import { communityGroups } from './community/community-groups.js';
import { FeedLiveResolver } from './feed.live.js';
import { PostFieldsResolver, PostResolver } from './post/post.resolver.js';
import { PostService } from './post/post.service.js';
import { WhyService } from './post/why.service.js';
import { ReactionService } from './reaction/reaction.service.js';

@Module({
  imports: [PeopleModule],
  providers: [
    CommentResolver,
    CommentService,
    CommunityResolver,
    CommunityService,
    FeedLiveResolver,
    PostFieldsResolver,
    PostResolver,
    PostService,
    ReactionService,
    WhyService,
  ],
  exports: [PostService, CommentService, CommunityService],
})
export class FeedModule {
  constructor(audiences: AudienceDirectory, gate: Gate) {
    audiences.registerGroupKind(communityGroups(gate));
  }
}
