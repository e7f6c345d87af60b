import { Can, type EmployeeActor, keys, me } from '@courtyard/access';
import { fromNodeId, toNodeId } from '@courtyard/graphql';
import { type Following, Live, LiveChanges, type LiveContext } from '@courtyard/live';
import type { OutboxEvent } from '@courtyard/outbox';
import { Gate } from '@courtyard/records';
import { Args, Context, Field, ID, ObjectType, Resolver, registerEnumType } from '@nestjs/graphql';
import { Comment } from './comment/comment.entity.js';
import { CommentService } from './comment/comment.service.js';
import { awaitsJudgement, isJudged } from './judgement/awaiting.js';
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
  'poll.changed',
  'idea.changed',
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
      const hidden = await this.keptFrom(topic, actors, posts);
      return tellingAlike(posts, (post) =>
        !post && topic === 'post.counted' ? null : { position, postId, post, kind: kindOf(topic, post) },
      ).map((change, at) => (hidden[at] ? null : change));
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
      const hidden = await this.keptFrom(topic, actors, posts);
      if (!commentId) return tellingAlike(posts, changed).map((change, at) => (hidden[at] ? null : change));
      const readers = actors.filter((_, at) => posts[at] && !hidden[at]);
      const comments = new Map(
        (await this.comments.published(readers, commentId)).map((comment, at) => [readers[at], comment]),
      );
      const named = toNodeId(Comment, commentId);
      return posts.map((post, at) => {
        if (hidden[at]) return null;
        const comment = comments.get(actors[at]) ?? null;
        return post ? { position, kind: kindOf(topic, comment), commentId: named, comment, post } : removed;
      });
    },
  };

  /**
   * Of whom it is kept that somebody reacted or said something, because their own judgement is awaited: an event would tell how many there
   * are, and in which order. That a comment was withdrawn is told to all, or it would stay on a screen.
   */
  private async keptFrom(
    topic: string,
    actors: readonly EmployeeActor[],
    posts: readonly (Post | null)[],
  ): Promise<readonly boolean[]> {
    if (!TELLING_OF_OTHERS.has(topic)) return [];
    return Promise.all(
      actors.map((actor, at) => {
        const post = posts[at];
        if (!post || !isJudged(post)) return false;
        // What came along with the post says it, without another statement. Of this event: a socket outlives many.
        const now = { ...actor };
        this.gate.bring(actor, now);
        return awaitsJudgement(this.gate, now, post);
      }),
    );
  }
}

const TELLING_OF_OTHERS = new Set(['post.counted', 'comment.added', 'comment.revised']);

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
