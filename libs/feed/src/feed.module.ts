import { AudienceDirectory, DirectoryKeeping, MovedInService, PeopleModule } from '@courtyard/people';
import { Gate } from '@courtyard/records';
import { Module, type Provider } from '@nestjs/common';
import { AnnouncementResolver, PostAnnouncementResolver } from './announcement/announcement.resolver.js';
import { AnnouncementService } from './announcement/announcement.service.js';
import { CircleResolver } from './circle/circle.resolver.js';
import { CircleService } from './circle/circle.service.js';
import { circleGroups } from './circle/circle-groups.js';
import { endCircles } from './circle/drawing.js';
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
import { endPledgesOf } from './pledge/giving.js';
import { PledgeResolver, PostPledgeResolver } from './pledge/pledge.resolver.js';
import { PledgeService } from './pledge/pledge.service.js';
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
  CommentWideningResolver,
  PostWideningResolver,
  WideningResolver,
} from './widening/widening.resolver.js';
import { WideningService } from './widening/widening.service.js';

const SERVICES = [
  AnnouncementService,
  CircleService,
  CommentService,
  CommunityInvitationService,
  CommunityRequestService,
  CommunityService,
  MarkingService,
  PledgeService,
  PostService,
  QuestionService,
  ReactionService,
  WhyService,
  WideningService,
  MovedInFeed,
];

export const feedResolvers = [
  AnnouncementResolver,
  CircleResolver,
  CommentMarkingResolver,
  CommentResolver,
  CommentWideningResolver,
  CommunityQuestionsResolver,
  CommunityInvitationFieldsResolver,
  CommunityInvitationResolver,
  CommunityRequestFieldsResolver,
  CommunityRequestResolver,
  CommunityResolver,
  FeedLiveResolver,
  MarkingResolver,
  PledgeResolver,
  PostAnnouncementResolver,
  PostFieldsResolver,
  PostMarkingResolver,
  PostPledgeResolver,
  PostQuestionResolver,
  PostResolver,
  PostWideningResolver,
  QuestionResolver,
  WideningResolver,
];

/** The services without their resolvers, for processes that serve no GraphQL and for tests. */
export const feedProviders: readonly Provider[] = SERVICES;

/** What people say to each other. It needs `Gate`, `LiveChanges` and `Throttle` from global modules. */
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
    audiences.registerGroupKind(circleGroups(gate));
    keeping.whenLeaving(endCircles);
    keeping.whenLeaving(endLookingAfter);
    keeping.whenLeaving(endQuestionsOf);
    keeping.whenLeaving(endPledgesOf);
    movedIn.register(contents);
  }
}
