import { client } from '../connection/client';
import { createStore } from '../connection/store';
import { type Failure, failureOf } from '../failure/failure';
import { PublishPostDocument } from '../generated/graphql';
import { isPollWords, type PollWords } from '../polls/poll-draft';
import { termsInput } from '../promises/terms';
import { keyOf, read, write } from '../session/personal-storage';
import { inputOf } from './audience-choice';
import { type Draft, isDraft, newKey, sentOf } from './draft';
import { prependPost } from './feed-cache';

/** A post on its way. It stays here, and in the tab's storage, until the server has it. */
export interface Outgoing extends Omit<Draft, 'poll'> {
  poll?: PollWords;
  /** The community on whose page it was written, for showing it there. */
  communityId?: string;
  state: 'sending' | 'failed';
  failure?: Failure;
}

export const outgoing = createStore<readonly Outgoing[]>([]);

/** Takes up what a reload interrupted: it may have arrived, and sending it again with its key is safe. */
export function recallOutgoing(ownerId: string): void {
  const kept = read(sessionStorage, keyOf(ownerId, 'outgoing'), isOutgoing) ?? [];
  const interrupted: Failure = { code: 'connection.timeout', details: {} };
  outgoing.set((now) => {
    const known = new Set(now.map((post) => post.key));
    const recalled = kept.filter((post) => !known.has(post.key));
    return [
      ...now,
      ...recalled.map((post) => ({
        ...post,
        state: 'failed' as const,
        failure: post.failure ?? interrupted,
      })),
    ];
  });
}

/** On leaving: memory only; the tab's storage is session.ts's. */
export function forgetOutgoing(): void {
  outgoing.set([]);
}

export async function send(ownerId: string, post: Omit<Outgoing, 'state'>): Promise<void> {
  const { failure: _, ...words } = post as Outgoing;
  put(ownerId, { ...words, state: 'sending' });
  try {
    const { data } = await client.mutate({
      mutation: PublishPostDocument,
      variables: {
        input: {
          idempotencyKey: post.key,
          // What is asked with options is text alone.
          ...(post.poll ? { body: post.body } : sentOf(post)),
          audience: inputOf(post.parts),
          ...(post.kind && post.kind !== 'update' && post.kind !== 'pledge' ? { kind: post.kind } : {}),
          ...termsInput(post),
          ...(post.kind === 'praise' && post.praised ? { praise: { toId: post.praised.id } } : {}),
          ...(post.poll ? { poll: post.poll } : {}),
          ...(post.lookBackOn ? { idea: { lookBackOn: post.lookBackOn } } : {}),
        },
      },
    });
    if (data) prependPost(data.publishPost, ownerId);
    discard(ownerId, post.key);
  } catch (error) {
    // Signed out meanwhile: the words lie in the tab's storage already.
    put(ownerId, { ...words, state: 'failed', failure: failureOf(error) });
  }
}

/** The earlier try had arrived with other words: these become a post of their own. */
export async function sendAsNew(ownerId: string, post: Outgoing): Promise<void> {
  discard(ownerId, post.key);
  await send(ownerId, { ...post, key: newKey() });
}

export function discard(ownerId: string, key: string): void {
  outgoing.set((now) => now.filter((one) => one.key !== key));
  keep(ownerId);
}

function put(ownerId: string, post: Outgoing): void {
  outgoing.set((now) => [post, ...now.filter((one) => one.key !== post.key)]);
  keep(ownerId);
}

function keep(ownerId: string): void {
  write(sessionStorage, keyOf(ownerId, 'outgoing'), outgoing.get());
}

function isOutgoing(value: unknown): value is Outgoing[] {
  return (
    Array.isArray(value) &&
    value.every(
      ({ poll, ...words }: Record<string, unknown>) =>
        isDraft(words) && (poll === undefined || isPollWords(poll)),
    )
  );
}
