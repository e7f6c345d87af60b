import { Can, CurrentActor, type EmployeeActor } from '@courtyard/access';
import { Args, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Post } from '../post/post.entity.js';
import { Poll } from './poll.entity.js';
import { PollService } from './poll.service.js';
import { PollView } from './poll.view.js';

@Resolver(() => Post)
export class PollResolver {
  constructor(private readonly polls: PollService) {}

  @Mutation(() => Post, {
    description: 'Closes your poll for good. It is counted once, and what each voted is forgotten.',
  })
  @Can('settle', Poll)
  closePoll(
    @CurrentActor() actor: EmployeeActor,
    @Args('postId', { type: () => ID }) postId: string,
  ): Promise<Post> {
    return this.polls.close(actor, postId);
  }

  @ResolveField(() => PollView, { nullable: true, description: 'How it stands, where it is a poll.' })
  poll(@CurrentActor() actor: EmployeeActor, @Parent() post: Post): Promise<PollView | null> {
    return this.polls.of(actor, post);
  }
}
