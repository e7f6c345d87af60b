import type { Ground } from './ground.js';
import type { Sample } from './sample.js';

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
