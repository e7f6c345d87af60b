import { connectionOf } from '@courtyard/graphql';
import { ObjectType } from '@nestjs/graphql';
import { Post } from '../post/post.entity.js';

@ObjectType({ description: 'Announcements that wait to be read, the newest first.' })
export class AnnouncementConnection extends connectionOf(Post) {}
