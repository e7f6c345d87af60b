const DAY = 86_400_000;

/** The server looks back by the days of UTC, from tomorrow on. */
export function tomorrow(now: number): string {
  return new Date(now + DAY).toISOString().slice(0, 10);
}

export function farthest(now: number): string {
  return new Date(now + 3 * 365 * DAY).toISOString().slice(0, 10);
}

/** What a date field holds as what is sent; null where it is empty or not within the days that can be chosen. */
export function chosenDay(value: string, now: number): string | null {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && value >= tomorrow(now) && value <= farthest(now) ? value : null;
}
