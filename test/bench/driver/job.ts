/** Who asks what. */
export interface Asking {
  readonly cookie?: string;
  readonly body: string;
}

/** What a driver is told to do. */
export interface Job {
  /** The same name goes on where it stopped in the list of what is asked. */
  readonly name: string;
  readonly url: string;
  readonly clients: number;
  readonly seconds: number;
  /** Asked one after the other, round and round. */
  readonly asked: readonly Asking[];
  /** How many times at most; the time is over before or not. */
  readonly most?: number;
  /** What each answer holds that is right. */
  readonly expect: string;
  /** Of each fiftieth answer, which is taken apart: how many rows. */
  readonly rows?: number;
}

export interface Done {
  readonly count: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
  readonly bytes: number;
  /** Microseconds of processor time of the driver. */
  readonly cpu: number;
  /** What was wrong, and how many times. */
  readonly wrong: Readonly<Record<string, number>>;
}
