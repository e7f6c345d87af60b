import { Can, CurrentActor, type EmployeeActor } from '@courtyard/access';
import { PageArgs, toConnection } from '@courtyard/graphql';
import { Action, AudienceDirectory, Employee, Introductions, toldActions } from '@courtyard/people';
import {
  Args,
  ArgsType,
  Field,
  ID,
  Int,
  Mutation,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { Comment } from '../comment/comment.entity.js';
import { Community } from '../community/community.entity.js';
import { CommunityService } from '../community/community.service.js';
import { groupOf } from '../community/generations.js';
import { Post } from '../post/post.entity.js';
import { Question } from './question.entity.js';
import { QuestionService } from './question.service.js';
import { QuestionConnection } from './question.view.js';

@ArgsType()
class UnansweredArgs extends PageArgs {
  @Field(() => ID, { nullable: true, description: 'Only what was asked in this community.' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  communityId?: string | null;
}

const postId = { type: () => ID };

@Resolver(() => Question)
export class QuestionResolver {
  constructor(
    private readonly questions: QuestionService,
    private readonly communities: CommunityService,
    private readonly introductions: Introductions,
  ) {}

  @Query(() => QuestionConnection, {
    description: 'Questions that wait for an answer, of all you may see; those first that wait longest.',
  })
  @Can('read', Question)
  async unanswered(
    @CurrentActor() actor: EmployeeActor,
    @Args() { communityId, first, after }: UnansweredArgs,
  ): Promise<QuestionConnection> {
    const through = communityId ? await this.communities.keysOf(actor, communityId) : undefined;
    return toConnection(await this.questions.open(actor, { through, first, after: after ?? null }));
  }

  @Mutation(() => Post, { description: 'Accepts a comment below your question as its answer.' })
  @Can('accept', Question)
  acceptAnswer(
    @CurrentActor() actor: EmployeeActor,
    @Args('commentId', postId) commentId: string,
  ): Promise<Post> {
    return this.questions.accept(actor, commentId);
  }

  @Mutation(() => Post)
  @Can('take_back', Question)
  takeBackAnswer(@CurrentActor() actor: EmployeeActor, @Args('postId', postId) id: string): Promise<Post> {
    return this.questions.takeBack(actor, id);
  }

  @Mutation(() => Post, { description: 'Says that your question is solved, with an answer or without.' })
  @Can('confirm', Question)
  confirmSolved(@CurrentActor() actor: EmployeeActor, @Args('postId', postId) id: string): Promise<Post> {
    return this.questions.confirm(actor, id);
  }

  @Mutation(() => Post, { description: 'It is not solved after all.' })
  @Can('reopen', Question)
  reopenQuestion(@CurrentActor() actor: EmployeeActor, @Args('postId', postId) id: string): Promise<Post> {
    return this.questions.reopen(actor, id);
  }

  @Mutation(() => Post, {
    description: '“I look after this.” Everybody who may see the question sees who does.',
  })
  @Can('take', Question)
  takeQuestion(@CurrentActor() actor: EmployeeActor, @Args('postId', postId) id: string): Promise<Post> {
    return this.questions.take(actor, id);
  }

  @Mutation(() => Post)
  @Can('give_back', Question)
  giveQuestionBack(@CurrentActor() actor: EmployeeActor, @Args('postId', postId) id: string): Promise<Post> {
    return this.questions.giveBack(actor, id);
  }

  @ResolveField(() => Employee, { nullable: true, description: 'Who looks after it; null: nobody yet.' })
  async takenBy(
    @CurrentActor() actor: EmployeeActor,
    @Parent() question: Question,
  ): Promise<Employee | null> {
    return question.takenById === null ? null : this.introductions.of(actor, question.takenById);
  }

  @ResolveField(() => Comment, { nullable: true, description: 'What the asker accepted as the answer.' })
  accepted(@CurrentActor() actor: EmployeeActor, @Parent() question: Question): Promise<Comment | null> {
    return this.questions.accepted(actor, question);
  }

  @ResolveField(() => [Action])
  async allowed(@CurrentActor() actor: EmployeeActor, @Parent() question: Question): Promise<Action[]> {
    return toldActions(await this.questions.allowed(actor, question));
  }
}

@Resolver(() => Post)
export class PostQuestionResolver {
  constructor(private readonly questions: QuestionService) {}

  @ResolveField(() => Question, { nullable: true, description: 'How it stands, where it is a question.' })
  question(@CurrentActor() actor: EmployeeActor, @Parent() post: Post): Promise<Question | null> {
    return this.questions.of(actor, post);
  }
}

@Resolver(() => Community)
export class CommunityQuestionsResolver {
  constructor(
    private readonly questions: QuestionService,
    private readonly audiences: AudienceDirectory,
  ) {}

  @ResolveField(() => Int, {
    nullable: true,
    description:
      'Within how many hours a question here usually gets its first answer, for members; null where that would tell of fewer than ten people.',
  })
  async usualAnswerHours(
    @CurrentActor() actor: EmployeeActor,
    @Parent() community: Community,
  ): Promise<number | null> {
    return this.questions.usualHours(actor, await this.audiences.keysOf(actor, groupOf(community.id)));
  }
}
