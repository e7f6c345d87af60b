import { randomUUID } from 'node:crypto';
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
import { ideaPolicy } from '../idea/idea.policy.js';
import { assertLookBack } from '../idea/look-back.js';
import { propose } from '../idea/standing.js';
import { judgementPolicy } from '../judgement/judgement.policy.js';
import { give, holdReceiver, promisedBy, receiverOf } from '../pledge/giving.js';
import { pledgePolicy } from '../pledge/pledge.policy.js';
import { wordsOf } from '../poll/options.js';
import { pollPolicy } from '../poll/poll.policy.js';
import { assertEnds, openPoll } from '../poll/standing.js';
import { PraiseState } from '../praise/praise.entity.js';
import { praisePolicy } from '../praise/praise.policy.js';
import {
  holdPraised,
  keysOfPraise,
  praise,
  praisedBeforeShown,
  praisedBy,
  recordWithdrawal,
} from '../praise/praising.js';
import { questionPolicy } from '../question/question.policy.js';
import { ask } from '../question/standing.js';
import { reactionPolicy } from '../reaction/reaction.policy.js';
import type { Revision } from '../revision/revision.entity.js';
import { revisionPolicy } from '../revision/revision.policy.js';
import { keepWording } from '../revision/revisions.js';
import { tellMentioned } from '../writing/mentioned.js';
import { aboutWhom, mentionedPeople, saidAlike, saidIn, wordingOf } from '../writing/wording.js';
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

  /**
   * @throws audience.*, document.*, auth.signed_out, conflict.idempotency_key_reused, input.invalid for a kind that is not whole; of a
   * promise also those of `promisedBy`, of praise those of `praisedBy`; announcement.not_yours
   */
  async publish(actor: EmployeeActor, input: PublishPostInput): Promise<Post> {
    const said = saidIn(input);
    const { keys } = await this.audiences.resolve(actor, input.audience);
    const { idempotencyKey: key, kind: given, pledge: _, praise: __, poll, idea, ...content } = input;
    const kind = given ?? PostKind.update;
    const promised = promisedBy(actor, input);
    const praised = await praisedBy(actor, input, keys, this.audiences);
    assertWhole(kind, input);
    const worded = wordingOf(await mentionedPeople(this.gate, actor, said), said);
    const wording = poll ? { ...worded, body: wordsOf(worded.body, poll) } : worded;
    const id = await this.gate.createOnce(
      actor,
      'publishPost',
      {
        key,
        // A time in its id would tell how long somebody thought about it (RFC 9562, 5.4).
        ...(praised ? { id: randomUUID() } : {}),
        input: {
          ...content,
          ...(kind === PostKind.update ? {} : { kind }),
          ...(promised ? { promised } : {}),
          ...(praised ? { praised: praised.toId } : {}),
          ...(poll ? { poll } : {}),
          ...(idea ? { idea } : {}),
        },
      },
      async (write, postId) => {
        const post = {
          ...NEW_POST,
          id: postId,
          publishedId: newId(),
          authorId: actor.employeeId,
          kind,
          ...wording,
          mentionedIds: aboutWhom(wording, promised?.toId ?? praised?.toId),
          audienceKeys: praised ? await keysOfPraise(write, actor.employeeId, praised) : [...keys],
          publishedAt: new Date().toISOString(),
        };
        await write.create(postPolicy, 'publish', post);
        if (kind === PostKind.question) await ask(write, post);
        if (promised) await give(write, post, promised);
        if (praised) await praise(write, post, praised);
        if (kind === PostKind.announcement) await announce(write, post);
        if (poll) await openPoll(write, post, poll);
        if (kind === PostKind.idea) await propose(write, post, idea);
        const told = { postId, authorId: actor.employeeId, keys: post.audienceKeys };
        await write.emit('post.published', told);
        // Of praise once it is shown: they could not read it.
        if (!praised) await tellMentioned(write, told, wording);
      },
      // A new post waits for nobody, so its author can be held from the beginning.
      async (write) => {
        const foreseen = write.foresee(wording.body);
        if (promised) await Promise.all([foreseen, holdReceiver(write, keys, promised.toId)]);
        if (praised) await Promise.all([foreseen, holdPraised(write, actor.employeeId, praised)]);
        if (kind === PostKind.announcement)
          await Promise.all([foreseen, holdAnnouncer(write, input.audience)]);
        await Promise.all([foreseen, this.audiences.hold(write, keys)]);
      },
    );
    return this.card(actor, id);
  }

  /** Whether it is between two, and nothing is said below it yet. */
  async isWaiting(actor: EmployeeActor, { id, kind }: Post): Promise<boolean> {
    if (kind !== PostKind.praise) return false;
    return (await this.gate.load(actor, praisePolicy, 'read', id))?.state === PraiseState.waiting;
  }

  /** Whether others said yes to these words, and to no others. */
  async wordsStay(actor: EmployeeActor, { id, kind }: Post): Promise<boolean> {
    if (kind !== PostKind.praise) return kind === PostKind.poll;
    return (await this.gate.load(actor, praisePolicy, 'read', id))?.state === PraiseState.shown;
  }

  /** @throws not_found, auth.forbidden, document.*, conflict.stale_version, post.unchanged, poll.words_stay, praise.words_stay, edit.too_many */
  async revise(actor: EmployeeActor, { id: nodeId, version, ...input }: RevisePostInput): Promise<Post> {
    const id = fromNodeId(Post, nodeId);
    const said = saidIn(input);
    const people = await mentionedPeople(this.gate, actor, said);
    const editedAt = new Date().toISOString();
    await this.gate.write(actor, 'revisePost', async (write) => {
      const post = await write.get(postPolicy, 'revise', id);
      // Also before the first vote, or it would tell of that; nobody is made to have said yes to something else.
      if (post.kind === PostKind.poll) throw new CourtyardError('poll.words_stay');
      const wording = wordingOf(people, said, post);
      if (post.version === version && saidAlike(post, wording)) throw new CourtyardError('post.unchanged');
      const receiverId =
        post.kind === PostKind.praise ? await praisedBeforeShown(write, id) : await receiverOf(write, post);
      const mentionedIds = aboutWhom(wording, receiverId);
      await write.change(postPolicy, 'revise', id, { ...wording, mentionedIds, editedAt }, version);
      await keepWording(write, post, editedAt);
      const told = { postId: id, authorId: actor.employeeId, keys: post.audienceKeys };
      await write.emit('post.revised', told);
      if (post.kind !== PostKind.praise) await tellMentioned(write, told, wording, post);
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
      const post = await write.get(postPolicy, 'read', id);
      if (post.status === 'withdrawn') throw new CourtyardError('post.already_withdrawn');
      await withdrawPost(write, id);
      if (post.kind === PostKind.praise) recordWithdrawal(write, post);
    });
    return this.card(actor, id);
  }
}

