import { createHmac } from 'node:crypto';
import type { EmployeeActor } from '@courtyard/access';
import { DatabaseError } from '@courtyard/database';
import { CourtyardError } from '@courtyard/errors';
import { Gate } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { generateAuthenticationOptions, generateRegistrationOptions } from '@simplewebauthn/server';
import { v7 as newId } from 'uuid';
import { AccountService } from '../account/account.service.js';
import { AccountChanges } from '../account-notice/account-changes.service.js';
import { AccountNoticeKind } from '../account-notice/account-notice.entity.js';
import type { Client } from '../client.js';
import { CLOCK, type Clock, instantOf } from '../clock.js';
import { IDENTITY_OPTIONS, type IdentityOptions } from '../identity.options.js';
import { OwnProofs } from '../reauthentication/own-proofs.service.js';
import { Reauthentication } from '../reauthentication/reauthentication.service.js';
import { ALGORITHMS, hasGrown, judgeAssertion, judgeRegistration } from './ceremony.js';
import type { Passkey } from './passkey.entity.js';
import { passkeyPolicy } from './passkey.policy.js';
import { CHALLENGE_SECONDS, PasskeyChallenges } from './passkey-challenges.service.js';
import { type RelyingParty, relyingPartyOf } from './relying-party.js';

/** More than anybody carries, and few enough for one list. */
export const MOST_PASSKEYS = 10;

const TIMEOUT = CHALLENGE_SECONDS * 1000;
const UNIQUE_VIOLATION = '23505';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Passkeys (W3C Web Authentication, Level 3) as the stronger proof of who one is: whoever has one proves by it, and their
 * password alone no longer gives or approves anything. The user is verified each time; attestation is not asked for.
 */
