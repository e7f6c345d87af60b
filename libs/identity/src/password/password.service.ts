import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { Gate } from '@courtyard/records';
import { Injectable } from '@nestjs/common';
import { AccountService } from '../account/account.service.js';
import { AccountChanges } from '../account-notice/account-changes.service.js';
import { AccountNoticeKind } from '../account-notice/account-notice.entity.js';
import { OwnProofs } from '../reauthentication/own-proofs.service.js';
import { SessionService } from '../session/session.service.js';
import { normalisePassword } from './password-rules.js';
import { StoredPasswordService } from './stored-password.service.js';

@Injectable()
export class PasswordService {
  constructor(
    private readonly gate: Gate,
    private readonly accounts: AccountService,
    private readonly stored: StoredPasswordService,
    private readonly sessions: SessionService,
    private readonly proofs: OwnProofs,
    private readonly changes: AccountChanges,
  ) {}

  /**
   * Changes the actor's own password, ends all their other sessions and tells them.
   * @throws rate.limited, password.wrong, password.same_as_before, password.too_short, password.too_long,
   * password.too_common; conflict.stale_version when it was changed elsewhere meanwhile
   */
  async change(actor: EmployeeActor, passwords: { current: string; next: string }): Promise<void> {
    const current = normalisePassword(passwords.current, 'current');
    const next = normalisePassword(passwords.next, 'next');
    const account = await this.accounts.own(actor);
    const compared = await this.proofs.byPassword(actor, current, 'sign_in_failed');
    if (current === next) throw new CourtyardError('password.same_as_before');
    const hashed = await this.stored.prepare(actor.organisationId, account.email, next);
    await this.gate.write(actor, 'changePassword', async (write) => {
      await this.stored.replace(write, compared, hashed);
      await this.sessions.endAll(write, actor, actor.sessionId);
      await this.changes.note(write, account, AccountNoticeKind.password_changed, actor.sessionId);
    });
  }
}
