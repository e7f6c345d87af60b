import { defineErrors } from '@courtyard/errors';

export const backupErrors = defineErrors({
  'backup.no_recipient': {
    message:
      'A backup is encrypted: name with --to the age public key (age1…) of whoever may open it, or say --plain.',
    status: 400,
  },
  'backup.bad_recipient': { message: 'That is no age public key (age1…).', status: 400 },
  'backup.no_identity': {
    message: 'The backup is encrypted: name with --identity the file of the age key that opens it.',
    status: 400,
  },
  'backup.bad_identity': { message: 'That key does not open the backup, or is none of age.', status: 400 },
  'backup.file_in_use': {
    message: 'There is a file of that name already; nothing was written.',
    status: 400,
  },
  'backup.no_file': { message: 'There is no such file.', status: 404 },
  'backup.keys_beside': {
    message: 'Keys and database are kept apart: choose another folder than that of the keys.',
    status: 400,
  },
  'backup.no_keys': { message: 'There are no keys in that folder yet.', status: 404 },
});
