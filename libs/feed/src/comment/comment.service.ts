import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import { Gate, type Page } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { tellOfOutcome } from '../idea/standing.js';
import { Post } from '../post/post.entity.js';
import { tellOfAnswer } from '../question/standing.js';
import { keepWording } from '../revision/revisions.js';
import { tellMentioned } from '../writing/mentioned.js';
import { mentionedPeople, saidAlike, saidIn, wordingOf } from '../writing/wording.js';
import { addBelow } from './adding.js';
import { COMPANIONS, commentsBelow } from './below.js';
import { Comment } from './comment.entity.js';
import type { AddCommentInput, ReviseCommentInput } from './comment.input.js';
import { commentPolicy } from './comment.policy.js';
import { tellOfComment, withdrawComment } from './withdrawing.js';

@Injectable()
export class CommentService {
  constructor(private readonly gate: Gate) {}

  /** See `commentsBelow`. */
  below(
    actor: EmployeeActor,
    post: Post,
    page: { first: number; after?: string | null },
  ): Promise<Page<Comment>> {
    return commentsBelow(this.gate, actor, post, page);
  }

  /** A comment that is there to be seen, with its author, for each of them; null for others. */
  async published(actors: readonly EmployeeActor[], id: string): Promise<readonly (Comment | null)[]> {
    const comments = await this.gate.loadForMany(actors, commentPolicy, 'read', id, COMPANIONS);
    return comments.map((comment) => (comment?.status === 'published' ? comment : null));
  }

  /** @throws not_found, auth.forbidden for the post; audience.archived; document.*; conflict.idempotency_key_reused */
  async add(actor: EmployeeActor, input: AddCommentInput): Promise<Comment> {
    const postId = fromNodeId(Post, input.postId);
    const { idempotencyKey: key, ...content } = input;
    const said = saidIn(input);
    const wording = wordingOf(await mentionedPeople(this.gate, actor, said), said);
    const id = await this.gate.createOnce(
      actor,
      'addComment',
      { key, input: content },
      (write, commentId) => addBelow(write, actor, { id: commentId, postId, wording }),
      (write) => write.foresee(wording.body),
    );
    return this.gate.get(actor, commentPolicy, 'read', id);
  }

  /** @throws not_found, auth.forbidden, document.*, conflict.stale_version, comment.unchanged, edit.too_many */
  async revise(
    actor: EmployeeActor,
    { id: nodeId, version, ...input }: ReviseCommentInput,
  ): Promise<Comment> {
    const id = fromNodeId(Comment, nodeId);
    const said = saidIn(input);
    const people = await mentionedPeople(this.gate, actor, said);
    const editedAt = new Date().toISOString();
    await this.gate.write(actor, 'reviseComment', async (write) => {
      const comment = await write.get(commentPolicy, 'revise', id);
      const wording = wordingOf(people, said, comment);
      if (comment.version === version && saidAlike(comment, wording))
        throw new CourtyardError('comment.unchanged');
      await write.change(commentPolicy, 'revise', id, { ...wording, editedAt }, version);
      await keepWording(write, comment, editedAt);
      await tellOfComment(write, 'comment.revised', comment);
      await tellOfAnswer(write, comment);
      await tellOfOutcome(write, comment);
      const { postId, authorId, audienceKeys: keys } = comment;
      await tellMentioned(write, { postId, commentId: id, authorId, keys }, wording, comment);
    });
    return this.gate.get(actor, commentPolicy, 'read', id);
  }

  /** @throws not_found, auth.forbidden, comment.already_withdrawn */
  async withdraw(actor: EmployeeActor, nodeId: string): Promise<Comment> {
    const id = fromNodeId(Comment, nodeId);
    await this.gate.write(actor, 'withdrawComment', async (write) => {
      const { status } = await write.get(commentPolicy, 'read', id);
      if (status === 'withdrawn') throw new CourtyardError('comment.already_withdrawn');
      await withdrawComment(write, id);
    });
    return this.gate.get(actor, commentPolicy, 'read', id);
  }
}