@Injectable()
export class PasskeyService {
  constructor(
    private readonly gate: Gate,
    private readonly accounts: AccountService,
    private readonly changes: AccountChanges,
    private readonly challenges: PasskeyChallenges,
    private readonly proofs: OwnProofs,
    private readonly reauthentication: Reauthentication,
    @Inject(IDENTITY_OPTIONS) private readonly options: IdentityOptions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The actor's own. */
  async mine(actor: EmployeeActor): Promise<readonly Passkey[]> {
    const passkeys = await this.gate.loadBy(actor, passkeyPolicy, 'read', 'accountId', [actor.accountId]);
    return passkeys.sort((a, b) => a.id.localeCompare(b.id));
  }

  /**
   * Options for `navigator.credentials.create`, as JSON.
   * @throws auth.reauthentication_needed, passkey.unavailable, passkey.too_many
   */
  async beginRegistration(actor: EmployeeActor, client: Client): Promise<string> {
    const party = this.partyOf(client);
    await this.reauthentication.requireFresh(actor);
    const [{ email }, passkeys] = await Promise.all([this.accounts.own(actor), this.mine(actor)]);
    if (passkeys.length >= MOST_PASSKEYS) throw new CourtyardError('passkey.too_many');
    const challenge = await this.challenges.ask(actor, 'registration');
    return JSON.stringify(
      await generateRegistrationOptions({
        rpName: 'Courtyard',
        rpID: party.id,
        userName: email,
        userDisplayName: email,
        userID: this.handleOf(actor.accountId),
        challenge: Buffer.from(challenge, 'base64url'),
        timeout: TIMEOUT,
        attestationType: 'none',
        excludeCredentials: passkeys.map(descriptorOf),
        authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
        supportedAlgorithmIDs: ALGORITHMS,
      }),
    );
  }

  /**
   * Adds a passkey. Giving and approving rest for 14 days, and the person is told: whoever added it could be somebody else.
   * @throws auth.reauthentication_needed, passkey.unavailable, passkey.invalid, passkey.too_many
   */
  async add(
    actor: EmployeeActor,
    { name, response }: { readonly name: string; readonly response: string },
    client: Client,
  ): Promise<void> {
    const party = this.partyOf(client);
    await this.reauthentication.requireFresh(actor);
    const challengeHash = await this.challenges.answer(actor, 'registration');
    const made = await judgeRegistration(response, { challengeHash, party });
    if (!made) throw new CourtyardError('passkey.invalid');
    const { accountId, employeeId, sessionId } = actor;
    const account = await this.accounts.own(actor);
    try {
      await this.gate.write(actor, 'addPasskey', async (write) => {
        // Changes the account's row first: of two at the same moment the second sees the first one's passkey.
        await this.changes.note(write, account, AccountNoticeKind.passkey_added, sessionId);
        const others = await write.loadBy(passkeyPolicy, 'read', 'accountId', [accountId]);
        if (others.length >= MOST_PASSKEYS) throw new CourtyardError('passkey.too_many');
        await write.create(passkeyPolicy, 'add', {
          id: newId(),
          accountId,
          employeeId,
          name,
          ...made,
          counter: String(made.counter),
          createdAt: instantOf(this.clock()),
          lastUsedAt: null,
        });
      });
    } catch (failure) {
      // Somebody has this very credential already. It is random, so this tells nothing that one could have asked for.
      if (failure instanceof DatabaseError && failure.sqlState === UNIQUE_VIOLATION)
        throw new CourtyardError('passkey.invalid');
      throw failure;
    }
  }

  /**
   * Takes a passkey away; a password is proof enough, because the passkey may be lost. That freezes, too: whoever knows the
   * password must not get round a passkey by removing it.
   * @throws auth.reauthentication_needed, not_found
   */
  async remove(actor: EmployeeActor, id: string): Promise<void> {
    await this.reauthentication.requireAnyFresh(actor);
    if (!UUID.test(id)) throw new CourtyardError('not_found');
    const account = await this.accounts.own(actor);
    await this.gate.write(actor, 'removePasskey', async (write) => {
      await this.changes.note(write, account, AccountNoticeKind.passkey_removed, actor.sessionId);
      await write.remove(passkeyPolicy, 'remove', id);
    });
  }

  /** Options for `navigator.credentials.get`, as JSON. @throws passkey.unavailable, passkey.none */
  async beginAssertion(actor: EmployeeActor, client: Client): Promise<string> {
    const party = this.partyOf(client);
    const passkeys = await this.mine(actor);
    if (passkeys.length === 0) throw new CourtyardError('passkey.none');
    const challenge = await this.challenges.ask(actor, 'assertion');
    return JSON.stringify(
      await generateAuthenticationOptions({
        rpID: party.id,
        challenge: Buffer.from(challenge, 'base64url'),
        timeout: TIMEOUT,
        allowCredentials: passkeys.map(descriptorOf),
        userVerification: 'required',
      }),
    );
  }

  /**
   * Proves by passkey that it is them, for this session and five minutes.
   * @throws rate.limited, passkey.unavailable, passkey.invalid
   */
  async prove(actor: EmployeeActor, response: string, client: Client): Promise<void> {
    const party = this.partyOf(client);
    const begun = await this.proofs.begin(actor);
    try {
      const challengeHash = await this.challenges.answer(actor, 'assertion');
      const judged = await judgeAssertion(response, await this.mine(actor), { challengeHash, party });
      if (!judged) throw new CourtyardError('passkey.invalid');
      await this.gate.write(actor, 'reauthenticate', async (write) => {
        await write.change(passkeyPolicy, 'use', judged.passkey.id, ({ counter }) => {
          // Judged again under the lock: the same answer twice, or two of one authenticator, at the same moment.
          if (!hasGrown(counter, judged.counter)) throw new CourtyardError('passkey.invalid');
          return { counter: String(judged.counter), lastUsedAt: instantOf(this.clock()) };
        });
        await this.reauthentication.proven(write, actor, 'passkey');
      });
    } catch (failure) {
      if (failure instanceof CourtyardError && failure.code === 'passkey.invalid')
        await this.proofs.refused(actor, 'reauthentication_failed');
      throw failure;
    }
    await begun.succeeded();
  }

  private partyOf({ host }: Client): RelyingParty {
    const party = relyingPartyOf(this.options.publicUrl, host);
    if (!party) throw new CourtyardError('passkey.unavailable');
    return party;
  }

  /** What authenticators know the account by: nothing that means anything elsewhere. */
  private handleOf(accountId: string): Uint8Array<ArrayBuffer> {
    return new Uint8Array(createHmac('sha256', this.options.secret).update(`passkey\n${accountId}`).digest());
  }
}

function descriptorOf({ credentialId, transports }: Passkey) {
  return { id: credentialId.toString('base64url'), transports };
}
