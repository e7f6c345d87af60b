import { Can, CurrentActor, type EmployeeActor, Untold } from '@courtyard/access';
import { PageArgs, toConnection } from '@courtyard/graphql';
import { Action, toldActions } from '@courtyard/people';
import { Args, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Post } from '../post/post.entity.js';
import { Announcement } from './announcement.entity.js';
import { AnnouncementService } from './announcement.service.js';
import { AnnouncementConnection } from './announcement.view.js';

const postId = { type: () => ID };

@Resolver(() => Announcement)
export class AnnouncementResolver {
  constructor(private readonly announcements: AnnouncementService) {}

  @Query(() => AnnouncementConnection, {
    description:
      'What you are asked to read and have not said that you have, the newest first. A page holds fewer where you have read some of it.',
  })
  @Can('read', Announcement)
  async toRead(
    @CurrentActor() actor: EmployeeActor,
    @Args() { first, after }: PageArgs,
  ): Promise<AnnouncementConnection> {
    return toConnection(await this.announcements.toRead(actor, { first, after: after ?? null }));
  }

  @Mutation(() => Post, { description: '“I have read this.” Nobody is told that it was you.' })
  @Can('acknowledge', Announcement)
  @Untold('who read what, and when, is nobody’s to know')
  acknowledge(@CurrentActor() actor: EmployeeActor, @Args('postId', postId) id: string): Promise<Post> {
    return this.announcements.acknowledge(actor, id);
  }

  @Mutation(() => Post, {
    description:
      'Asks those once more who have not said that they have read it. Once a day, five times in all.',
  })
  @Can('remind', Announcement)
  remind(@CurrentActor() actor: EmployeeActor, @Args('postId', postId) id: string): Promise<Post> {
    return this.announcements.remind(actor, id);
  }

  @ResolveField(() => Boolean, { description: 'Whether you said that you have read it.' })
  acknowledged(@CurrentActor() actor: EmployeeActor, @Parent() { id }: Announcement): Promise<boolean> {
    return this.announcements.acknowledged(actor, id);
  }

  @ResolveField(() => Int, {
    nullable: true,
    description:
      'To its author: how many others have read it until yesterday, in whole tens, and never so many that fewer than ten have not. Null below ten.',
  })
  readCount(
    @CurrentActor() actor: EmployeeActor,
    @Parent() announcement: Announcement,
  ): Promise<number | null> {
    return this.announcements.readCount(actor, announcement);
  }

  @ResolveField(() => [Action])
  async allowed(
    @CurrentActor() actor: EmployeeActor,
    @Parent() announcement: Announcement,
  ): Promise<Action[]> {
    return toldActions(await this.announcements.allowed(actor, announcement));
  }
}

@Resolver(() => Post)
export class PostAnnouncementResolver {
  constructor(private readonly announcements: AnnouncementService) {}

  @ResolveField(() => Announcement, {
    nullable: true,
    description: 'What is asked of whom it reaches, where it is an announcement.',
  })
  announcement(@CurrentActor() actor: EmployeeActor, @Parent() post: Post): Promise<Announcement | null> {
    return this.announcements.of(actor, post);
  }
}
