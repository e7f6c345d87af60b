import { connectionOf } from '@courtyard/graphql';
import { Field, ObjectType } from '@nestjs/graphql';
import { Comment } from './comment.entity.js';

@ObjectType()
export class CommentConnection extends connectionOf(Comment) {
  @Field({ description: 'Hand it to `threadChanged(after:)`.' })
  position!: string;
}
