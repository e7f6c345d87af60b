import { CourtyardError } from '@courtyard/errors';
import { AudienceKeys } from '@courtyard/people';
import type { Write } from '@courtyard/records';
import { type Poll, PollState } from './poll.entity.js';
import { pollPolicy } from './poll.policy.js';

/**
 * Lets a vote in, or refuses it. The poll is held until it is stored, so that it is counted, or comes too late, and never both.
 * Somebody who does not want to say may do so where nothing new is said any more, because it shows them what was said.
 * @throws not_found, poll.closed, input.invalid, auth.forbidden, audience.archived
 */
export async function admitVote(write: Write, id: string, chosen: readonly number[]): Promise<void> {
  // Held before the poll: whoever leaves is locked before what they asked.
  await write.actorNow();
  const poll = await write.get(pollPolicy, 'read', id);
  // Before anything is said of how it stands: they may have been put out since.
  await write.confirm(pollPolicy, 'read', poll);
  if (isOver(poll)) throw new CourtyardError('poll.closed');
  if (!fits(poll, chosen)) throw new CourtyardError('input.invalid', { fields: ['choices'] });
  await write.confirm(pollPolicy, chosen.length > 0 ? 'judge' : 'pass', poll);
  if (chosen.length > 0) await AudienceKeys.assertAwake(write, poll.audienceKeys);
}

/** Also when its time has come and nobody has counted it yet. */
export function isOver({ state, closesAt }: Pick<Poll, 'state' | 'closesAt'>): boolean {
  return state !== PollState.open || (closesAt !== null && Date.parse(closesAt) <= Date.now());
}

function fits({ several, optionCount }: Poll, chosen: readonly number[]): boolean {
  return (several || chosen.length <= 1) && chosen.every((at) => at < optionCount);
}
