/** The ledger does not work, or is not what it was. Never carries an id. */
export class LedgerFault extends Error {
  override readonly name = 'LedgerFault';

  constructor(
    sentence: string,
    readonly code: 'ledger.unusable' | 'ledger.changed' | 'ledger.older' | 'ledger.missing',
  ) {
    super(`${sentence} (${code})`);
  }
}
