import { systemActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import type { Ending } from '@courtyard/people';
import { outlivesRestore, type Write } from '@courtyard/records';
import type { Post } from '../post/post.entity.js';
import { type Poll, PollState } from './poll.entity.js';
import type { PollInput } from './poll.input.js';
import { pollPolicy } from './poll.policy.js';

const AT_ONCE = 100;
const YEAR_MILLIS = 366 * 24 * 3_600_000;
const UNCOUNTED = { closedAt: null, voters: null, tallies: null };

/** @throws input.invalid for an end that has passed, or is too far away for anybody to wait for it */
export function assertEnds({ closesAt }: PollInput): void {
  if (!closesAt) return;
  const left = Date.parse(closesAt) - Date.now();
  if (left <= 0 || left > YEAR_MILLIS)
    throw new CourtyardError('input.invalid', { fields: ['poll.closesAt'] });
}

/** What stands beside a post that is a poll, from the moment it is published. */
export async function openPoll(
  write: Write,
  { id, authorId, audienceKeys }: Pick<Post, 'id' | 'authorId' | 'audienceKeys'>,
  { options, several, closesAt }: PollInput,
): Promise<void> {
  const asked = { id, authorId, audienceKeys, state: PollState.open, ...UNCOUNTED };
  await write.create(pollPolicy, 'ask', {
    ...asked,
    optionCount: options.length,
    several: several ?? false,
    closesAt: closesAt ?? null,
  });
}

/** With its post; what each voted is forgotten, and what was counted, too. */
export async function withdrawPoll(write: Write, postId: string): Promise<void> {
  await write.change(pollPolicy, 'end_with_post', postId, { state: PollState.withdrawn, ...UNCOUNTED });
}

/** Ends an open poll, which is counted with that; what each voted is forgotten. */
export async function endPoll(
  write: Write,
  action: 'settle' | 'end',
  { id }: Pick<Poll, 'id'>,
): Promise<void> {
  const closedAt = new Date().toISOString();
  await tellOfPoll(write, await write.change(pollPolicy, action, id, { state: PollState.closed, closedAt }));
}

/** Whoever leaves closes nothing any more: who answered them learns what came of it. */
export const endPollsOf: Ending = async (write, authorId) => {
  const errand = write.errand('asker_left');
  for (;;) {
    const open = await errand.list(pollPolicy, 'end', {
      where: { authorId, state: PollState.open },
      order: { by: 'id', direction: 'asc' },
      first: AT_ONCE,
    });
    for (const { id } of open) {
      // As it is under its lock: its author may be withdrawing it, or its time has come, and nothing of that must keep them from leaving.
      const poll = await errand.get(pollPolicy, 'read', id);
      if (poll.state === PollState.open) await endPoll(errand, 'end', poll);
    }
    if (open.length < AT_ONCE) return;
  }
};

async function tellOfPoll(write: Write, { id: postId, authorId, audienceKeys: keys }: Poll): Promise<void> {
  await write.emit('poll.changed', { postId, authorId, keys });
}

/**
 * What was counted once is not counted again after a restore, when some votes may be missing: whoever knows both counts knows theirs. It is
 * closed without an answer, and nothing is counted for one that ends without a time (`poll_settle`).
 */
outlivesRestore(pollPolicy, {
  changed: (before, { id, state }) =>
    before.state === PollState.open && state === PollState.closed ? { what: 'closed', facts: { id } } : null,
  again: async (gate, organisationId, entries) => {
    const actor = systemActor('restore_ledger', organisationId);
    let again = 0;
    for (let from = 0; from < entries.length; from += AT_ONCE) {
      const ids = entries.slice(from, from + AT_ONCE).map(({ facts }) => String(facts['id']));
      for (const { id } of await gate.loadBy(actor, pollPolicy, 'end_again', 'id', ids)) {
        await gate.write(actor, 'closePoll', (write) =>
          write.change(pollPolicy, 'end_again', id, { state: PollState.closed }),
        );
        again++;
      }
    }
    return again;
  },
});
