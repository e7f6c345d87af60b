import type { ChangeKind } from '../generated/graphql';

/**
 * What the live connection told about one list since it was read. New posts wait here until the reader asks for
 * them: the list never moves under their eyes.
 */
export interface Arrivals<P extends { id: string }> {
  /** The outbox position up to which the list and `waiting` together are true. */
  position: string;
  /** Newest first. */
  waiting: readonly P[];
  /** When the first of them arrived, in milliseconds. */
  since: number | null;
}

export interface Change<P extends { id: string }> {
  position: string;
  kind: ChangeKind;
  postId: string;
  post?: P | null | undefined;
}

export interface Reading {
  /** Ids of the posts on the screen. */
  shown: ReadonlySet<string>;
  now: number;
}

/** One change taken in. A post on the screen never waits; a removed one leaves at once, seen or not. */
export function receive<P extends { id: string }>(
  arrivals: Arrivals<P>,
  change: Change<P>,
  { shown, now }: Reading,
): Arrivals<P> {
  const { position, post, postId } = change;
  const without = arrivals.waiting.filter((one) => one.id !== postId);
  if (change.kind === 'removed' || !post) return settled({ ...arrivals, position, waiting: without });
  const waits = without.length < arrivals.waiting.length;
  if (waits)
    return {
      ...arrivals,
      position,
      waiting: arrivals.waiting.map((one) => (one.id === postId ? post : one)),
    };
  if (change.kind === 'added' && !shown.has(postId))
    return { position, waiting: [post, ...arrivals.waiting], since: arrivals.since ?? now };
  return { ...arrivals, position };
}

/** A post of one's own was put on the screen by its answer, which may come before or after its event. */
export function placed<P extends { id: string }>(arrivals: Arrivals<P>, postId: string): Arrivals<P> {
  return settled({ ...arrivals, waiting: arrivals.waiting.filter((one) => one.id !== postId) });
}

function settled<P extends { id: string }>(arrivals: Arrivals<P>): Arrivals<P> {
  return arrivals.waiting.length === 0 ? { ...arrivals, since: null } : arrivals;
}
