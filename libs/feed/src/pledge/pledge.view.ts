import { connectionOf } from '@courtyard/graphql';
import { ObjectType } from '@nestjs/graphql';
import { Post } from '../post/post.entity.js';

@ObjectType({ description: 'Promises that wait, the earliest day first.' })
export class PledgeConnection extends connectionOf(Post) {}
