/**
 * Milliseconds to wait before try number `attempt` (0-based): 1, 2, 4, 8, 16, then 30 seconds, each less up to a
 * quarter, so that a restarted server is not met by everyone in the same instant.
 */
export function backOff(attempt: number, random: () => number = Math.random): number {
  const whole = Math.min(30_000, 1_000 * 2 ** Math.min(attempt, 5));
  return Math.round(whole * (1 - random() / 4));
}
