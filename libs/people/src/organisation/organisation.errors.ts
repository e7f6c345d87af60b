import { defineErrors } from '@courtyard/errors';

export const organisationErrors = defineErrors({
  'organisation.handle_taken': { message: 'Another organisation is named so already.', status: 409 },
});
