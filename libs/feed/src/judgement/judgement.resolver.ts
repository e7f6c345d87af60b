import { Can, CurrentActor, type EmployeeActor } from '@courtyard/access';
import { Args, ArgsType, Field, ID, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { ArrayMaxSize, IsInt, IsString, MaxLength, Min } from 'class-validator';
import { MOST_OPTIONS } from '../poll/poll.input.js';
import { Post } from '../post/post.entity.js';
import { Judgement } from './judgement.entity.js';
import { JudgementService } from './judgement.service.js';

@ArgsType()
class GiveJudgementArgs {
  @Field(() => ID)
  @IsString()
  @MaxLength(100)
  postId!: string;

  @Field(() => [Int], {
    description: 'Of a poll, the options you vote for, the first being 0. None: you do not want to say.',
  })
  @IsInt({ each: true })
  @Min(0, { each: true })
  @ArrayMaxSize(MOST_OPTIONS)
  choices!: number[];
}

const UNTIL = 'Null until you have given your own judgement, where one is asked for.';

/** What others thought of a post, and one's own judgement before it. */
@Resolver(() => Post)
export class JudgementResolver {
  constructor(private readonly judgements: JudgementService) {}

  @Mutation(() => Post, {
    description: 'Your own judgement, which nobody else is told. What others thought is shown to you then.',
  })
  @Can('give', Judgement)
  giveJudgement(
    @CurrentActor() actor: EmployeeActor,
    @Args() { postId, choices }: GiveJudgementArgs,
  ): Promise<Post> {
    return this.judgements.give(actor, postId, choices);
  }

  @ResolveField(() => Boolean, {
    description:
      'Your own judgement is asked for: numbers are null, and comments come in an order of your own.',
  })
  awaitsJudgement(@CurrentActor() actor: EmployeeActor, @Parent() post: Post): Promise<boolean> {
    return this.judgements.awaited(actor, post);
  }

  @ResolveField(() => Int, { nullable: true, description: UNTIL })
  usefulCount(
    @CurrentActor() actor: EmployeeActor,
    @Parent() post: Post,
  ): number | null | Promise<number | null> {
    return this.judgements.shown(actor, post, post.usefulCount);
  }

  @ResolveField(() => Int, { nullable: true, description: UNTIL })
  valuableCount(
    @CurrentActor() actor: EmployeeActor,
    @Parent() post: Post,
  ): number | null | Promise<number | null> {
    return this.judgements.shown(actor, post, post.valuableCount);
  }

  @ResolveField(() => Int, { nullable: true, description: UNTIL })
  commentCount(
    @CurrentActor() actor: EmployeeActor,
    @Parent() post: Post,
  ): number | null | Promise<number | null> {
    return this.judgements.shown(actor, post, post.commentCount);
  }
}
