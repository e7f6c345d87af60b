import { CurrentActor, type EmployeeActor, SignedIn } from '@courtyard/access';
import { Node } from '@courtyard/graphql';
import { Employee } from '@courtyard/people';
import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Comment } from '../comment/comment.entity.js';
import { Post } from '../post/post.entity.js';
import { MarkPersonsInput } from './marking.input.js';
import { MarkingService } from './marking.service.js';
import { Marking } from './marking.view.js';

@Resolver(() => Marking)
export class MarkingResolver {
  constructor(private readonly markings: MarkingService) {}

  @Mutation(() => Node, { description: 'Says whom the words are about; an empty list says nobody.' })
  @SignedIn('the id says whether it is a post or a comment; the gate judges the row by that policy')
  markPersons(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') input: MarkPersonsInput,
  ): Promise<Post | Comment> {
    return this.markings.mark(actor, input);
  }

  @ResolveField(() => [Employee])
  found(@CurrentActor() actor: EmployeeActor, @Parent() marking: Marking): Promise<Employee[]> {
    return this.markings.found(actor, marking);
  }

  @ResolveField(() => [Employee])
  marked(@CurrentActor() actor: EmployeeActor, @Parent() marking: Marking): Promise<Employee[]> {
    return this.markings.marked(actor, marking);
  }

  @ResolveField(() => Boolean)
  outside(@CurrentActor() actor: EmployeeActor, @Parent() marking: Marking): Promise<boolean> {
    return this.markings.outside(actor, marking);
  }
}

@Resolver(() => Post)
export class PostMarkingResolver {
  constructor(private readonly markings: MarkingService) {}

  @ResolveField(() => Marking, {
    nullable: true,
    description: 'Names found in the text, for its author only; nothing of it leaves before they are marked.',
  })
  marking(@CurrentActor() actor: EmployeeActor, @Parent() post: Post): Promise<Marking | null> {
    return this.markings.of(actor, post);
  }
}

@Resolver(() => Comment)
export class CommentMarkingResolver {
  constructor(private readonly markings: MarkingService) {}

  @ResolveField(() => Marking, { nullable: true, description: 'The same as of a post.' })
  marking(@CurrentActor() actor: EmployeeActor, @Parent() comment: Comment): Promise<Marking | null> {
    return this.markings.of(actor, comment);
  }
}
