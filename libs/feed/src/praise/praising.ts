import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { toNodeId } from '@courtyard/graphql';
import {
  AudienceDirectory,
  AudienceKeys,
  type AudiencePartInput,
  AudiencePartKind,
  Employee,
} from '@courtyard/people';
import type { Write } from '@courtyard/records';
import { holdReached, namedBesides } from '../post/named-person.js';
import { type Post, PostKind } from '../post/post.entity.js';
import { PraiseState } from './praise.entity.js';
import type { PraiseInput } from './praise.input.js';
import { praisePolicy } from './praise.policy.js';

/** What a post that praises says beside its words. */
export interface Praised {
  readonly toId: string;
  /** Those of the audience. */
  readonly keys: readonly string[];
  /** The same with the own key of whoever is praised, so that what is said of them stays theirs to read and to take back. */
  readonly intendedKeys: readonly string[];
}

/**
 * Whom a client praises, of whatever kind it posts; null where it praises nobody.
 * @throws input.invalid where it does not fit the kind; praise.receiver_outside; audience.too_many_parts with their own key
 */
export async function praisedBy(
  actor: EmployeeActor,
  { kind, praise, audience }: PraisingInput,
  keys: readonly string[],
  audiences: AudienceDirectory,
): Promise<Praised | null> {
  if ((kind === PostKind.praise) !== Boolean(praise))
    throw new CourtyardError('input.invalid', { fields: ['praise'] });
  if (!praise) return null;
  const toId = namedBesides(actor, praise.toId);
  if (toId === null) throw outside();
  const intendedKeys = await withOwnKey(actor, toId, audience, keys, audiences);
  return { toId, keys, intendedKeys };
}

/** Holds until the write ends that whoever is praised is one of those it is written for. @throws praise.receiver_outside */
export async function holdPraised(write: Write, authorId: string, { toId, keys }: Praised): Promise<void> {
  if (!(await holdReached(write, keys, { authorId, toId }))) throw outside();
}

/** Those who read it until it is let be shown: its author and whom it praises. Where nobody else would read it, it is shown at once. */
export async function keysOfPraise(
  write: Write,
  authorId: string,
  { toId, intendedKeys }: Praised,
): Promise<string[]> {
  const people = [authorId, toId].map((id) => ({ kind: AudiencePartKind.person, id }));
  const own = (await AudienceKeys.of(write, people)).filter((key) => key !== null);
  return intendedKeys.every((key) => own.includes(key)) ? [...intendedKeys] : own;
}

/** What stands beside a post that praises, from the moment it is written. */
export async function praise(
  write: Write,
  { id, authorId, audienceKeys }: Pick<Post, 'id' | 'authorId' | 'audienceKeys'>,
  { toId, intendedKeys }: Praised,
): Promise<void> {
  const isShown = intendedKeys.every((key) => audienceKeys.includes(key));
  await write.create(praisePolicy, 'praise', {
    ...{ id, authorId, audienceKeys, toId },
    intendedKeys: isShown ? [] : [...intendedKeys],
    state: isShown ? PraiseState.shown : PraiseState.waiting,
  });
}

/** Whom it praises. They let these words be shown, and no others. @throws praise.words_stay */
export async function praisedBeforeShown(write: Write, postId: string): Promise<string | null> {
  const { state, toId } = await write.get(praisePolicy, 'read', postId);
  if (state === PraiseState.shown) throw new CourtyardError('praise.words_stay');
  return toId;
}

/** In the log it looks the same whoever takes it away: who saw it vanish learns no more there. */
export function recordWithdrawal(write: Write, { id, authorId }: Pick<Post, 'id' | 'authorId'>): void {
  write.recordOnly('written', { resource: 'Post', id, action: 'withdraw', personId: authorId });
}

/** Whom it praises. @throws praise.waiting while it is between two: what others would count is said once they read it */
export async function praisedOnceShown(write: Write, postId: string): Promise<string | null> {
  const [standing] = await write.load(praisePolicy, 'read', [postId]);
  if (!standing) throw new CourtyardError('not_found');
  if (standing.state === PraiseState.waiting) throw new CourtyardError('praise.waiting');
  return standing.toId;
}

/**
 * The audience of what is said below it: not along the own key of whoever is praised, by which they read the praise alone.
 * @throws praise.waiting
 */
export async function keysBelow(
  write: Write,
  { id, audienceKeys }: Pick<Post, 'id' | 'audienceKeys'>,
): Promise<string[]> {
  const toId = await praisedOnceShown(write, id);
  const [own] =
    toId === null ? [] : await AudienceKeys.of(write, [{ kind: AudiencePartKind.person, id: toId }]);
  const others = audienceKeys.filter((key) => key !== own);
  return others.length > 0 ? others : audienceKeys;
}

export const NOTHING_LEFT = { state: PraiseState.withdrawn, toId: null, intendedKeys: [] };

/** Nothing of it is left beside a post that is withdrawn. */
export async function withdrawPraise(write: Write, postId: string): Promise<void> {
  await write.change(praisePolicy, 'end_with_post', postId, NOTHING_LEFT);
}

interface PraisingInput {
  readonly kind?: PostKind | null;
  readonly praise?: PraiseInput | null;
  readonly audience: readonly AudiencePartInput[];
}

/** Not in a hidden community: who is put out of it would go on reading its name. */
async function withOwnKey(
  actor: EmployeeActor,
  toId: string,
  audience: readonly AudiencePartInput[],
  keys: readonly string[],
  audiences: AudienceDirectory,
): Promise<readonly string[]> {
  if (audience.some(({ kind }) => kind === AudiencePartKind.organisation)) return keys;
  const own = { kind: AudiencePartKind.person, id: toNodeId(Employee, toId) };
  try {
    return (await audiences.resolve(actor, [...audience, own])).keys;
  } catch (failure) {
    const code = failure instanceof CourtyardError ? failure.code : null;
    if (code === 'audience.hidden_with_others') return keys;
    if (code === 'audience.unknown_part') throw outside();
    throw failure;
  }
}

function outside(): CourtyardError {
  return new CourtyardError('praise.receiver_outside');
}
