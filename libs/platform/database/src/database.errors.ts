/**
 * What the database says when it fails. No message, field or cause here carries a value, a statement's
 * parameters or PostgreSQL's own detail ("Key (email)=(..)"): these errors reach logs.
 */

/** Why the database could not be asked. `lost`: mid-work, so whether a COMMIT took effect is unknown. */
export type UnavailableReason = 'busy' | 'lost' | 'refused' | 'timeout' | 'unreachable';

const UNAVAILABLE: Record<UnavailableReason, string> = {
  busy: 'Every connection to the database stayed in use for too long.',
  lost: 'The connection to the database was lost while it was working.',
  refused: 'The database refused the sign-in of this role.',
  timeout: 'The database did not answer in time.',
  unreachable: 'The database cannot be reached.',
};

export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';

  constructor(readonly reason: UnavailableReason) {
    super(UNAVAILABLE[reason]);
  }
}

/** PostgreSQL refused a statement. The whole flight or transaction was rolled back. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';

  constructor(
    message: string,
    /** SQLSTATE, five characters (PostgreSQL manual, appendix A). */
    readonly sqlState: string,
    readonly constraint?: string,
    readonly table?: string,
  ) {
    super(message);
  }
}

/**
 * A statement met a row policy while no organisation was set: an alarm, never a user's mistake. Both of
 * PostgreSQL's answers (setting never made, setting emptied at the end of a transaction) become this one.
 */
export class NoOrganisation extends Error {
  override readonly name = 'NoOrganisation';

  constructor() {
    super('A statement touched rows of organisations while no organisation was set.');
  }
}

/** The embedded PostgreSQL could not be started, reached or kept. */
export class EmbeddedPostgresFault extends Error {
  override readonly name = 'EmbeddedPostgresFault';
}

/** The migrations on disk and the database do not fit together, or a role lacks a right they need. */
export class MigrationFault extends Error {
  override readonly name = 'MigrationFault';
}

/** Every fault of the settings at once, one sentence each; no sentence repeats a value. */
export class SettingsFault extends Error {
  override readonly name = 'SettingsFault';

  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'));
  }
}
