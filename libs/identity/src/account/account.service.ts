import { type EmployeeActor, systemActor } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { Gate, type Write } from '@courtyard/records';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { CLOCK, type Clock, instantOf } from '../clock.js';
import { normalisePassword } from '../password/password-rules.js';
import { type HashedPassword, StoredPasswordService } from '../password/stored-password.service.js';
import { type Account, Language } from './account.entity.js';
import { accountPolicy } from './account.policy.js';
import { foldEmail } from './email-address.js';

@Injectable()
export class AccountService {
  constructor(
    private readonly gate: Gate,
    private readonly passwords: StoredPasswordService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The actor's own account. */
  own(actor: EmployeeActor): Promise<Account> {
    return this.gate.get(actor, accountPolicy, 'read', actor.accountId);
  }

  /** Changes the language the actor reads. */
  changeLanguage(actor: EmployeeActor, language: Language): Promise<Account> {
    if (!Object.hasOwn(Language, language))
      throw new CourtyardError('input.invalid', { fields: ['language'] });
    return this.gate.write(actor, 'changeLanguage', (write) =>
      write.change(accountPolicy, 'change_language', actor.accountId, { language }),
    );
  }

  /** The active account that signs in with an address. */
  async signingInWith(organisationId: string, email: string): Promise<Account | null> {
    const actor = systemActor('sign_in', organisationId);
    const [account] = await this.gate.loadBy(actor, accountPolicy, 'authenticate', 'email', [email]);
    return account ?? null;
  }

  /** Refuses an address that an account has, active or not, to whoever is about to invite. @throws account.address_taken */
  async assertFree(write: Write, email: string): Promise<void> {
    const taken = await write.loadBy(accountPolicy, 'avoid', 'email', [email]);
    if (taken.length > 0) throw new CourtyardError('account.address_taken');
  }

  /**
   * Judges and hashes the password of an account about to be opened; slow, so done before its transaction begins.
   * @throws input.invalid, password.too_short, password.too_long, password.too_common
   */
  async prepare(organisationId: string, email: string, password: string): Promise<HashedPassword> {
    const folded = foldEmail(email);
    if (!folded) throw new CourtyardError('input.invalid', { fields: ['email'] });
    return this.passwords.prepare(organisationId, folded, normalisePassword(password, 'password'));
  }

  /**
   * Opens an employee's account, as part of the write of an errand that may. The language is English until its owner says
   * otherwise.
   * @throws input.invalid for what is no address
   */
  async open(
    write: Write,
    employee: { readonly employeeId: string; readonly email: string; readonly language?: Language },
    password: HashedPassword,
  ): Promise<{ readonly id: string; readonly employeeId: string }> {
    const email = foldEmail(employee.email);
    if (!email) throw new CourtyardError('input.invalid', { fields: ['email'] });
    const id = newId();
    const { employeeId } = employee;
    await write.create(accountPolicy, 'open', {
      id,
      employeeId,
      email,
      status: 'active',
      language: employee.language ?? Language.en,
      createdAt: instantOf(this.clock()),
      version: 1,
    });
    await this.passwords.set(write, id, password);
    return { id, employeeId };
  }
}
