export { Account, type AccountStatus, Language } from './account/account.entity.js';
export { accountPolicy } from './account/account.policy.js';
export { AccountService } from './account/account.service.js';
export { foldEmail } from './account/email-address.js';
export { AccountChanges, FREEZE_DAYS } from './account-notice/account-changes.service.js';
export { AccountNotice, AccountNoticeKind } from './account-notice/account-notice.entity.js';
export { accountNoticePolicy } from './account-notice/account-notice.policy.js';
export { ownAccount, ownSession } from './actor-facts.js';
export { type BearerToken, readToken } from './bearer-token.js';
export type { Client, SessionContext } from './client.js';
export type { Clock } from './clock.js';
export { identityErrors } from './identity.errors.js';
export { IdentityModule, identityProviders, identityResolvers } from './identity.module.js';
export {
  type IdentityOptions,
  RESET_LIMITS,
  type ResetLimits,
  SIGN_IN_LIMITS,
  type SignInLimits,
} from './identity.options.js';
export { Invitation } from './invitation/invitation.entity.js';
export { AcceptInvitationInput } from './invitation/invitation.input.js';
export { invitationPolicy } from './invitation/invitation.policy.js';
export {
  type InvitationRequest,
  InvitationService,
  type MadeInvitation,
  type ReadInvitation,
} from './invitation/invitation.service.js';
export { MAIL_TEMPLATES, Mail, type MailTemplate } from './mail/mail.entity.js';
export { mailPolicy } from './mail/mail.policy.js';
export { Mails, type QueuedMail } from './mail/mails.service.js';
export { type MailContent, type MailPlace, openMail, sealMail } from './mail/sealed-mail.js';
export { ORGANISATION_NAMES, type OrganisationNames } from './organisation-names.js';
export { Passkey } from './passkey/passkey.entity.js';
export { passkeyPolicy } from './passkey/passkey.policy.js';
export { MOST_PASSKEYS, PasskeyService } from './passkey/passkey.service.js';
export { PasskeyChallenge } from './passkey/passkey-challenge.entity.js';
export { passkeyChallengePolicy } from './passkey/passkey-challenge.policy.js';
export { Password } from './password/password.entity.js';
export { ChangePasswordInput } from './password/password.input.js';
export { passwordPolicy } from './password/password.policy.js';
export { PasswordService } from './password/password.service.js';
export { PASSWORD_COST, type PasswordCost } from './password/password-hasher.js';
export { LONGEST_PASSWORD, SHORTEST_PASSWORD } from './password/password-rules.js';
export type { HashedPassword } from './password/stored-password.service.js';
export { Turns } from './password/turns.js';
export { PasswordReset } from './password-reset/password-reset.entity.js';
export { ResetPasswordInput } from './password-reset/password-reset.input.js';
export { passwordResetPolicy } from './password-reset/password-reset.policy.js';
export { PasswordResetService } from './password-reset/password-reset.service.js';
export { IdentityPruning } from './pruning/identity-pruning.service.js';
export {
  FRESH_SECONDS,
  type ProvenBy,
  Reauthentication,
} from './reauthentication/reauthentication.service.js';
export { SECURITY_OPERATIONS } from './security-operations.js';
export { Session } from './session/session.entity.js';
export { SESSION_ENDED, SIGNED_OUT_EVERYWHERE } from './session/session.events.js';
export { sessionPolicy } from './session/session.policy.js';
export { SESSION_IDLE_SECONDS, SessionService, type StartedSession } from './session/session.service.js';
export {
  type CookieOptions,
  clearSessionCookie,
  readSessionCookie,
  sessionCookieName,
  writeSessionCookie,
} from './session/session-cookie.js';
export { SessionUses } from './session/session-uses.js';
export { DEMO_ACCOUNTS, type DemoAccounts } from './sign-in/demo-accounts.js';
export { type RefusedSignIn, SECURITY_TRAIL, type SecurityTrail } from './sign-in/security-trail.js';
export { SignInInput } from './sign-in/sign-in.input.js';
export { type Credentials, SignInService } from './sign-in/sign-in.service.js';
export { DemoAccount, SignInPage } from './sign-in/sign-in-page.view.js';
