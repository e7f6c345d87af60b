import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { AudienceKeys, AudiencePartKind } from '@courtyard/people';
import type { Write } from '@courtyard/records';
import { holdReached, namedBesides } from '../post/named-person.js';
import { type Post, PostKind } from '../post/post.entity.js';
import { assertToCome, dueIdOf } from './due.js';
import { type Pledge, PledgeState } from './pledge.entity.js';
import type { PledgeInput } from './pledge.input.js';
import { pledgePolicy } from './pledge.policy.js';

/** More open promises of one person are ended in several portions. */
const AT_ONCE = 100;

export const UNCONFIRMED = { confirmed: false, confirmedById: null, confirmedAt: null };

/** What a post that promises says beside its words. */
export interface Promised {
  /** An employee's id; null: to all whom the post reaches. */
  readonly toId: string | null;
  readonly dueOn: string;
}

/**
 * What a client promises, of whatever kind it posts; null where it promises nothing.
 * @throws input.invalid where it does not fit the kind, or is no day; pledge.day_over, pledge.receiver_outside
 */
export function promisedBy(
  actor: EmployeeActor,
  { kind, pledge }: { readonly kind?: PostKind | null; readonly pledge?: PledgeInput | null },
): Promised | null {
  if ((kind === PostKind.pledge) !== Boolean(pledge))
    throw new CourtyardError('input.invalid', { fields: ['pledge'] });
  if (!pledge) return null;
  const { toId: nodeId, dueOn } = pledge;
  assertToCome(dueOn);
  if (!nodeId) return { toId: null, dueOn };
  const toId = namedBesides(actor, nodeId);
  if (toId === null) throw outside();
  return { toId, dueOn };
}

/**
 * Holds until the write ends that a promise reaches whom it is made to. Ask before any other lock on people.
 * @throws pledge.receiver_outside
 */
export async function holdReceiver(
  write: Write,
  keys: readonly string[],
  toId: string | null,
): Promise<void> {
  const { actor } = write;
  if (toId === null || actor.kind !== 'employee') return;
  if (!(await holdReached(write, keys, { authorId: actor.employeeId, toId }))) throw outside();
}

/** What stands beside a post that promises, from the moment it is published. */
export async function give(
  write: Write,
  { id, authorId, audienceKeys }: Pick<Post, 'id' | 'authorId' | 'audienceKeys'>,
  { toId, dueOn }: Promised,
): Promise<void> {
  const people = [authorId, ...(toId === null ? [] : [toId])];
  const own = await AudienceKeys.of(
    write,
    people.map((person) => ({ kind: AudiencePartKind.person, id: person })),
  );
  const waitingKeys = [...own.filter((key) => key !== null), ...(toId === null ? audienceKeys : [])];
  await write.create(pledgePolicy, 'give', {
    id,
    authorId,
    audienceKeys,
    waitingKeys: [...new Set(waitingKeys)],
    toAll: toId === null,
    toId,
    dueOn,
    dueId: dueIdOf(dueOn),
    state: PledgeState.open,
    earlier: [],
    settledAt: null,
    ...UNCONFIRMED,
  });
}

/** Whom a post's promise was made to by name, for its author; null of what promises nothing, or something to all. */
export async function receiverOf(write: Write, { id, kind }: Post): Promise<string | null> {
  if (kind !== PostKind.pledge) return null;
  const [pledge] = await write.load(pledgePolicy, 'give', [id]);
  return pledge?.toId ?? null;
}

/** Nothing of it is left beside a post that is withdrawn. */
export async function withdrawPledge(write: Write, postId: string): Promise<void> {
  const nothing = { toId: null, earlier: [], settledAt: null, ...UNCONFIRMED };
  await write.change(pledgePolicy, 'close', postId, { state: PledgeState.withdrawn, ...nothing });
}

/** Nobody waits for the word of somebody who left. */
export async function endPledgesOf(write: Write, authorId: string): Promise<void> {
  const errand = write.errand('author_left');
  for (;;) {
    const open = await errand.list(pledgePolicy, 'lapse', {
      where: { authorId, state: PledgeState.open },
      order: { by: 'dueId', direction: 'asc' },
      first: AT_ONCE,
    });
    for (const pledge of open) {
      await errand.change(pledgePolicy, 'lapse', pledge.id, { state: PledgeState.lapsed });
      await tellOfPledge(errand, pledge);
    }
    if (open.length < AT_ONCE) return;
  }
}

export async function tellOfPledge(
  write: Write,
  { id: postId, authorId, audienceKeys: keys }: Pledge,
): Promise<void> {
  await write.emit('pledge.changed', { postId, authorId, keys });
}

function outside(): CourtyardError {
  return new CourtyardError('pledge.receiver_outside');
}
