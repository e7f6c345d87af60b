import { definePolicy, everyRow } from '@courtyard/access';
import { concernsPerson } from '@courtyard/records';
import { PasswordReset } from './password-reset.entity.js';

/** Nobody's by right: whoever bears the token may redeem it, and nobody, in any role, may make or see one for another. */
export const passwordResetPolicy = definePolicy(PasswordReset, ['make', 'redeem', 'prune'], ({ errand }) => {
  errand('reset_password', ['make', 'redeem'], everyRow('whoever forgot a password is not signed in'));
  errand('prune_identity', 'prune', everyRow('links that have expired are cleared away'));
});
concernsPerson(passwordResetPolicy, 'employeeId');
