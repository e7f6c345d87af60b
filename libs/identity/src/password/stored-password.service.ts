import { type EmployeeActor, type SystemActor, systemActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { Gate, type Write } from '@courtyard/records';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { CLOCK, type Clock, instantOf } from '../clock.js';
import { ORGANISATION_NAMES, type OrganisationNames } from '../organisation-names.js';
import type { Password } from './password.entity.js';
import { passwordPolicy } from './password.policy.js';
import { PasswordHasher } from './password-hasher.js';
import { assertAcceptable } from './password-rules.js';

/** A password that was found acceptable, hashed, and ready to be stored. */
export interface HashedPassword {
  readonly hash: string;
}

/** Passwords at rest: judged before they are stored, compared, renewed. Every password given here is normalised. */
@Injectable()
export class StoredPasswordService {
  constructor(
    private readonly gate: Gate,
    private readonly hasher: PasswordHasher,
    @Inject(CLOCK) private readonly clock: Clock,
    @Optional() @Inject(ORGANISATION_NAMES) private readonly names?: OrganisationNames,
  ) {}

  /**
   * Judges a new password and hashes it; slow, so done before a transaction begins.
   * @throws password.too_short, password.too_long, password.too_common
   */
  async prepare(organisationId: string, email: string, password: string): Promise<HashedPassword> {
    const name = await this.names?.nameOf(organisationId);
    assertAcceptable(password, name ? [email, name] : [email]);
    return { hash: await this.hasher.hash(password) };
  }

  /** Stores the first password of an account. */
  async set(write: Write, accountId: string, { hash }: HashedPassword): Promise<void> {
    await write.create(passwordPolicy, 'set', { accountId, hash, changedAt: instantOf(this.clock()) });
  }

  /** Puts a new password in the place of whichever there is, for the bearer of a link. */
  async reset(write: Write, accountId: string, { hash }: HashedPassword): Promise<void> {
    const changedAt = instantOf(this.clock());
    if (await write.createIfAbsent(passwordPolicy, 'reset', { accountId, hash, changedAt })) return;
    await write.change(passwordPolicy, 'reset', { accountId }, { hash, changedAt });
  }

  /**
   * Compares with an account's password, or with nobody's: exactly one comparison either way.
   * @param actor whose password it is, or the errand of sign-in
   * @returns the password that was compared with, or null where it is wrong or there is none.
   */
  async compare(
    actor: EmployeeActor | SystemActor,
    accountId: string,
    password: string,
  ): Promise<Password | null> {
    const [stored] = await this.gate.loadBy(actor, passwordPolicy, 'verify', 'accountId', [accountId]);
    const right = await this.hasher.verify(stored?.hash ?? null, password);
    return right && stored ? stored : null;
  }

  /** As `compare`, for whoever is about to sign in. */
  compareUnknown(organisationId: string, accountId: string, password: string): Promise<Password | null> {
    return this.compare(systemActor('sign_in', organisationId), accountId, password);
  }

  /** The same password at today's cost, where it was hashed at another one; null otherwise. */
  async renew(stored: Password, password: string): Promise<HashedPassword | null> {
    return this.hasher.isOutdated(stored.hash) ? { hash: await this.hasher.hash(password) } : null;
  }

  /**
   * Makes sure, under a lock, that a password is still the one that was compared: who signs in with one that is being
   * changed at this moment must not get a session that outlives the change.
   * @throws conflict.stale_version
   */
  async confirm(write: Write, stored: Password, renewed: HashedPassword | null): Promise<void> {
    await this.hold(write, 'verify', stored);
    if (renewed) await write.change(passwordPolicy, 'rehash', { accountId: stored.accountId }, renewed);
  }

  /** @throws conflict.stale_version when it is not the one any more that was compared. */
  async replace(write: Write, stored: Password, { hash }: HashedPassword): Promise<void> {
    await this.hold(write, 'change', stored);
    const changedAt = instantOf(this.clock());
    await write.change(passwordPolicy, 'change', { accountId: stored.accountId }, { hash, changedAt });
  }

  private async hold(write: Write, action: 'change' | 'verify', stored: Password): Promise<void> {
    const now = await write.get(passwordPolicy, action, { accountId: stored.accountId });
    if (now.hash !== stored.hash) throw new CourtyardError('conflict.stale_version');
  }
}
