/** A backup cannot be made, read or loaded; one sentence with a stable code at its end, and never a value of a row. */
export class BackupFault extends Error {
  override readonly name = 'BackupFault';

  constructor(
    sentence: string,
    readonly code:
      | 'backup.unreadable_rows'
      | 'backup.unknown_column'
      | 'backup.large_objects'
      | 'backup.damaged'
      | 'backup.other_schema'
      | 'backup.not_empty'
      | 'backup.in_use',
  ) {
    super(`${sentence} (${code})`);
  }
}
