import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { Inject, Injectable } from '@nestjs/common';
import type { Password } from '../password/password.entity.js';
import { StoredPasswordService } from '../password/stored-password.service.js';
import { type RefusedSignIn, SECURITY_TRAIL, type SecurityTrail } from '../sign-in/security-trail.js';
import { SignInThrottle, type Try } from '../sign-in/sign-in-throttle.js';

type Refusal = RefusedSignIn['kind'];

/** What somebody who is signed in proves themself by once more: counted before it is compared, recorded when it is wrong. */
@Injectable()
export class OwnProofs {
  constructor(
    private readonly stored: StoredPasswordService,
    private readonly throttle: SignInThrottle,
    @Inject(SECURITY_TRAIL) private readonly trail: SecurityTrail,
  ) {}

  /**
   * @param password normalised
   * @returns the password it was compared with
   * @throws rate.limited, password.wrong
   */
  async byPassword(actor: EmployeeActor, password: string, wrong: Refusal): Promise<Password> {
    const begun = await this.begin(actor);
    const compared = await this.stored.compare(actor, actor.accountId, password);
    if (!compared) {
      await this.refused(actor, wrong);
      throw new CourtyardError('password.wrong');
    }
    await begun.succeeded();
    return compared;
  }

  /** Counts a try. @throws rate.limited */
  begin(actor: EmployeeActor): Promise<Try> {
    return this.throttle.beginOwn(actor.accountId, () => this.refused(actor, 'sign_in_throttled'));
  }

  refused(actor: EmployeeActor, kind: Refusal): Promise<void> {
    return this.trail.append({
      organisationId: actor.organisationId,
      kind,
      requestId: actor.requestId,
      personId: actor.employeeId,
      resource: { type: 'Account', id: actor.accountId },
    });
  }
}
