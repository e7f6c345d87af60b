/** Slack's `ts`: seconds, a dot, and six digits that are microseconds or a counter; unique in its conversation. */
export type Timestamp = string;

const FORM = /^(\d{1,12})(?:\.(\d{1,6}))?$/;
/** 9999-12-31T23:59:59Z; PostgreSQL and JavaScript agree up to here. */
const LAST_SECOND = 253_402_300_799;

export function isTimestamp(text: string): boolean {
  const match = FORM.exec(text);
  return match !== null && Number(match[1]) <= LAST_SECOND && Number(match[1]) > 0;
}

/** `1467000000.000002` as `2016-06-27T04:00:00.000002Z`: exact, no floating point in between. */
export function isoTime(ts: Timestamp): string {
  const match = FORM.exec(ts);
  if (match === null) throw new RangeError('not a timestamp of Slack');
  const seconds = new Date(Number(match[1]) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${(match[2] ?? '').padEnd(6, '0')}Z`;
}

/** Negative when `a` is earlier. */
export function compareTimestamps(a: Timestamp, b: Timestamp): number {
  const left = isoTime(a);
  const right = isoTime(b);
  return left < right ? -1 : left > right ? 1 : 0;
}
