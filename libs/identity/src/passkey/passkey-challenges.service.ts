import { randomBytes } from 'node:crypto';
import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { Gate } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, instantOf } from '../clock.js';
import { challengeHashOf } from './ceremony.js';
import type { Ceremony } from './passkey-challenge.entity.js';
import { passkeyChallengePolicy } from './passkey-challenge.policy.js';

/** As long as browsers let people look for their key. */
export const CHALLENGE_SECONDS = 5 * 60;
const CHALLENGE_BYTES = 32;

/** Challenges: of one session and one ceremony, answered once, rightly or wrongly, within five minutes. */
@Injectable()
export class PasskeyChallenges {
  constructor(
    private readonly gate: Gate,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @returns what the authenticator is to sign, base64url; an earlier one of the same session and ceremony ends by it. */
  async ask(actor: EmployeeActor, ceremony: Ceremony): Promise<string> {
    const challenge = randomBytes(CHALLENGE_BYTES).toString('base64url');
    const { sessionId, accountId } = actor;
    const values = {
      accountId,
      challengeHash: challengeHashOf(challenge),
      expiresAt: instantOf(this.clock() + CHALLENGE_SECONDS * 1000),
    };
    await this.gate.write(actor, 'askPasskey', async (write) => {
      const row = { sessionId, ceremony, ...values };
      if (await write.createIfAbsent(passkeyChallengePolicy, 'ask', row)) return;
      await write.change(passkeyChallengePolicy, 'ask', { sessionId, ceremony }, values);
    });
    return challenge;
  }

  /**
   * Takes the challenge away, in a transaction of its own: whatever becomes of the answer, there is no second one.
   * @returns its hash
   * @throws passkey.invalid where none was asked, or too long ago
   */
  async answer(actor: EmployeeActor, ceremony: Ceremony): Promise<Buffer> {
    const { sessionId } = actor;
    try {
      const { challengeHash, expiresAt } = await this.gate.write(actor, 'answerPasskey', (write) =>
        write.remove(passkeyChallengePolicy, 'answer', { sessionId, ceremony }),
      );
      if (this.clock() < Date.parse(expiresAt)) return challengeHash;
    } catch (failure) {
      if (!(failure instanceof CourtyardError && failure.code === 'not_found')) throw failure;
    }
    throw new CourtyardError('passkey.invalid');
  }
}
