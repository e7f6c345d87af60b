import { Can, CurrentActor, type EmployeeActor, Untold } from '@courtyard/access';
import { Action, Audience, Employee, Introductions, toldActions } from '@courtyard/people';
import { Args, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Post } from '../post/post.entity.js';
import { Praise } from './praise.entity.js';
import { LetPraiseInput } from './praise.input.js';
import { PraiseService } from './praise.service.js';

@Resolver(() => Praise)
export class PraiseResolver {
  constructor(
    private readonly praises: PraiseService,
    private readonly introductions: Introductions,
  ) {}

  @Mutation(() => Post, { description: 'Shows praise of you to those it was written for.' })
  @Can('let', Praise)
  letPraiseBeShown(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') input: LetPraiseInput,
  ): Promise<Post> {
    return this.praises.letBeShown(actor, input);
  }

  @Mutation(() => Boolean, {
    description: 'Takes praise of you from everybody but its author, for good. Answers true.',
  })
  @Can('take_back', Praise)
  @Untold('who takes praise away is told to its author alone')
  async takePraiseBack(
    @CurrentActor() actor: EmployeeActor,
    @Args('postId', { type: () => ID }) postId: string,
  ): Promise<boolean> {
    await this.praises.takeBack(actor, postId);
    return true;
  }

  @ResolveField(() => Employee, { nullable: true, description: 'Whom it praises.' })
  async to(@CurrentActor() actor: EmployeeActor, @Parent() { toId }: Praise): Promise<Employee | null> {
    return toId === null ? null : this.introductions.of(actor, toId);
  }

  @ResolveField(() => Audience, {
    nullable: true,
    description: 'To whom it is shown once they let it be; for the two of you, and until then.',
  })
  intended(@CurrentActor() actor: EmployeeActor, @Parent() praise: Praise): Promise<Audience | null> {
    return this.praises.intended(actor, praise);
  }

  @ResolveField(() => [Action])
  async allowed(@CurrentActor() actor: EmployeeActor, @Parent() praise: Praise): Promise<Action[]> {
    return toldActions(await this.praises.allowed(actor, praise));
  }
}

@Resolver(() => Post)
export class PostPraiseResolver {
  constructor(private readonly praises: PraiseService) {}

  @ResolveField(() => Praise, { nullable: true, description: 'Whom it praises, where it is praise.' })
  praise(@CurrentActor() actor: EmployeeActor, @Parent() post: Post): Promise<Praise | null> {
    return this.praises.of(actor, post);
  }
}
