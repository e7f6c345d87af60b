import { defineErrors } from '@courtyard/errors';

export const discloseErrors = defineErrors({
  'disclose.nothing_can_be_sent': {
    message:
      'Nothing can be sent: there is no code yet that could send anything. Ask with --dry-run what would leave.',
    status: 400,
  },
  'disclose.report_unwritable': { message: 'The counts cannot be written there.', status: 400 },
});
