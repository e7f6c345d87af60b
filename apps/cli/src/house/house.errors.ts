import { defineErrors } from '@courtyard/errors';

export const houseErrors = defineErrors({
  'organisation.none': { message: 'There is no organisation here yet: start Courtyard first.', status: 404 },
  'organisation.unnamed': {
    message: 'There are several organisations here: say which one with --organisation HANDLE.',
    status: 400,
  },
  'organisation.unknown': { message: 'No organisation here has this handle.', status: 404 },
});
