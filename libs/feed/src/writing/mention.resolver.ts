import { CurrentActor, type EmployeeActor } from '@courtyard/access';
import { Employee, Introductions } from '@courtyard/people';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Comment } from '../comment/comment.entity.js';
import { Post, PostKind } from '../post/post.entity.js';
import { Revision } from '../revision/revision.entity.js';
import { mentionedIn } from './wording.js';

const DESCRIPTION = {
  description: 'Whom its document mentions, as they are called today. Who is not among them is gone.',
};

/** Whom a document names, by the names of today. */
const RECEIVED: ReadonlySet<PostKind> = new Set([PostKind.pledge, PostKind.praise]);

@Resolver(() => Post)
export class PostMentionsResolver {
  constructor(private readonly introductions: Introductions) {}

  @ResolveField(() => [Employee], DESCRIPTION)
  mentions(@CurrentActor() actor: EmployeeActor, @Parent() post: Post): Promise<Employee[]> {
    // A promise is about whom it was made to as well, and praise about whom it is for, whether its words mention them or not.
    const mentioned =
      post.document === null || RECEIVED.has(post.kind) ? mentionedIn(post.document) : post.mentionedIds;
    return introduced(this.introductions, actor, mentioned);
  }
}

@Resolver(() => Comment)
export class CommentMentionsResolver {
  constructor(private readonly introductions: Introductions) {}

  @ResolveField(() => [Employee], DESCRIPTION)
  mentions(@CurrentActor() actor: EmployeeActor, @Parent() comment: Comment): Promise<Employee[]> {
    return introduced(this.introductions, actor, comment.document === null ? [] : comment.mentionedIds);
  }
}

/** Earlier wordings name whom they named then; they are read one history at a time, so nobody keeps their ids apart. */
@Resolver(() => Revision)
export class RevisionMentionsResolver {
  constructor(private readonly introductions: Introductions) {}

  @ResolveField(() => [Employee], DESCRIPTION)
  mentions(@CurrentActor() actor: EmployeeActor, @Parent() revision: Revision): Promise<Employee[]> {
    return introduced(this.introductions, actor, mentionedIn(revision.document));
  }
}

async function introduced(
  introductions: Introductions,
  actor: EmployeeActor,
  ids: readonly string[],
): Promise<Employee[]> {
  const people = await Promise.all(ids.map((id) => introductions.of(actor, id)));
  return people.filter((one) => one !== null);
}
