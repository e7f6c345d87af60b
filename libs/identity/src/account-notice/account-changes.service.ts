import type { EmployeeActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { Gate, type Write } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import type { Account } from '../account/account.entity.js';
import { accountPolicy } from '../account/account.policy.js';
import { CLOCK, type Clock, instantOf } from '../clock.js';
import { Mails } from '../mail/mails.service.js';
import { type AccountNotice, AccountNoticeKind } from './account-notice.entity.js';
import { accountNoticePolicy } from './account-notice.policy.js';

/** How long giving and approving rest after a change of how somebody signs in (privacy-model.md section 4). */
export const FREEZE_DAYS = 14;

const DAY = 24 * 3600 * 1000;
/** After these, whoever changed it could be somebody else who has just got in. */
const FREEZING: ReadonlySet<AccountNoticeKind> = new Set([
  AccountNoticeKind.password_reset,
  AccountNoticeKind.passkey_added,
  AccountNoticeKind.passkey_removed,
  AccountNoticeKind.address_changed,
]);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An account, as far as somebody is told about a change of it. */
type Changed = Pick<Account, 'id' | 'employeeId' | 'email' | 'language'>;

/** What follows from a change of how somebody signs in: it freezes, it is mailed, and it is told at the next sign-in. */
@Injectable()
export class AccountChanges {
  constructor(
    private readonly gate: Gate,
    private readonly mails: Mails,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Part of the write that changes it, so that no change goes untold.
   * @param sessionId where it was done; that session may not put the notice away. Null where nobody was signed in.
   */
  async note(
    write: Write,
    account: Changed,
    kind: AccountNoticeKind,
    sessionId: string | null,
  ): Promise<void> {
    const now = this.clock();
    if (FREEZING.has(kind)) await this.freeze(write, account.id, now);
    await write.create(accountNoticePolicy, 'leave', {
      id: newId(),
      accountId: account.id,
      employeeId: account.employeeId,
      kind,
      sessionId,
      at: instantOf(now),
    });
    await this.mails.queue(write, {
      employeeId: account.employeeId,
      to: account.email,
      template: 'account_changed',
      language: account.language,
      parameters: { kind, at: instantOf(now) },
    });
  }

  /** What the actor is to be told in this session, the newest first. */
  async notices(actor: EmployeeActor): Promise<readonly AccountNotice[]> {
    const { rows } = await this.gate.list(actor, accountNoticePolicy, 'read', {
      order: { by: 'at', direction: 'desc' },
      first: 100,
    });
    return rows.filter(({ sessionId }) => sessionId !== actor.sessionId);
  }

  /** Puts a notice away that was read. @throws not_found, also in the session that the change was made in */
  async dismiss(actor: EmployeeActor, id: string): Promise<void> {
    if (!UUID.test(id)) throw new CourtyardError('not_found');
    await this.gate.write(actor, 'dismissAccountNotice', async (write) => {
      const { sessionId } = await write.remove(accountNoticePolicy, 'dismiss', id);
      if (sessionId === actor.sessionId) throw new CourtyardError('not_found');
    });
  }

  /** Never shortens a rest that is under way. */
  private async freeze(write: Write, accountId: string, now: number): Promise<void> {
    await write.change(accountPolicy, 'freeze', accountId, ({ frozenUntil }) => ({
      frozenUntil: instantOf(Math.max(now + FREEZE_DAYS * DAY, frozenUntil ? Date.parse(frozenUntil) : 0)),
    }));
  }
}
