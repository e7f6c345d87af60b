import { systemActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { Gate } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { PollState } from './poll.entity.js';
import { pollPolicy } from './poll.policy.js';
import { endPoll } from './standing.js';

const AT_ONCE = 100;

/** Closes polls whose time has come. Votes are refused from that moment on; several processes may do this at once, and one counts. */
@Injectable()
export class PollClosing {
  constructor(private readonly gate: Gate) {}

  /** @returns how many were closed, of all organisations */
  async closeDue(): Promise<number> {
    let closed = 0;
    for (const organisationId of await this.gate.organisations())
      closed += await this.closeOf(organisationId);
    return closed;
  }

  private async closeOf(organisationId: string): Promise<number> {
    const actor = systemActor('poll_due', organisationId);
    const { rows } = await this.gate.list(actor, pollPolicy, 'end', {
      where: { state: PollState.open, closesAt: { before: new Date().toISOString() } },
      order: { by: 'closesAt', direction: 'asc' },
      first: AT_ONCE,
    });
    let closed = 0;
    for (const poll of rows) {
      try {
        await this.gate.write(actor, 'closePoll', (write) => endPoll(write, 'end', poll));
        closed++;
      } catch (failure) {
        // Another process was quicker, or its author.
        if (!(failure instanceof CourtyardError && failure.code === 'not_found')) throw failure;
      }
    }
    return closed;
  }
}
