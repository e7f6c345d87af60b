import { defineErrors } from '@courtyard/errors';

export const logErrors = defineErrors({
  'log.unsigned': {
    message: 'Nothing is signed yet: start Courtyard, and wait some ten seconds.',
    status: 404,
  },
  'log.folder_in_use': {
    message: 'That folder holds files already; name a new or an empty one.',
    status: 400,
  },
  'log.entry_missing': {
    message: 'An event that stands in the log is gone from the database. Nothing was exported.',
    status: 500,
  },
  'log.entry_too_large': {
    message: 'An event of before this version is too large to be exported.',
    status: 500,
  },
});
