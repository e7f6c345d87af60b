import { defineErrors } from '@courtyard/errors';

export const complianceErrors = defineErrors({
  'log.unproven': {
    message: 'The stored tree does not prove this entry: the log was changed, or is damaged.',
    status: 500,
  },
});
