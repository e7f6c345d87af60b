import { allowedActions, type EmployeeActor, keys as heldKeys } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import { type Audience, AudienceDirectory, AudienceKeys } from '@courtyard/people';
import { Gate, type Write } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { Post, PostKind } from '../post/post.entity.js';
import { postPolicy } from '../post/post.policy.js';
import { PostService } from '../post/post.service.js';
import { withdrawPost } from '../post/withdrawing.js';
import { tellMentioned } from '../writing/mentioned.js';
import { mentionedIn } from '../writing/wording.js';
import { type Praise, PraiseState } from './praise.entity.js';
import type { LetPraiseInput } from './praise.input.js';
import { praisePolicy } from './praise.policy.js';
import { NOTHING_LEFT, recordWithdrawal } from './praising.js';

/**
 * Praise is between two until whoever is praised lets it be shown to those it was written for, and gone for all once they take that back
 * (decision 57). Both steps may be taken twice and are taken once. Locks are taken as for promises: post, both people, the actor's own
 * row, praise.
 */
@Injectable()
export class PraiseService {
  constructor(
    private readonly gate: Gate,
    private readonly posts: PostService,
    private readonly audiences: AudienceDirectory,
  ) {}

  /** Whom the praise of a post is for, for whoever may see the post; null of what praises nobody. */
  async of(actor: EmployeeActor, post: Post): Promise<Praise | null> {
    return post.kind === PostKind.praise ? this.gate.load(actor, praisePolicy, 'read', post.id) : null;
  }

  /** To whom it would be shown; null once it is, and for everybody but the two it is between. */
  async intended(actor: EmployeeActor, praise: Praise): Promise<Audience | null> {
    const isBetween = actor.employeeId === praise.authorId || actor.employeeId === praise.toId;
    if (praise.state !== PraiseState.waiting || !isBetween || isOutside(actor, praise)) return null;
    return this.audiences.describe(actor, praise.intendedKeys);
  }

  /**
   * Shows it, as if it were published now, to those it was written for.
   * @throws not_found, auth.forbidden, conflict.stale_version where its words were changed since they were read, audience.archived;
   *   praise.not_there where its author or the one who is praised cannot be read there any more
   */
  async letBeShown(actor: EmployeeActor, { postId, version }: LetPraiseInput): Promise<Post> {
    const id = fromNodeId(Post, postId);
    await this.gate.write(actor, 'letPraiseBeShown', async (write) => {
      // Locked, so that its words stay what they are.
      const post = await write.get(postPolicy, 'read', id);
      const [known] = await write.load(praisePolicy, 'read', [id]);
      const held: Held = known?.toId === actor.employeeId ? await holdBoth(write, known) : new Map();
      await write.actorNow();
      const praise = await write.get(praisePolicy, 'read', id);
      if (praise.toId === actor.employeeId && praise.state === PraiseState.shown) return;
      await write.confirm(praisePolicy, 'let', praise);
      if (post.version !== version) throw new CourtyardError('conflict.stale_version');
      await assertThere(write, praise, held);
      await show(write, praise);
    });
    return this.posts.card(actor, id);
  }

  /** Takes it from everybody but its author, with what was said below it. @throws not_found, auth.forbidden */
  async takeBack(actor: EmployeeActor, postNodeId: string): Promise<void> {
    const id = fromNodeId(Post, postNodeId);
    await this.gate.write(actor, 'withdrawPost', async (write) => {
      const post = await write.get(postPolicy, 'read', id);
      await write.actorNow();
      await write.confirm(praisePolicy, 'take_back', await write.get(praisePolicy, 'take_back', id));
      await write.change(praisePolicy, 'take_back', id, NOTHING_LEFT);
      await withdrawPost(write.errand('praise_taken_back'), id);
      recordWithdrawal(write, post);
    });
  }

  /** What the actor may do about it now. */
  async allowed(actor: EmployeeActor, praise: Praise): Promise<string[]> {
    const rests = await this.audiences.rests(actor, othersOf(praise));
    const mayNot = rests || isOutside(actor, praise);
    return allowedActions(praisePolicy, actor, praise).filter((action) => !(mayNot && action === 'let'));
  }
}

type Held = ReadonlyMap<string, readonly string[]>;

/** Which keys its author and whom it praises hold, until the write ends. */
async function holdBoth(write: Write, praise: Praise): Promise<Held> {
  const { audienceKeys, intendedKeys, authorId, toId } = praise;
  const both = toId === null ? [authorId] : [authorId, toId];
  return write.holdingsHeld([...new Set([...audienceKeys, ...intendedKeys])], both);
}

/**
 * Its author still works here and is in what only members write to, and whoever is praised is one of those who would read it.
 * @throws praise.not_there, audience.archived
 */
async function assertThere(write: Write, praise: Praise, held: Held): Promise<void> {
  const { audienceKeys, intendedKeys, authorId, toId } = praise;
  const others = othersOf(praise);
  const ofAuthor = new Set(held.get(authorId));
  const ofPraised = held.get(toId ?? '') ?? [];
  const there =
    audienceKeys.some((key) => ofAuthor.has(key)) &&
    ofPraised.some((key) => others.includes(key)) &&
    (await AudienceKeys.ofMembersOnly(write, intendedKeys)).every((key) => ofAuthor.has(key));
  if (!there) throw new CourtyardError('praise.not_there');
  await AudienceKeys.assertAwake(write, others);
}

/** Whether it was written for others to whom whoever is praised does not belong any more, who are told nothing of these. */
function isOutside(actor: EmployeeActor, praise: Praise): boolean {
  const held = actor.facts.set(heldKeys);
  return actor.employeeId === praise.toId && !othersOf(praise).some((key) => held.has(key));
}

/** Along which others would read it. */
function othersOf({ audienceKeys, intendedKeys }: Praise): string[] {
  return intendedKeys.filter((key) => !audienceKeys.includes(key));
}

async function show(write: Write, { id, authorId, intendedKeys }: Praise): Promise<void> {
  const { document } = await write.errand('praise_let').change(postPolicy, 'show', id, {
    audienceKeys: intendedKeys,
    // What was edited before is nobody else's to know.
    editedAt: null,
    publishedId: newId(),
    publishedAt: new Date().toISOString(),
  });
  const shown = { state: PraiseState.shown, audienceKeys: intendedKeys, intendedKeys: [] };
  await write.change(praisePolicy, 'let', id, shown);
  const told = { postId: id, authorId, keys: intendedKeys };
  await write.emit('post.published', told);
  // Whom it is for is told by the praise, and mentioned only if its words do so.
  await tellMentioned(write, told, { document, mentionedIds: mentionedIn(document) });
}
