import { defineErrors } from '@courtyard/errors';

export const importErrors = defineErrors({
  'import.report_unwritable': { message: 'The report cannot be written there.', status: 400 },
  'import.invitations_unwritable': { message: 'The invitations cannot be written there.', status: 400 },
});
