import { Can, CurrentActor, type EmployeeActor } from '@courtyard/access';
import { Action, Employee, Introductions, toldActions } from '@courtyard/people';
import { Args, ID, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Comment } from '../comment/comment.entity.js';
import { Post } from '../post/post.entity.js';
import { Idea } from './idea.entity.js';
import { TakeIdeaUpInput, TellIdeaInput } from './idea.input.js';
import { IdeaService } from './idea.service.js';

@Resolver(() => Idea)
export class IdeaResolver {
  constructor(
    private readonly ideas: IdeaService,
    private readonly introductions: Introductions,
  ) {}

  @Mutation(() => Post, { description: '“I take it up.” Everybody who may see the idea sees who does.' })
  @Can('take_up', Idea)
  takeIdeaUp(@CurrentActor() actor: EmployeeActor, @Args('input') input: TakeIdeaUpInput): Promise<Post> {
    return this.ideas.takeUp(actor, input);
  }

  @Mutation(() => Post)
  @Can('give_back', Idea)
  giveIdeaBack(
    @CurrentActor() actor: EmployeeActor,
    @Args('postId', { type: () => ID }) postId: string,
  ): Promise<Post> {
    return this.ideas.giveBack(actor, postId);
  }

  @Mutation(() => Post, {
    description: 'Another day to look back, or none. Once it has come, tell what became of it.',
  })
  @Can('look_back', Idea)
  setLookBack(@CurrentActor() actor: EmployeeActor, @Args('input') input: TakeIdeaUpInput): Promise<Post> {
    return this.ideas.lookBack(actor, input);
  }

  @Mutation(() => Post, { description: 'Tells what became of it, in words.' })
  @Can('tell_outcome', Idea)
  tellIdea(@CurrentActor() actor: EmployeeActor, @Args('input') input: TellIdeaInput): Promise<Post> {
    return this.ideas.tell(actor, input);
  }

  @ResolveField(() => Employee, { nullable: true, description: 'Who took it up; null: nobody yet.' })
  async takenBy(@CurrentActor() actor: EmployeeActor, @Parent() idea: Idea): Promise<Employee | null> {
    return idea.takenById === null ? null : this.introductions.of(actor, idea.takenById);
  }

  @ResolveField(() => Comment, { nullable: true, description: 'The words that tell what became of it.' })
  told(@CurrentActor() actor: EmployeeActor, @Parent() idea: Idea): Promise<Comment | null> {
    return this.ideas.told(actor, idea);
  }

  @ResolveField(() => Boolean, {
    description: 'Its day to look back has come, and you are who tells what became of it.',
  })
  lookBackDue(@CurrentActor() actor: EmployeeActor, @Parent() idea: Idea): boolean {
    return this.ideas.due(actor, idea);
  }

  @ResolveField(() => [Action])
  async allowed(@CurrentActor() actor: EmployeeActor, @Parent() idea: Idea): Promise<Action[]> {
    return toldActions(await this.ideas.allowed(actor, idea));
  }
}

@Resolver(() => Post)
export class PostIdeaResolver {
  constructor(private readonly ideas: IdeaService) {}

  @ResolveField(() => Idea, { nullable: true, description: 'How it stands, where it is an idea.' })
  idea(@CurrentActor() actor: EmployeeActor, @Parent() post: Post): Promise<Idea | null> {
    return this.ideas.of(actor, post);
  }
}
