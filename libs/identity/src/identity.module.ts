import { CLOCK as CLOCK_OF_RECORDS, type Clock as ClockOfRecords, systemClock } from '@courtyard/records';
import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { AccountService } from './account/account.service.js';
import { AccountChanges } from './account-notice/account-changes.service.js';
import { CLOCK } from './clock.js';
import { IDENTITY_OPTIONS, type IdentityOptions } from './identity.options.js';
import { InvitationService } from './invitation/invitation.service.js';
import { Mails } from './mail/mails.service.js';
import { PasskeyService } from './passkey/passkey.service.js';
import { PasskeyChallenges } from './passkey/passkey-challenges.service.js';
import { PasswordResolver } from './password/password.resolver.js';
import { PasswordService } from './password/password.service.js';
import { PasswordHasher } from './password/password-hasher.js';
import { StoredPasswordService } from './password/stored-password.service.js';
import { PasswordResetResolver } from './password-reset/password-reset.resolver.js';
import { PasswordResetService } from './password-reset/password-reset.service.js';
import { ResetThrottle } from './password-reset/reset-throttle.js';
import { IdentityPruning } from './pruning/identity-pruning.service.js';
import { OwnProofs } from './reauthentication/own-proofs.service.js';
import { Reauthentication } from './reauthentication/reauthentication.service.js';
import { SessionResolver } from './session/session.resolver.js';
import { SessionService } from './session/session.service.js';
import { SessionUses } from './session/session-uses.js';
import { SignInService } from './sign-in/sign-in.service.js';
import { SignInPageResolver } from './sign-in/sign-in-page.resolver.js';
import { SignInThrottle } from './sign-in/sign-in-throttle.js';

export const identityResolvers = [
  PasswordResetResolver,
  PasswordResolver,
  SessionResolver,
  SignInPageResolver,
];

const SERVICES = [
  AccountChanges,
  AccountService,
  IdentityPruning,
  InvitationService,
  Mails,
  OwnProofs,
  PasskeyChallenges,
  PasskeyService,
  PasswordResetService,
  PasswordService,
  Reauthentication,
  ResetThrottle,
  SessionService,
  SessionUses,
  SignInService,
  SignInThrottle,
  StoredPasswordService,
];

/**
 * Accounts, passwords, sessions and invitations. It needs `Gate` and `Throttle` of records and a `SECURITY_TRAIL`, from
 * global modules; `ORGANISATION_NAMES` and `DEMO_ACCOUNTS` where somebody provides them.
 */
@Module({})
export class IdentityModule {
  static register(options: IdentityOptions): DynamicModule {
    return {
      module: IdentityModule,
      // Registered once, with its options; what builds on it names no options.
      global: true,
      providers: [...identityProviders(options), ...identityResolvers],
      exports: [
        AccountChanges,
        AccountService,
        IdentityPruning,
        InvitationService,
        Mails,
        PasskeyService,
        PasswordResetService,
        PasswordService,
        Reauthentication,
        SessionService,
        SessionUses,
        SignInService,
      ],
    };
  }
}

/** The services without their resolvers, for processes that serve no GraphQL and for tests. */
export function identityProviders(options: IdentityOptions): Provider[] {
  return [
    { provide: IDENTITY_OPTIONS, useValue: options },
    {
      provide: CLOCK,
      useFactory: (ours?: ClockOfRecords) => options.clock ?? (() => (ours ?? systemClock).now().getTime()),
      inject: [{ token: CLOCK_OF_RECORDS, optional: true }],
    },
    {
      provide: PasswordHasher,
      useFactory: async () => {
        const hasher = new PasswordHasher(options.cost);
        await hasher.warmUp();
        return hasher;
      },
    },
    ...SERVICES,
  ];
}
