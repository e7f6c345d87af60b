import { defineErrors } from '@courtyard/errors';

export const importErrors = defineErrors({
  'import.organisation_unnamed': {
    message: 'There are several organisations here: say which one with --organisation HANDLE.',
    status: 400,
  },
  'import.organisation_unknown': { message: 'No organisation here has this handle.', status: 404 },
  'import.report_unwritable': { message: 'The report cannot be written there.', status: 400 },
  'import.invitations_unwritable': { message: 'The invitations cannot be written there.', status: 400 },
});
