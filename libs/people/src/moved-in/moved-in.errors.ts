import { defineErrors } from '@courtyard/errors';

export const movedInErrors = defineErrors({
  'moved_in.busy': {
    message: 'Something changed while it was erased; what is left can be erased again.',
    status: 409,
  },
});
