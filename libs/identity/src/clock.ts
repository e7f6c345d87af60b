/** The present in milliseconds since 1970; given from outside, so that a test can wait for days. */
export type Clock = () => number;

export const CLOCK = Symbol('Clock');

export function instantOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
