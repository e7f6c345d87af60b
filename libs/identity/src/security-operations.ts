/**
 * Writes that are made to secure the house, not to work together in it: their events have the purpose `security` and are
 * kept for 90 days (privacy-model.md section 3).
 */
export const SECURITY_OPERATIONS: ReadonlySet<string> = new Set([
  'acceptInvitation',
  'addPasskey',
  'answerPasskey',
  'askPasskey',
  'changePassword',
  'dismissAccountNotice',
  'pruneIdentity',
  'reauthenticate',
  'removePasskey',
  'requestPasswordReset',
  'resetPassword',
  'revokeSession',
  'signIn',
  'signOut',
  'signOutEverywhere',
]);
