import type { Ground } from './ground.js';
import type { Probe } from './probe.js';
import type { Samples } from './rounds.js';
import type { Spread } from './statistics.js';

/** One line of the table. */
export interface Figure {
  /** Short and stable: what `--only` and the JSON name it by. */
  readonly name: string;
  /** What was measured, in a sentence for the table. */
  readonly what: string;
  readonly unit: string;
  readonly must: number | null;
  readonly aim: number | null;
  readonly better: 'higher' | 'lower';
  /** What is measured over and over, in turns with the probes of all other figures. */
  readonly probes?: readonly Probe[];
  measure(ground: Ground, samples: Samples): Promise<Measured>;
}

export interface Measured extends Spread {
  /** What else is worth knowing: processor time per request, how much of it was done. */
  readonly note?: string;
  /** How it goes up with something; drawn in the page. */
  readonly growth?: Growth;
}

export interface Growth {
  readonly title: string;
  /** What there is more and more of, from left to right. */
  readonly of: string;
  readonly unit: string;
  readonly points: readonly { readonly at: number; readonly value: number }[];
}

/** As it stands in the table and in the JSON. */
export interface Result {
  readonly figure: Figure;
  readonly measured?: Measured;
  /** Why it was not measured. */
  readonly why?: string;
}
