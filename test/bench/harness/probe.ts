import type { Ground } from './ground.js';

/** Something that is done as fast as it goes, for some seconds. */
export interface Probe {
  readonly name: string;
  /** Done after all that only reads, because it leaves work behind. */
  readonly writes?: true;
  /** Its preparation stops the product, so it comes before all others that warm it up. */
  readonly restarts?: true;
  /** Once, before the rounds. */
  prepare?(ground: Ground): Promise<void>;
  /** @throws when an answer was wrong or refused: that is no speed */
  run(ground: Ground, seconds: number): Promise<Sample>;
}

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
