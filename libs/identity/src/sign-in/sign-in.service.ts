import { randomUUID } from 'node:crypto';
import { systemActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { Gate } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import type { Account } from '../account/account.entity.js';
import { AccountService } from '../account/account.service.js';
import { foldEmail } from '../account/email-address.js';
import type { Client } from '../client.js';
import type { Password } from '../password/password.entity.js';
import { normalisePassword } from '../password/password-rules.js';
import { StoredPasswordService } from '../password/stored-password.service.js';
import { SessionService, type StartedSession } from '../session/session.service.js';
import { type RefusedSignIn, SECURITY_TRAIL, type SecurityTrail } from './security-trail.js';
import { SignInThrottle } from './sign-in-throttle.js';

export interface Credentials {
  /** The handle of the organisation; left out where there is only one. */
  readonly organisation?: string | null;
  readonly email: string;
  readonly password: string;
}

/** No row has it: what is looked up by it is looked for and not found. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Signing in with a password.
 *
 * An unknown organisation, an unknown address, a deactivated account, an account without a password and a wrong password go
 * the same way: the same look-ups, one comparison of argon2id, one record in the audit log, `sign_in.wrong`. (A record
 * needs an organisation to stand in; that one exists is no secret.)
 */
@Injectable()
export class SignInService {
  constructor(
    private readonly gate: Gate,
    private readonly accounts: AccountService,
    private readonly passwords: StoredPasswordService,
    private readonly sessions: SessionService,
    private readonly throttle: SignInThrottle,
    @Inject(SECURITY_TRAIL) private readonly trail: SecurityTrail,
  ) {}

  /** @throws input.invalid, sign_in.wrong, rate.limited, server.unavailable */
  async signIn(credentials: Credentials, client: Client): Promise<StartedSession> {
    const email = foldEmail(credentials.email);
    if (!email) throw new CourtyardError('input.invalid', { fields: ['email'] });
    const password = normalisePassword(credentials.password, 'password');
    const requestId = client.requestId ?? randomUUID();
    const known = await this.gate.organisationByHandle(credentials.organisation ?? null);
    const organisationId = known ?? NOBODY;

    const begun = await this.throttle.begin({ organisationId, email }, client.address, async () => {
      if (known) await this.refused('sign_in_throttled', organisationId, requestId, null);
    });
    const account = await this.accounts.signingInWith(organisationId, email);
    const stored = await this.passwords.compareUnknown(organisationId, account?.id ?? NOBODY, password);
    if (!account || !stored) {
      if (known) await this.refused('sign_in_failed', organisationId, requestId, account);
      throw new CourtyardError('sign_in.wrong');
    }
    await begun.succeeded();
    return this.start(account, stored, password, { ...client, requestId });
  }

  private async start(
    account: Account,
    stored: Password,
    password: string,
    client: Client,
  ): Promise<StartedSession> {
    const renewed = await this.passwords.renew(stored, password);
    const actor = systemActor('sign_in', account.organisationId, client.requestId);
    try {
      return await this.gate.write(actor, 'signIn', async (write) => {
        await this.passwords.confirm(write, stored, renewed);
        return this.sessions.open(write, account, client);
      });
    } catch (failure) {
      // The password was changed between the comparison and now: it is the wrong one by now.
      if (failure instanceof CourtyardError && failure.code === 'conflict.stale_version') {
        throw new CourtyardError('sign_in.wrong');
      }
      throw failure;
    }
  }

  private refused(
    kind: RefusedSignIn['kind'],
    organisationId: string,
    requestId: string,
    account: Account | null,
  ): Promise<void> {
    return this.trail.append({
      organisationId,
      kind,
      requestId,
      ...(account
        ? { personId: account.employeeId, resource: { type: 'Account', id: account.id } as const }
        : {}),
    });
  }
}
