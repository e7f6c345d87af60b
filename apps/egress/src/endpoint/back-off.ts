const FIRST_MILLIS = 1_000;
const LONGEST_MILLIS = 15 * 60_000;
/** A recipient may ask for more patience than we would have by ourselves. */
const LONGEST_ASKED_MILLIS = 6 * 3_600_000;

/**
 * How long to wait after the n-th failure, n from 1: doubling from a second to a quarter of an hour, half of it by chance, so
 * that many who failed together do not come back together.
 * @param askedMillis what the other side asked for; never less than that, up to six hours
 */
export function backOff(failures: number, askedMillis = 0, random: () => number = Math.random): number {
  const usual = Math.min(LONGEST_MILLIS, FIRST_MILLIS * 2 ** Math.min(failures - 1, 20));
  const own = usual / 2 + (usual / 2) * random();
  return Math.max(own, Math.min(askedMillis, LONGEST_ASKED_MILLIS));
}

/** Milliseconds from a Retry-After field (RFC 9110 section 10.2.3); undefined for what is none. */
export function retryAfter(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  const at = value.endsWith(' GMT') ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
