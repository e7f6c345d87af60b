import type { Policy } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { fromNodeId } from '@courtyard/graphql';
import {
  type AudiencePartInput,
  AudiencePartKind,
  Department,
  departmentPolicy,
  organisationPolicy,
} from '@courtyard/people';
import type { Key, Write } from '@courtyard/records';
import { Community } from '../community/community.entity.js';
import { communityPolicy } from '../community/community.policy.js';
import type { Post } from '../post/post.entity.js';
import { announcementPolicy } from './announcement.policy.js';

/**
 * Holds until the write ends that its author may announce to each part: owners to their community, administrators to the house and its
 * departments, nobody to people by name. Ask after `resolve`, which refuses what one may not even address, and before any lock on people.
 * @throws announcement.not_yours
 */
export async function holdAnnouncer(write: Write, parts: readonly AudiencePartInput[]): Promise<void> {
  try {
    const confirmations: (() => Promise<void>)[] = [];
    for (const part of inOneOrder(parts)) confirmations.push(await holdPart(write, part));
    // People after groups: whoever takes somebody out of one locks them in that order.
    for (const confirm of confirmations) await confirm();
  } catch (failure) {
    const { code } = failure as CourtyardError;
    if (code !== 'auth.forbidden' && code !== 'not_found') throw failure;
    throw new CourtyardError('announcement.not_yours');
  }
}

function holdPart(write: Write, { kind, id }: AudiencePartInput): Promise<() => Promise<void>> {
  switch (kind) {
    case AudiencePartKind.community:
      return held(write, communityPolicy, 'announce', fromNodeId(Community, id ?? ''));
    case AudiencePartKind.organisation:
      return held(write, organisationPolicy, 'announce', { organisationId: write.actor.organisationId });
    case AudiencePartKind.department:
    case AudiencePartKind.department_below:
      return held(write, departmentPolicy, 'announce', fromNodeId(Department, id ?? ''));
    default:
      throw new CourtyardError('announcement.not_yours');
  }
}

async function held<Row extends object, Action extends string>(
  write: Write,
  policy: Policy<Row, Action>,
  action: NoInfer<Action>,
  key: Key<Row>,
): Promise<() => Promise<void>> {
  const row = await write.get(policy, action, key);
  return () => write.confirm(policy, action, row);
}

/** Two who announce to the same groups lock them in the same order. */
function inOneOrder(parts: readonly AudiencePartInput[]): AudiencePartInput[] {
  const name = ({ kind, id }: AudiencePartInput) => `${kind} ${id ?? ''}`;
  return [...parts].sort((one, other) => (name(one) < name(other) ? -1 : 1));
}

/** What stands beside a post that announces, from the moment it is published. */
export async function announce(
  write: Write,
  {
    id,
    publishedId: announcedId,
    authorId,
    audienceKeys,
  }: Pick<Post, 'id' | 'publishedId' | 'authorId' | 'audienceKeys'>,
): Promise<void> {
  await write.create(announcementPolicy, 'announce', {
    id,
    announcedId,
    authorId,
    audienceKeys,
    state: 'standing',
    remindedOn: null,
    reminders: 0,
  });
}

/** Nobody is asked to read what is withdrawn, and nothing is left of who had. */
export async function withdrawAnnouncement(write: Write, postId: string): Promise<void> {
  await write.change(announcementPolicy, 'close', postId, {
    state: 'withdrawn',
    remindedOn: null,
    reminders: 0,
  });
}
