import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import { AudienceDirectory, type AudienceNewcomers, Introductions } from '@courtyard/people';
import { along, Gate, type Page, type PageQuery } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { acknowledgementPolicy } from '../announcement/acknowledgement.policy.js';
import { announcementPolicy } from '../announcement/announcement.policy.js';
import { announce, holdAnnouncer } from '../announcement/announcing.js';
import { commentPolicy } from '../comment/comment.policy.js';
import { give, holdReceiver, promisedBy } from '../pledge/giving.js';
import { pledgePolicy } from '../pledge/pledge.policy.js';
import { questionPolicy } from '../question/question.policy.js';
import { ask } from '../question/standing.js';
import { reactionPolicy } from '../reaction/reaction.policy.js';
import type { Revision } from '../revision/revision.entity.js';
import { revisionPolicy } from '../revision/revision.policy.js';
import { keepWording } from '../revision/revisions.js';
import { Post, PostKind } from './post.entity.js';
import type { PublishPostInput, RevisePostInput } from './post.input.js';
import { postPolicy } from './post.policy.js';
import { withdrawPost } from './withdrawing.js';

export interface FeedQuery {
  readonly first: number;
  readonly after?: string | null;
  /** Only what reaches the actor through one of these audience keys. */
  readonly through?: readonly string[];
  readonly authorId?: string;
}

@Injectable()
export class PostService {
  constructor(
    private readonly gate: Gate,
    private readonly audiences: AudienceDirectory,
  ) {}

  /** Newest first: everything the actor may see, or a part of it. @throws input.invalid */
  feed(actor: EmployeeActor, { authorId, through, first, after }: FeedQuery): Promise<Page<Post>> {
    return this.gate.list(actor, postPolicy, 'read', {
      first,
      after: after ?? null,
      order: { by: 'publishedId', direction: 'desc' },
      companions: COMPANIONS,
      ...(through ? { through } : {}),
      ...(authorId ? this.saidBy(actor, authorId) : {}),
    });
  }

  /** One's own posts need no key; those of others are found by the keys that one holds, and what is hidden is not read. */
  private saidBy(actor: EmployeeActor, authorId: string): Partial<PageQuery<Post>> {
    return authorId === actor.employeeId ? { where: { authorId, status: 'published' } } : { of: authorId };
  }

  /** A post that is there to be seen, with all that its card shows, for each of them; null for others and for a withdrawn one. */
  async published(actors: readonly EmployeeActor[], id: string): Promise<readonly (Post | null)[]> {
    const posts = await this.gate.loadForMany(actors, postPolicy, 'read', id, COMPANIONS);
    return posts.map((post) => (post?.status === 'published' ? post : null));
  }

  /** The post below which something stands, batched with its neighbours; null for others. */
  below(actor: EmployeeActor, id: string): Promise<Post | null> {
    return this.gate.load(actor, postPolicy, 'read', id);
  }

  /** A post after something was written of it, with all that its card shows. @throws not_found */
  async card(actor: EmployeeActor, id: string): Promise<Post> {
    const post = await this.gate.loadWith(actor, postPolicy, 'read', id, COMPANIONS);
    if (!post) throw new CourtyardError('not_found');
    return post;
  }

  /**
   * Who can read it now and could not when it was said. For its author; null for anybody else, of what was said in another network,
   * and where `AudienceDirectory.newcomers` tells nothing.
   */
  async comeSince(actor: EmployeeActor, post: Post): Promise<AudienceNewcomers | null> {
    if (post.authorId !== actor.employeeId || post.importedFrom !== null) return null;
    return this.audiences.newcomers(actor, post.audienceKeys, post.publishedAt);
  }

  /** Earlier wordings, the oldest first. */
  async history(actor: EmployeeActor, subjectId: string): Promise<readonly Revision[]> {
    const order = { by: 'version', direction: 'asc' } as const;
    const page = await this.gate.list(actor, revisionPolicy, 'read', {
      where: { subjectId },
      order,
      first: 100,
    });
    return page.rows;
  }

