import { Can, CurrentActor, type EmployeeActor } from '@courtyard/access';
import { Audience } from '@courtyard/people';
import { Args, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Comment } from '../comment/comment.entity.js';
import { Post } from '../post/post.entity.js';
import { WideningService } from './widening.service.js';

const id = { type: () => ID };

@Resolver()
export class WideningResolver {
  constructor(private readonly widenings: WideningService) {}

  @Mutation(() => Post, {
    description:
      'Shows your post to those as well who came to its communities after you said it. Each comment below it stays with whoever could read it, until its author shows it.',
  })
  @Can('widen', Post)
  widenPost(@CurrentActor() actor: EmployeeActor, @Args('id', id) post: string): Promise<Post> {
    return this.widenings.widenPost(actor, post);
  }

  @Mutation(() => Comment, { description: 'Shows your comment to all whom its post reaches by now.' })
  @Can('widen', Comment)
  widenComment(@CurrentActor() actor: EmployeeActor, @Args('id', id) comment: string): Promise<Comment> {
    return this.widenings.widenComment(actor, comment);
  }
}

@Resolver(() => Post)
export class PostWideningResolver {
  constructor(private readonly widenings: WideningService) {}

  @ResolveField(() => Audience, {
    nullable: true,
    description:
      'For its author: whom it would reach with those who came to its communities since. Null where it reaches them.',
  })
  wider(@CurrentActor() actor: EmployeeActor, @Parent() post: Post): Promise<Audience | null> {
    return this.widenings.wider(actor, post);
  }
}

@Resolver(() => Comment)
export class CommentWideningResolver {
  constructor(private readonly widenings: WideningService) {}

  @ResolveField(() => Boolean, {
    description: 'For its author: its post was shown to more people since, who do not see it.',
  })
  narrower(@CurrentActor() actor: EmployeeActor, @Parent() comment: Comment): Promise<boolean> {
    return this.widenings.isNarrower(actor, comment);
  }
}
