import { connectionOf } from '@courtyard/graphql';
import { ObjectType } from '@nestjs/graphql';
import { Post } from '../post/post.entity.js';

@ObjectType({ description: 'Questions, those first that wait longest.' })
export class QuestionConnection extends connectionOf(Post) {}