  /** @throws audience.*, auth.signed_out, conflict.idempotency_key_reused; of a promise also those of `promisedBy`; announcement.not_yours */
  async publish(actor: EmployeeActor, input: PublishPostInput): Promise<Post> {
    const { keys } = await this.audiences.resolve(actor, input.audience);
    const { idempotencyKey: key, kind, pledge: _, ...content } = input;
    const said = kind ?? PostKind.update;
    const promised = promisedBy(actor, input);
    const id = await this.gate.createOnce(
      actor,
      'publishPost',
      {
        key,
        input: {
          ...content,
          ...(said === PostKind.update ? {} : { kind }),
          ...(promised ? { promised } : {}),
        },
      },
      async (write, postId) => {
        const post = {
          ...NEW_POST,
          id: postId,
          publishedId: newId(),
          authorId: actor.employeeId,
          kind: said,
          body: input.body,
          audienceKeys: [...keys],
          publishedAt: new Date().toISOString(),
          mentionedIds: promised?.toId ? [promised.toId] : [],
        };
        await write.create(postPolicy, 'publish', post);
        if (said === PostKind.question) await ask(write, post);
        if (promised) await give(write, post, promised);
        if (said === PostKind.announcement) await announce(write, post);
        await write.emit('post.published', { postId, authorId: actor.employeeId, keys });
      },
      // A new post waits for nobody, so its author can be held from the beginning.
      async (write) => {
        const foreseen = write.foresee(input.body);
        if (promised) await Promise.all([foreseen, holdReceiver(write, keys, promised.toId)]);
        if (said === PostKind.announcement)
          await Promise.all([foreseen, holdAnnouncer(write, input.audience)]);
        await Promise.all([foreseen, this.audiences.hold(write, keys)]);
      },
    );
    return this.card(actor, id);
  }

  /** @throws not_found, auth.forbidden, conflict.stale_version, post.unchanged, edit.too_many */
  async revise(actor: EmployeeActor, { id: nodeId, version, body }: RevisePostInput): Promise<Post> {
    const id = fromNodeId(Post, nodeId);
    const editedAt = new Date().toISOString();
    await this.gate.write(actor, 'revisePost', async (write) => {
      const post = await write.get(postPolicy, 'revise', id);
      if (post.version === version && post.body === body) throw new CourtyardError('post.unchanged');
      await write.change(postPolicy, 'revise', id, { body, editedAt }, version);
      await keepWording(write, post, editedAt);
      await write.emit('post.revised', { postId: id, authorId: actor.employeeId, keys: post.audienceKeys });
    });
    return this.card(actor, id);
  }

  /**
   * Takes a post back, with its earlier wordings and the conversation below it. Nobody but its author sees it afterwards.
   * @throws not_found, auth.forbidden, post.already_withdrawn
   */
  async withdraw(actor: EmployeeActor, nodeId: string): Promise<Post> {
    const id = fromNodeId(Post, nodeId);
    await this.gate.write(actor, 'withdrawPost', async (write) => {
      const { status } = await write.get(postPolicy, 'read', id);
      if (status === 'withdrawn') throw new CourtyardError('post.already_withdrawn');
      await withdrawPost(write, id);
    });
    return this.card(actor, id);
  }
}

/** What every card shows beside the post itself. */
export const COMPANIONS = [
  Introductions.along('authorId'),
  AudienceDirectory.along('audienceKeys'),
  along.many('postId', reactionPolicy, 'read'),
  along.cells(postPolicy, 'mark'),
  along.one('id', questionPolicy, 'read', [
    Introductions.along('takenById'),
    along.one('acceptedId', commentPolicy, 'read', [Introductions.along('authorId')]),
  ]),
  along.one('id', announcementPolicy, 'read'),
  along.many('announcementId', acknowledgementPolicy, 'read'),
  along.one('id', pledgePolicy, 'read', [Introductions.along('toId'), Introductions.along('confirmedById')]),
];

const NEW_POST = {
  status: 'published',
  version: 1,
  usefulCount: 0,
  valuableCount: 0,
  commentCount: 0,
  editedAt: null,
  importedFrom: null,
  sourceKey: null,
  importedEmoji: [],
} satisfies Partial<Post>;