/** Of a poll and of an idea what goes with it, and of nothing else. @throws input.invalid */
function assertWhole(kind: PostKind, { poll, idea, document }: PublishPostInput): void {
  if ((kind === PostKind.poll) !== Boolean(poll))
    throw new CourtyardError('input.invalid', { fields: ['poll'] });
  if (idea && kind !== PostKind.idea) throw new CourtyardError('input.invalid', { fields: ['idea'] });
  if (poll) assertEnds(poll);
  // Its options are its last lines.
  if (poll && document) throw new CourtyardError('input.invalid', { fields: ['document'] });
  assertLookBack(idea?.lookBackOn);
}

/** What every card shows beside the post itself. */
export const COMPANIONS = [
  Introductions.along('authorId'),
  AudienceDirectory.along('audienceKeys'),
  Introductions.alongAll('mentionedIds'),
  along.many('postId', reactionPolicy, 'read'),
  along.cells(postPolicy, 'mark'),
  along.many('postId', judgementPolicy, 'read'),
  along.one('id', pollPolicy, 'read'),
  along.one('id', ideaPolicy, 'read', [
    Introductions.along('takenById'),
    along.one('toldId', commentPolicy, 'read', [Introductions.along('authorId')]),
  ]),
  along.one('id', questionPolicy, 'read', [
    Introductions.along('takenById'),
    along.one('acceptedId', commentPolicy, 'read', [
      Introductions.along('authorId'),
      Introductions.alongAll('mentionedIds'),
    ]),
  ]),
  along.one('id', announcementPolicy, 'read'),
  along.many('announcementId', acknowledgementPolicy, 'read'),
  along.one('id', pledgePolicy, 'read', [Introductions.along('toId'), Introductions.along('confirmedById')]),
  along.one('id', praisePolicy, 'read', [
    Introductions.along('toId'),
    AudienceDirectory.along('intendedKeys'),
  ]),
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
