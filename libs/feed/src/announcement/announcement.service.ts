import { allowedActions, allows, type EmployeeActor, keys } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import { AudienceDirectory, AudienceKeys } from '@courtyard/people';
import { along, Gate, type Page } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { Post, PostKind } from '../post/post.entity.js';
import { postPolicy } from '../post/post.policy.js';
import { PostService } from '../post/post.service.js';
import { acknowledgementPolicy } from './acknowledgement.policy.js';
import type { Announcement } from './announcement.entity.js';
import { announcementPolicy } from './announcement.policy.js';
import { READ_UNTIL_YESTERDAY, toldInTens } from './read-count.js';

const MOST_REMINDERS = 5;

@Injectable()
export class AnnouncementService {
  constructor(
    private readonly gate: Gate,
    private readonly posts: PostService,
    private readonly audiences: AudienceDirectory,
  ) {}

  /** For whoever may see the post; null of what is no announcement. */
  async of(actor: EmployeeActor, post: Post): Promise<Announcement | null> {
    return post.kind === PostKind.announcement
      ? this.gate.load(actor, announcementPolicy, 'read', post.id)
      : null;
  }

  /** Whether the actor said that they have read it; of nobody else it can be asked. */
  async acknowledged(actor: EmployeeActor, id: string): Promise<boolean> {
    const mine = await this.gate.loadMany(actor, acknowledgementPolicy, 'read', 'announcementId', id);
    return mine.length > 0;
  }

  /**
   * What the actor is asked to read and has not said that they have, the newest first, of a page of the announcements that reach them:
   * of none that was made to nobody but archived communities.
   */
  async toRead(
    actor: EmployeeActor,
    { first, after }: { first: number; after?: string | null },
  ): Promise<Page<Post>> {
    const page = await this.gate.list(actor, announcementPolicy, 'read', {
      order: NEWEST_FIRST,
      first,
      after: after ?? null,
      companions: WITH_OWN,
      through: await this.audiences.awake(actor, [...actor.facts.set(keys)]),
    });
    const asked = await Promise.all(
      page.rows.map(
        async ({ id, authorId }) => authorId !== actor.employeeId && !(await this.acknowledged(actor, id)),
      ),
    );
    const unread = page.rows.filter((_, at) => asked[at]);
    const posts = await Promise.all(unread.map(({ id }) => this.gate.load(actor, postPolicy, 'read', id)));
    return { ...page, rows: posts.filter((post) => post !== null) };
  }

  /** "I have read this." Said twice it is said once; it is told to nobody. @throws not_found, announcement.own */
  async acknowledge(actor: EmployeeActor, postNodeId: string): Promise<Post> {
    const id = fromNodeId(Post, postNodeId);
    const { authorId } = await this.gate.get(actor, announcementPolicy, 'acknowledge', id, 'aside');
    if (authorId === actor.employeeId) throw new CourtyardError('announcement.own');
    const { employeeId } = actor;
    const acknowledgedOn = new Date().toISOString().slice(0, 10);
    await this.gate.write(actor, 'acknowledge', (write) =>
      write.createIfAbsent(acknowledgementPolicy, 'give', { announcementId: id, employeeId, acknowledgedOn }),
    );
    return this.posts.card(actor, id);
  }

  /** How many others have read it, in whole tens, until yesterday; null below ten, and for whoever did not announce it. */
  async readCount(actor: EmployeeActor, announcement: Announcement): Promise<number | null> {
    if (!allows(announcementPolicy, actor, 'count', announcement)) return null;
    const [rows, { count }] = await Promise.all([
      this.gate.reckon(actor, READ_UNTIL_YESTERDAY, [announcement.id]),
      this.audiences.describe(actor, announcement.audienceKeys),
    ]);
    const own = announcement.audienceKeys.some((key) => actor.facts.set(keys).has(key)) ? 1 : 0;
    return toldInTens(rows, count - own);
  }

  /**
   * Asks those once more who have not said that they have read it; who they are is told to nobody.
   * @throws not_found, auth.forbidden, audience.archived, announcement.reminded_today, announcement.reminded_enough
   */
  async remind(actor: EmployeeActor, postNodeId: string): Promise<Post> {
    const id = fromNodeId(Post, postNodeId);
    const remindedOn = new Date().toISOString().slice(0, 10);
    await this.gate.write(actor, 'remind', async (write) => {
      const announcement = await write.get(announcementPolicy, 'remind', id);
      const { reminders, audienceKeys } = announcement;
      if (announcement.remindedOn === remindedOn) throw new CourtyardError('announcement.reminded_today');
      if (reminders >= MOST_REMINDERS) throw new CourtyardError('announcement.reminded_enough');
      await AudienceKeys.assertAwake(write, audienceKeys);
      await write.change(announcementPolicy, 'remind', id, { remindedOn, reminders: reminders + 1 });
      await write.emit('announcement.reminded', {
        postId: id,
        authorId: actor.employeeId,
        keys: audienceKeys,
      });
    });
    return this.posts.card(actor, id);
  }

  /** What the actor may do about it now. */
  async allowed(actor: EmployeeActor, announcement: Announcement): Promise<string[]> {
    const own = allows(announcementPolicy, actor, 'announce', announcement);
    const read = own || (await this.acknowledged(actor, announcement.id));
    const rests = await this.audiences.rests(actor, announcement.audienceKeys);
    return allowedActions(announcementPolicy, actor, announcement).filter(
      (action) => !(read && action === 'acknowledge') && !(rests && action === 'remind'),
    );
  }
}

const NEWEST_FIRST = { by: 'announcedId', direction: 'desc' } as const;
const WITH_OWN = [along.many('announcementId', acknowledgementPolicy, 'read')];
