import { allowedActions, Can, CurrentActor, type EmployeeActor } from '@courtyard/access';
import { Action, Employee, Introductions, toldActions } from '@courtyard/people';
import { Args, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Post } from '../post/post.entity.js';
import { PostService } from '../post/post.service.js';
import { EmojiReaction, emojiOf } from '../post/post.view.js';
import { Revision } from '../revision/revision.entity.js';
import { Comment } from './comment.entity.js';
import { AddCommentInput, ReviseCommentInput } from './comment.input.js';
import { commentPolicy } from './comment.policy.js';
import { CommentService } from './comment.service.js';

@Resolver(() => Comment)
export class CommentResolver {
  constructor(
    private readonly comments: CommentService,
    private readonly posts: PostService,
    private readonly introductions: Introductions,
  ) {}

  @Mutation(() => Comment)
  @Can('add', Comment)
  addComment(@CurrentActor() actor: EmployeeActor, @Args('input') input: AddCommentInput): Promise<Comment> {
    return this.comments.add(actor, input);
  }

  @Mutation(() => Comment)
  @Can('revise', Comment)
  reviseComment(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') input: ReviseCommentInput,
  ): Promise<Comment> {
    return this.comments.revise(actor, input);
  }

  @Mutation(() => Comment)
  @Can('withdraw', Comment)
  withdrawComment(
    @CurrentActor() actor: EmployeeActor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<Comment> {
    return this.comments.withdraw(actor, id);
  }

  @ResolveField(() => Employee)
  author(@CurrentActor() actor: EmployeeActor, @Parent() comment: Comment): Promise<Employee | null> {
    return this.introductions.of(actor, comment.authorId);
  }

  @ResolveField(() => Post, {
    nullable: true,
    description: 'What it was said below; null where you may not see that.',
  })
  post(@CurrentActor() actor: EmployeeActor, @Parent() comment: Comment): Promise<Post | null> {
    return this.posts.below(actor, comment.postId);
  }

  @ResolveField(() => Boolean)
  withdrawn(@Parent() comment: Comment): boolean {
    return comment.status !== 'published';
  }

  @ResolveField(() => [EmojiReaction])
  emoji(@Parent() comment: Comment): EmojiReaction[] {
    return emojiOf(comment.importedEmoji);
  }

  @ResolveField(() => [Action])
  allowed(@CurrentActor() actor: EmployeeActor, @Parent() comment: Comment): Action[] {
    return toldActions(allowedActions(commentPolicy, actor, comment));
  }

  @ResolveField(() => [Revision])
  history(@CurrentActor() actor: EmployeeActor, @Parent() comment: Comment): Promise<readonly Revision[]> {
    return this.posts.history(actor, comment.id);
  }
}
