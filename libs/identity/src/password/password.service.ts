import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { Gate } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { AccountService } from '../account/account.service.js';
import { SessionService } from '../session/session.service.js';
import { SECURITY_TRAIL, type SecurityTrail } from '../sign-in/security-trail.js';
import { SignInThrottle } from '../sign-in/sign-in-throttle.js';
import { normalisePassword } from './password-rules.js';
import { StoredPasswordService } from './stored-password.service.js';

@Injectable()
export class PasswordService {
  constructor(
    private readonly gate: Gate,
    private readonly accounts: AccountService,
    private readonly stored: StoredPasswordService,
    private readonly sessions: SessionService,
    private readonly throttle: SignInThrottle,
    @Inject(SECURITY_TRAIL) private readonly trail: SecurityTrail,
  ) {}

  /**
   * Changes the actor's own password and ends all their other sessions.
   * @throws rate.limited, password.wrong, password.same_as_before, password.too_short, password.too_long,
   * password.too_common; conflict.stale_version when it was changed elsewhere meanwhile
   */
  async change(actor: EmployeeActor, passwords: { current: string; next: string }): Promise<void> {
    const current = normalisePassword(passwords.current, 'current');
    const next = normalisePassword(passwords.next, 'next');
    const { email } = await this.accounts.own(actor);
    const compared = await this.prove(actor, current);
    if (current === next) throw new CourtyardError('password.same_as_before');
    const hashed = await this.stored.prepare(actor.organisationId, email, next);
    await this.gate.write(actor, 'changePassword', async (write) => {
      await this.stored.replace(write, compared, hashed);
      await this.sessions.endAll(write, actor, actor.sessionId);
    });
  }

  /** @throws rate.limited, password.wrong */
  private async prove(actor: EmployeeActor, password: string) {
    const refused = (kind: 'sign_in_failed' | 'sign_in_throttled') =>
      this.trail.append({
        organisationId: actor.organisationId,
        kind,
        requestId: actor.requestId,
        personId: actor.employeeId,
        resource: { type: 'Account', id: actor.accountId },
      });
    const begun = await this.throttle.beginOwn(actor.accountId, () => refused('sign_in_throttled'));
    const compared = await this.stored.compare(actor, actor.accountId, password);
    if (!compared) {
      await refused('sign_in_failed');
      throw new CourtyardError('password.wrong');
    }
    await begun.succeeded();
    return compared;
  }
}
