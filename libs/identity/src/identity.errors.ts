import { defineErrors } from '@courtyard/errors';

/** What identity says. One answer stands for every cause that would tell a stranger who has an account. */
export const identityErrors = defineErrors({
  'sign_in.wrong': { message: 'Address or password is wrong.', status: 401 },
  'password.too_short': { message: 'The password is too short.', status: 400 },
  'password.too_long': { message: 'The password is too long.', status: 400 },
  'password.too_common': { message: 'The password is among the first that are tried.', status: 400 },
  'password.same_as_before': { message: 'The new password is the old one.', status: 400 },
  'password.wrong': { message: 'The current password is another one.', status: 400 },
  'invitation.invalid': { message: 'This invitation does not hold, or holds no longer.', status: 404 },
  'invitation.already_used': { message: 'This invitation was used already.', status: 409 },
  'auth.reauthentication_needed': { message: 'Prove once more that it is you.', status: 403 },
  'auth.frozen': {
    message: 'Something about your sign-in changed; giving and approving rest for a while.',
    status: 403,
  },
  'passkey.invalid': { message: 'This passkey was not accepted.', status: 400 },
  'passkey.none': { message: 'This account has no passkey.', status: 409 },
  'passkey.unavailable': {
    message: 'Passkeys need a name: open Courtyard at its public address, or as localhost.',
    status: 409,
  },
  'passkey.too_many': { message: 'No more passkeys fit this account.', status: 409 },
  'password_reset.invalid': { message: 'This link does not hold, or holds no longer.', status: 404 },
  'account.address_taken': { message: 'An account signs in with this address already.', status: 409 },
});
