import { defineErrors } from '@courtyard/errors';

export const restoreErrors = defineErrors({
  'restore.other_backup': {
    message: 'A restore of another backup was begun here: go on with that one.',
    status: 400,
  },
  'restore.not_empty': {
    message:
      'The database holds something: a backup is put back into an empty one. Move the folder `postgres` away, or name a new database.',
    status: 400,
  },
  'restore.empty': {
    message: 'The database is empty: name the backup that is to be put back.',
    status: 400,
  },
  'restore.ledger_there': {
    message: 'There is a ledger that can be used: restore without --without-ledger.',
    status: 400,
  },
  'restore.no_ledger': {
    message:
      'There is no ledger of what was taken back and erased: put the newest copy of the keys back. Only if there is none any more, say why with --without-ledger; every yes falls then, and what was erased since the backup is there again.',
    status: 400,
  },
});
