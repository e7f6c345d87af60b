import type { Asking } from './job.js';

/** More than can be answered: requests go out by the clock, whether the ones before were answered or not. */
export interface OverloadJob {
  readonly url: string;
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly pages: readonly Asking[];
  /** One of ten: what is stored, each under a key of its own. */
  readonly posts: readonly Asking[];
}

export interface OverloadDone {
  readonly asked: number;
  /** Milliseconds of each answer that was given, pages and posts together. */
  readonly admitted: readonly number[];
  /** The same of those who were sent away. */
  readonly sentAway: readonly number[];
  /** Answers that are neither, by what they were. */
  readonly wrong: Readonly<Record<string, number>>;
  /** Posts that were acknowledged, by their ids; each only once. */
  readonly acknowledged: readonly string[];
  /** Posts that were not acknowledged at first, and were sent again with their keys until they were. */
  readonly repeated: number;
  /** Seconds from the last request of the flood until pages come as quickly as before it. */
  readonly recovery: number;
}

/** How one asks alone, before the flood: what recovery is held to. */
export const ALONE = 50;
