/**
 * Writes that are made to secure the house, not to work together in it: their events have the purpose `security` and are
 * kept for 90 days (privacy-model.md section 3). Proving again is none of them: it leaves no event (docs/decisions/0033).
 */
export const SECURITY_OPERATIONS: ReadonlySet<string> = new Set([
  'acceptInvitation',
  'addPasskey',
  'changePassword',
  'dismissAccountNotice',
  'pruneIdentity',
  'removePasskey',
  'requestPasswordReset',
  'resetPassword',
  'revokeSession',
  'signIn',
  'signOut',
  'signOutEverywhere',
]);
