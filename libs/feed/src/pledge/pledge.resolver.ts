import { Can, CurrentActor, type EmployeeActor } from '@courtyard/access';
import { PageArgs, toConnection } from '@courtyard/graphql';
import { Action, Employee, Introductions, toldActions } from '@courtyard/people';
import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Post } from '../post/post.entity.js';
import { isOver } from './due.js';
import { Pledge, PledgeState } from './pledge.entity.js';
import { MovePledgeInput } from './pledge.input.js';
import { PledgeService } from './pledge.service.js';
import { PledgeConnection } from './pledge.view.js';

const postId = { type: () => ID };

@Resolver(() => Pledge)
export class PledgeResolver {
  constructor(
    private readonly pledges: PledgeService,
    private readonly introductions: Introductions,
  ) {}

  @Query(() => PledgeConnection, {
    description: 'Your promises that wait, and those made to you, the earliest day first.',
  })
  @Can('read', Pledge)
  async waitingPledges(
    @CurrentActor() actor: EmployeeActor,
    @Args() { first, after }: PageArgs,
  ): Promise<PledgeConnection> {
    return toConnection(await this.pledges.waiting(actor, { first, after: after ?? null }));
  }

  @Mutation(() => Post, { description: 'Says that your promise is kept.' })
  @Can('keep', Pledge)
  keepPledge(@CurrentActor() actor: EmployeeActor, @Args('postId', postId) id: string): Promise<Post> {
    return this.pledges.keep(actor, id);
  }

  @Mutation(() => Post, { description: 'Says openly that your promise is broken.' })
  @Can('break', Pledge)
  breakPledge(@CurrentActor() actor: EmployeeActor, @Args('postId', postId) id: string): Promise<Post> {
    return this.pledges.break(actor, id);
  }

  @Mutation(() => Post, { description: 'Promises another day, and says why.' })
  @Can('move', Pledge)
  movePledge(@CurrentActor() actor: EmployeeActor, @Args('input') input: MovePledgeInput): Promise<Post> {
    return this.pledges.move(actor, input);
  }

  @Mutation(() => Post, { description: 'Your promise waits again.' })
  @Can('reopen', Pledge)
  reopenPledge(@CurrentActor() actor: EmployeeActor, @Args('postId', postId) id: string): Promise<Post> {
    return this.pledges.reopen(actor, id);
  }

  @Mutation(() => Post, { description: 'Says that a promise made to you was kept.' })
  @Can('confirm', Pledge)
  confirmPledge(@CurrentActor() actor: EmployeeActor, @Args('postId', postId) id: string): Promise<Post> {
    return this.pledges.confirm(actor, id);
  }

  @Mutation(() => Post)
  @Can('take_back', Pledge)
  takeBackConfirmation(
    @CurrentActor() actor: EmployeeActor,
    @Args('postId', postId) id: string,
  ): Promise<Post> {
    return this.pledges.takeBack(actor, id);
  }

  @ResolveField(() => Employee, {
    nullable: true,
    description: 'Whom it was made to; null: all whom the post reaches.',
  })
  async to(@CurrentActor() actor: EmployeeActor, @Parent() { toId }: Pledge): Promise<Employee | null> {
    return toId === null ? null : this.introductions.of(actor, toId);
  }

  @ResolveField(() => Boolean, {
    description: 'Its day is over everywhere, and nothing was said. Judged as you ask, and counted nowhere.',
  })
  overdue(@Parent() { state, dueOn }: Pledge): boolean {
    return state === PledgeState.open && isOver(dueOn);
  }

  @ResolveField(() => Employee, {
    nullable: true,
    description: 'Who says, of those it was made to, that it was kept.',
  })
  async confirmedBy(
    @CurrentActor() actor: EmployeeActor,
    @Parent() { confirmedById }: Pledge,
  ): Promise<Employee | null> {
    return confirmedById === null ? null : this.introductions.of(actor, confirmedById);
  }

  @ResolveField(() => [Action])
  async allowed(@CurrentActor() actor: EmployeeActor, @Parent() pledge: Pledge): Promise<Action[]> {
    return toldActions(await this.pledges.allowed(actor, pledge));
  }
}

@Resolver(() => Post)
export class PostPledgeResolver {
  constructor(private readonly pledges: PledgeService) {}

  @ResolveField(() => Pledge, { nullable: true, description: 'What becomes of it, where it is a promise.' })
  pledge(@CurrentActor() actor: EmployeeActor, @Parent() post: Post): Promise<Pledge | null> {
    return this.pledges.of(actor, post);
  }
}
