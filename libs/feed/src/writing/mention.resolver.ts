import { CurrentActor, type EmployeeActor } from '@courtyard/access';
import { parseNodeId } from '@courtyard/graphql';
import { Employee, Introductions } from '@courtyard/people';
import { mentionsIn } from '@courtyard/writing';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Comment } from '../comment/comment.entity.js';
import { Post } from '../post/post.entity.js';
import { Revision } from '../revision/revision.entity.js';

const DESCRIPTION = {
  description: 'Whom its document mentions, as they are called today. Who is not among them is gone.',
};

/** Whom a document names, by the names of today. */
@Resolver(() => Post)
export class PostMentionsResolver {
  constructor(private readonly introductions: Introductions) {}

  @ResolveField(() => [Employee], DESCRIPTION)
  mentions(@CurrentActor() actor: EmployeeActor, @Parent() post: Post): Promise<Employee[]> {
    return introduced(this.introductions, actor, post.document === null ? [] : post.mentionedIds);
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
    return introduced(this.introductions, actor, idsIn(revision.document));
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

function idsIn(document: string | null): string[] {
  return document === null ? [] : mentionsIn(document).flatMap((nodeId) => parseNodeId(nodeId)?.id ?? []);
}
