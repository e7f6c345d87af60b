/** What came of one turn. */
export interface Sample {
  readonly perSecond: number;
  /** Milliseconds from asking to the whole answer. */
  readonly p50?: number;
  readonly p99?: number;
  /** Microseconds of processor time per piece, of each process that took part. */
  readonly cost: Cost;
}

export interface Cost {
  /** The api. */
  readonly node?: number;
  /** All processes of PostgreSQL. */
  readonly postgres: number;
  /** Whoever asked. */
  readonly driver: number;
}
