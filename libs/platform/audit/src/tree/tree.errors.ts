/**
 * Why the tree is not continued, in one sentence for whoever runs the house, with a stable code at its end. None of them goes
 * away by trying again: something in the database, the folder or both is not what it was.
 */
export class LogFault extends Error {
  override readonly name = 'LogFault';

  /** For programs: `log.behind` and its like. */
  get code(): string {
    return /\((log\.[a-z_]+)\)$/.exec(this.message)?.[1] ?? 'log.fault';
  }
}

/** Another sequencer, which also believed to be the one, has signed further meanwhile. What is there is read anew. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

export const BEHIND =
  'The audit log in the database is older than the checkpoint that was last signed (secrets/log-mark): an old copy of the database was put back. Put the newest one back, or go on from this one with `courtyard restore`. (log.behind)';
export const ANOTHER =
  'The audit log in the database does not continue the checkpoint that was last signed (secrets/log-mark): entries were changed, or this is the database of another installation. Nothing is signed. (log.another)';
export const UNMARKED =
  'The checkpoint that was last signed (secrets/log-mark) is missing, though the log was signed before. Put the folder of secrets back. (log.unmarked)';
export const UNSIGNED =
  'The key that signed the audit log (secrets/log) is missing, or is another one. Put the folder of secrets back. (log.unsigned)';
export const OTHER_CLUSTER =
  'The database was moved to another PostgreSQL by a dump: its transactions are counted anew, and the order of the audit log cannot be continued. Move it as a physical copy, or with `courtyard backup` and `courtyard restore`. (log.other_cluster)';
export const SPOILED =
  'What the database holds of the tree over the audit log does not fit together. Nothing is signed. (log.spoiled)';
export const KEYS_OLDER =
  'The folder of keys (secrets/log-mark) is an older copy than the database: what was taken back and erased after it is not known here. Put the newest copy of the keys back. (log.keys_older)';
export const STRANGER =
  'The database was signed by a log that this folder of keys does not know: it is of another installation. (log.stranger)';
export const STANDS = 'The database is the newest there is: there is nothing to restore. (log.stands)';
export const RESTORING =
  'A restore was begun here and has not come to its end: nothing starts until `courtyard restore` was run again and is done. (log.restoring)';
