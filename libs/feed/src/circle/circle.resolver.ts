import { Can, CurrentActor, type EmployeeActor, type RequestContext } from '@courtyard/access';
import { PageArgs, toConnection } from '@courtyard/graphql';
import { EmployeeConnection } from '@courtyard/people';
import { Args, Context, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Circle } from './circle.entity.js';
import { CirclePeopleInput, DrawCircleInput, RenameCircleInput } from './circle.input.js';
import { CircleService } from './circle.service.js';

@Resolver(() => Circle)
export class CircleResolver {
  constructor(private readonly service: CircleService) {}

  @Query(() => [Circle], { description: 'Your circles, by name. Nobody else knows of them.' })
  @Can('read', Circle)
  circles(@CurrentActor() actor: EmployeeActor): Promise<readonly Circle[]> {
    return this.service.mine(actor);
  }

  @Mutation(() => Circle, { description: 'Whoever is in it is not told, and learns nothing of it.' })
  @Can('draw', Circle)
  drawCircle(
    @CurrentActor() actor: EmployeeActor,
    @Context() context: RequestContext,
    @Args('input') input: DrawCircleInput,
  ): Promise<Circle> {
    return this.afterwards(actor, context, this.service.draw(actor, input));
  }

  @Mutation(() => Circle)
  @Can('change', Circle)
  renameCircle(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') input: RenameCircleInput,
  ): Promise<Circle> {
    return this.service.rename(actor, input);
  }

  @Mutation(() => Circle, { description: 'They read what is said to it from now on, and nothing of before.' })
  @Can('change', Circle)
  addToCircle(
    @CurrentActor() actor: EmployeeActor,
    @Context() context: RequestContext,
    @Args('input') input: CirclePeopleInput,
  ): Promise<Circle> {
    return this.afterwards(actor, context, this.service.add(actor, input));
  }

  @Mutation(() => Circle, { description: 'They lose what was said to it at once.' })
  @Can('change', Circle)
  removeFromCircle(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') input: CirclePeopleInput,
  ): Promise<Circle> {
    return this.service.remove(actor, input);
  }

  @Mutation(() => Boolean, {
    description: 'What was said to it is its author’s alone afterwards. Answers true.',
  })
  @Can('erase', Circle)
  async eraseCircle(
    @CurrentActor() actor: EmployeeActor,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<boolean> {
    await this.service.erase(actor, id);
    return true;
  }

  @ResolveField(() => Int, { description: 'How many are in it, without you.' })
  async count(@CurrentActor() actor: EmployeeActor, @Parent() circle: Circle): Promise<number> {
    return (await this.service.numbers(actor, circle)).holders;
  }

  @ResolveField(() => Int, { description: 'Guests and integrations among them.' })
  async outside(@CurrentActor() actor: EmployeeActor, @Parent() circle: Circle): Promise<number> {
    return (await this.service.numbers(actor, circle)).outside;
  }

  @ResolveField(() => EmployeeConnection)
  async people(
    @CurrentActor() actor: EmployeeActor,
    @Parent() circle: Circle,
    @Args() args: PageArgs,
  ): Promise<EmployeeConnection> {
    return toConnection(await this.service.people(actor, circle, args));
  }

  /** What is told afterwards is told to the actor as they are then. */
  private async afterwards<Told>(
    actor: EmployeeActor,
    context: RequestContext,
    work: Promise<Told>,
  ): Promise<Told> {
    const told = await work;
    context.actor = await this.service.renewed(actor);
    return told;
  }
}
