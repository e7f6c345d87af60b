import { AudienceDirectory, DirectoryKeeping, MovedInService, PeopleModule } from '@courtyard/people';
import { Gate } from '@courtyard/records';
import { Module, type Provider } from '@nestjs/common';
import { CommentResolver } from './comment/comment.resolver.js';
import { CommentService } from './comment/comment.service.js';
import { CommunityResolver } from './community/community.resolver.js';
import { CommunityService } from './community/community.service.js';
import { communityGroups } from './community/community-groups.js';
import {
  CommunityInvitationFieldsResolver,
  CommunityInvitationResolver,
} from './community/community-invitation.resolver.js';
import { CommunityInvitationService } from './community/community-invitation.service.js';
import {
  CommunityRequestFieldsResolver,
  CommunityRequestResolver,
} from './community/community-request.resolver.js';
import { CommunityRequestService } from './community/community-request.service.js';
import { endLookingAfter } from './community/looking-after.js';
import { FeedLiveResolver } from './feed.live.js';
import { CommentMarkingResolver, MarkingResolver, PostMarkingResolver } from './marking/marking.resolver.js';
import { MarkingService } from './marking/marking.service.js';
import { MovedInFeed } from './moved-in/moved-in-feed.service.js';
import { PostFieldsResolver, PostResolver } from './post/post.resolver.js';
import { PostService } from './post/post.service.js';
import { WhyService } from './post/why.service.js';
import {
  CommunityQuestionsResolver,
  PostQuestionResolver,
  QuestionResolver,
} from './question/question.resolver.js';
import { QuestionService } from './question/question.service.js';
import { endQuestionsOf } from './question/standing.js';
import { ReactionService } from './reaction/reaction.service.js';
import {
  CommentMentionsResolver,
  PostMentionsResolver,
  RevisionMentionsResolver,
} from './writing/mention.resolver.js';

const SERVICES = [
  CommentService,
  CommunityInvitationService,
  CommunityRequestService,
  CommunityService,
  MarkingService,
  PostService,
  QuestionService,
  ReactionService,
  WhyService,
  MovedInFeed,
];

export const feedResolvers = [
  CommentMarkingResolver,
  CommentMentionsResolver,
  CommentResolver,
  CommunityQuestionsResolver,
  CommunityInvitationFieldsResolver,
  CommunityInvitationResolver,
  CommunityRequestFieldsResolver,
  CommunityRequestResolver,
  CommunityResolver,
  FeedLiveResolver,
  MarkingResolver,
  PostFieldsResolver,
  PostMarkingResolver,
  PostMentionsResolver,
  PostQuestionResolver,
  PostResolver,
  QuestionResolver,
  RevisionMentionsResolver,
];

/** The services without their resolvers, for processes that serve no GraphQL and for tests. */
export const feedProviders: readonly Provider[] = SERVICES;

/** What people say to each other. It needs `Gate` and `LiveChanges` from global modules. */
@Module({ imports: [PeopleModule], providers: [...SERVICES, ...feedResolvers], exports: SERVICES })
export class FeedModule {
  constructor(
    audiences: AudienceDirectory,
    gate: Gate,
    movedIn: MovedInService,
    contents: MovedInFeed,
    keeping: DirectoryKeeping,
  ) {
    audiences.registerGroupKind(communityGroups(gate));
    keeping.whenLeaving(endLookingAfter);
    keeping.whenLeaving(endQuestionsOf);
    movedIn.register(contents);
  }
}
