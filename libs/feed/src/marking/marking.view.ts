import { Employee } from '@courtyard/people';
import type { Cells } from '@courtyard/records';
import { Field, ObjectType } from '@nestjs/graphql';
import type { Comment } from '../comment/comment.entity.js';
import type { Post } from '../post/post.entity.js';

@ObjectType({ description: 'Whom the words are about, for their author only.' })
export class Marking {
  @Field({ description: 'Nothing of it leaves before its author says whom it is about.' })
  needed!: boolean;

  @Field(() => [Employee], { description: 'Whom the words may name; more may bear a name than are listed.' })
  found!: Employee[];

  @Field(() => [Employee], { description: 'Who has to agree besides the author.' })
  marked!: Employee[];

  @Field({ description: 'It is about somebody who cannot agree here, so it never leaves.' })
  outside!: boolean;

  /** What it is told from. */
  readonly of!: { readonly row: Post | Comment; readonly cells: Cells };
}
