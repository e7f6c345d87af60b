import { defineErrors } from '@courtyard/errors';

export const organisationErrors = defineErrors({
  'organisation.handle_taken': { message: 'Another organisation is named so already.', status: 409 },
  'organisation.administered': {
    message: 'An administrator has signed in here already; ask them for an invitation.',
    status: 409,
  },
});
