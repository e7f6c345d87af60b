import { Can, type EmployeeActor, keys, me } from '@courtyard/access';
import { fromNodeId, toNodeId } from '@courtyard/graphql';
import { type Following, Live, LiveChanges, type LiveContext } from '@courtyard/live';
import type { OutboxEvent } from '@courtyard/outbox';
import { Gate } from '@courtyard/records';
import { Args, Context, Field, ID, ObjectType, Resolver, registerEnumType } from '@nestjs/graphql';
import { Comment } from './comment/comment.entity.js';
import { CommentService } from './comment/comment.service.js';
import { Post } from './post/post.entity.js';
import { postPolicy } from './post/post.policy.js';
import { PostService } from './post/post.service.js';

export enum ChangeKind {
  added = 'added',
  changed = 'changed',
  removed = 'removed',
}
registerEnumType(ChangeKind, { name: 'ChangeKind' });

@ObjectType({ description: 'Something happened in what you may see.' })
export class FeedChange {
  @Field({ description: 'Hand the last one back as `after` to miss nothing.' })
  position!: string;

  @Field(() => ChangeKind)
  kind!: ChangeKind;

  @Field(() => ID)
  postId!: string;

  @Field(() => Post, { nullable: true })
  post!: Post | null;
}

@ObjectType({ description: 'Something happened below a post, or to it.' })
export class ThreadChange {
  @Field()
  position!: string;

  @Field(() => ChangeKind)
  kind!: ChangeKind;

  @Field(() => ID, { nullable: true })
  commentId!: string | null;

  @Field(() => Comment, { nullable: true })
  comment!: Comment | null;

  @Field(() => Post, { nullable: true })
  post!: Post | null;
}

const ADDED = new Set(['post.published', 'comment.added']);
const POSTS = [
  'post.published',
  'post.revised',
  'post.widened',
  'post.withdrawn',
  'post.counted',
  'question.changed',
  'pledge.changed',
  'announcement.reminded',
] as const;
const COMMENTS = ['comment.added', 'comment.revised', 'comment.withdrawn'] as const;

/**
 * What happens, as each recipient may see it. An event carries ids and keys; the row is loaded through the gate at the
 * moment it is told. Who could not have seen a post is not told that one is gone.
 */
@Resolver()
export class FeedLiveResolver {
  constructor(
    private readonly gate: Gate,
    private readonly posts: PostService,
    private readonly comments: CommentService,
    private readonly live: LiveChanges,
  ) {}

  @Live(() => FeedChange, { description: 'Changes of the feed; resume with the last position seen.' })
  @Can('read', Post)
  feedChanged(
    @Context() context: LiveContext,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
  ): AsyncIterable<unknown> {
    return this.live.follow(context, this.ofFeed, { after });
  }

  @Live(() => ThreadChange, {
    description: 'Changes of one conversation; resume with the last position seen.',
  })
  @Can('read', Post)
  async threadChanged(
    @Context() context: LiveContext,
    @Args('postId', { type: () => ID }) postId: string,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
  ): Promise<AsyncIterable<unknown>> {
    const id = fromNodeId(Post, postId);
    await this.gate.get(context.actor, postPolicy, 'read', id, 'aside');
    return this.live.follow(context, this.ofThreads, { after, only: (event) => postOf(event) === id });
  }

  private readonly ofFeed: Following<FeedChange> = {
    name: 'feedChanged',
    topics: POSTS,
    supersedes: counts,
    concerns: reaches,
    judge: async ({ topic, payload }, actors, position) => {
      const id = postOf({ payload });
      const posts =
        topic === 'post.withdrawn' ? actors.map(() => null) : await this.posts.published(actors, id);
      const postId = toNodeId(Post, id);
      return tellingAlike(posts, (post) =>
        !post && topic === 'post.counted' ? null : { position, postId, post, kind: kindOf(topic, post) },
      );
    },
  };

  private readonly ofThreads: Following<ThreadChange> = {
    name: 'threadChanged',
    topics: [...POSTS, ...COMMENTS],
    supersedes: counts,
    concerns: reaches,
    judge: async ({ topic, payload }, actors, position) => {
      const commentId = payload['commentId'] === undefined ? null : String(payload['commentId']);
      const posts = await this.posts.published(actors, postOf({ payload }));
      // It was withdrawn. Who may no longer see it is not concerned, and told nothing.
      const removed = { position, kind: ChangeKind.removed, commentId: null, comment: null, post: null };
      const changed = (post: Post | null) =>
        post ? { position, kind: ChangeKind.changed, commentId: null, comment: null, post } : removed;
      if (!commentId) return tellingAlike(posts, changed);
      const readers = actors.filter((_, at) => posts[at]);
      const comments = new Map(
        (await this.comments.published(readers, commentId)).map((comment, at) => [readers[at], comment]),
      );
      const named = toNodeId(Comment, commentId);
      return posts.map((post, at) => {
        const comment = comments.get(actors[at]) ?? null;
        return post ? { position, kind: kindOf(topic, comment), commentId: named, comment, post } : removed;
      });
    },
  };
}

/** Whoever may see the same row is told of it by the same object. */
function tellingAlike<Row, Change>(rows: readonly Row[], tell: (row: Row) => Change): Change[] {
  const told = new Map<Row, Change>();
  return rows.map((row) => {
    let change = told.get(row);
    if (change === undefined) {
      change = tell(row);
      told.set(row, change);
    }
    return change;
  });
}

/** What happened tells which post it is of, its keys, and its author, who sees it without a key. */
function reaches({ payload }: Pick<OutboxEvent, 'payload'>, actor: EmployeeActor): boolean {
  if (payload['authorId'] === actor.facts.single(me)) return true;
  const named = (payload['keys'] ?? payload['audienceKeys'] ?? []) as readonly string[];
  const held = actor.facts.set(keys);
  return named.some((key) => held.has(key));
}

/** A post that is much reacted to is counted four times a second; who is behind is told of the newest counts only. */
function counts({ topic, payload }: OutboxEvent): string | null {
  return topic === 'post.counted' ? String(payload['id']) : null;
}

/** Counters are told by the gate, which knows no posts but rows with an id. */
function postOf({ payload }: Pick<OutboxEvent, 'payload'>): string {
  return String(payload['postId'] ?? payload['id']);
}

function kindOf(topic: string, told: object | null): ChangeKind {
  if (!told) return ChangeKind.removed;
  return ADDED.has(topic) ? ChangeKind.added : ChangeKind.changed;
}
