import { allowedActions, Can, CurrentActor, type EmployeeActor } from '@courtyard/access';
import { fromNodeId, PageArgs, toConnection } from '@courtyard/graphql';
import { LiveChanges } from '@courtyard/live';
import {
  Action,
  Audience,
  AudienceDirectory,
  AudienceNewcomers,
  AudienceReaderConnection,
  Employee,
  Introductions,
  toldActions,
} from '@courtyard/people';
import { Args, ArgsType, Field, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { CommentService } from '../comment/comment.service.js';
import { CommentConnection } from '../comment/comment.view.js';
import { CommunityService } from '../community/community.service.js';
import { ReactionKind } from '../reaction/reaction.entity.js';
import { ReactionService } from '../reaction/reaction.service.js';
import { Revision } from '../revision/revision.entity.js';
import { Post } from './post.entity.js';
import { PublishPostInput, RevisePostInput } from './post.input.js';
import { postPolicy } from './post.policy.js';
import { PostService } from './post.service.js';
import { EmojiReaction, emojiOf, PostConnection, WhyLine } from './post.view.js';
import { WhyService } from './why.service.js';

@ArgsType()
class FeedArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Only what was said in this community.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  communityId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only what this employee said.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  authorId?: string | null;
}

@ArgsType()
class ReaderArgs extends PageArgs {
  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  search?: string | null;
}

/** What adds to a conversation; where everybody it was said to is archived, it is over. */
const ADDING: ReadonlySet<Action> = new Set([Action.comment, Action.react]);

/** Posts as operations. What belongs to a post is loaded in `PostFieldsResolver`. */
@Resolver(() => Post)
export class PostResolver {
  constructor(
    private readonly posts: PostService,
    private readonly reactions: ReactionService,
    private readonly communities: CommunityService,
    private readonly live: LiveChanges,
  ) {}

  @Query(() => PostConnection, { description: 'Newest first: everything you may see.' })
  @Can('read', Post)
  async feed(@CurrentActor() actor: EmployeeActor, @Args() args: FeedArgs): Promise<PostConnection> {
    const position = this.live.position(actor);
    const through = args.communityId ? await this.communities.keysOf(actor, args.communityId) : undefined;
    const authorId = args.authorId ? fromNodeId(Employee, args.authorId) : undefined;
    return { ...toConnection(await this.posts.feed(actor, { ...args, through, authorId })), position };
  }

  @Mutation(() => Post)
  @Can('publish', Post)
  publishPost(@CurrentActor() actor: EmployeeActor, @Args('input') input: PublishPostInput): Promise<Post> {
    return this.posts.publish(actor, input);
  }

  @Mutation(() => Post)
  @Can('revise', Post)
  revisePost(@CurrentActor() actor: EmployeeActor, @Args('input') input: RevisePostInput): Promise<Post> {
    return this.posts.revise(actor, input);
  }

  @Mutation(() => Post)
  @Can('withdraw', Post)
  withdrawPost(
    @CurrentActor() actor: EmployeeActor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<Post> {
    return this.posts.withdraw(actor, id);
  }

  @Mutation(() => Post)
  @Can('react', Post)
  react(
    @CurrentActor() actor: EmployeeActor,
    @Args('postId', { type: () => ID }) postId: string,
    @Args('kind', { type: () => ReactionKind }) kind: ReactionKind,
  ): Promise<Post> {
    return this.reactions.react(actor, postId, kind);
  }

  @Mutation(() => Post)
  @Can('react', Post)
  takeBackReaction(
    @CurrentActor() actor: EmployeeActor,
    @Args('postId', { type: () => ID }) postId: string,
    @Args('kind', { type: () => ReactionKind }) kind: ReactionKind,
  ): Promise<Post> {
    return this.reactions.takeBack(actor, postId, kind);
  }
}

/** What belongs to a post. Each is loaded through the gate for whoever asks. */
@Resolver(() => Post)
export class PostFieldsResolver {
  constructor(
    private readonly posts: PostService,
    private readonly conversations: CommentService,
    private readonly reactions: ReactionService,
    private readonly audiences: AudienceDirectory,
    private readonly introductions: Introductions,
    private readonly reasons: WhyService,
    private readonly live: LiveChanges,
  ) {}

  @ResolveField(() => Employee)
  author(@CurrentActor() actor: EmployeeActor, @Parent() post: Post): Promise<Employee | null> {
    return this.introductions.of(actor, post.authorId);
  }

  @ResolveField(() => Audience)
  audience(@CurrentActor() actor: EmployeeActor, @Parent() post: Post): Promise<Audience> {
    return this.audiences.describe(actor, post.audienceKeys);
  }

  @ResolveField(() => Boolean)
  withdrawn(@Parent() post: Post): boolean {
    return post.status === 'withdrawn';
  }

  @ResolveField(() => Boolean, {
    description:
      'Its author had it erased; it stands empty, in nobody’s name, for what others said below it.',
  })
  erased(@Parent() post: Post): boolean {
    return post.body === '';
  }

  @ResolveField(() => [ReactionKind])
  mine(@CurrentActor() actor: EmployeeActor, @Parent() post: Post): Promise<ReactionKind[]> {
    return this.reactions.mine(actor, post.id);
  }

  @ResolveField(() => [EmojiReaction])
  emoji(@Parent() post: Post): EmojiReaction[] {
    return emojiOf(post.importedEmoji);
  }

  @ResolveField(() => [Action])
  async allowed(@CurrentActor() actor: EmployeeActor, @Parent() post: Post): Promise<Action[]> {
    const stay = await this.posts.wordsStay(actor, post);
    const actions = toldActions(allowedActions(postPolicy, actor, post)).filter(
      (action) => !(stay && action === Action.revise),
    );
    const rests =
      (await this.posts.isWaiting(actor, post)) || (await this.audiences.rests(actor, post.audienceKeys));
    return rests ? actions.filter((action) => !ADDING.has(action)) : actions;
  }

  @ResolveField(() => [Revision])
  history(@CurrentActor() actor: EmployeeActor, @Parent() post: Post): Promise<readonly Revision[]> {
    return this.posts.history(actor, post.id);
  }

  @ResolveField(() => CommentConnection)
  async comments(
    @CurrentActor() actor: EmployeeActor,
    @Parent() post: Post,
    @Args() args: PageArgs,
  ): Promise<CommentConnection> {
    const position = this.live.position(actor);
    return { ...toConnection(await this.conversations.below(actor, post, args)), position };
  }

  @ResolveField(() => AudienceReaderConnection)
  async readers(
    @CurrentActor() actor: EmployeeActor,
    @Parent() post: Post,
    @Args() args: ReaderArgs,
  ): Promise<AudienceReaderConnection> {
    return toConnection(await this.audiences.fellowReaders(actor, post.audienceKeys, args));
  }

  @ResolveField(() => AudienceNewcomers, {
    nullable: true,
    description:
      'Who can read it now and could not when you said it; null of what is not yours, and where that is not told.',
  })
  comeSince(@CurrentActor() actor: EmployeeActor, @Parent() post: Post): Promise<AudienceNewcomers | null> {
    return this.posts.comeSince(actor, post);
  }

  @ResolveField(() => [WhyLine])
  why(@CurrentActor() actor: EmployeeActor, @Parent() post: Post): Promise<WhyLine[]> {
    return this.reasons.of(actor, post);
  }
}
