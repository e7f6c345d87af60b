import type { LogFilter } from '../generated/graphql';

/** What the sentence above the log says; empty means "any". */
export interface Sentence {
  kind: string;
  purpose: string;
  field: string;
  decision: string;
  case: string;
  /** Days back, or empty. */
  since: string;
}

export const anything: Sentence = { kind: '', purpose: '', field: '', decision: '', case: '', since: '' };

/** The filter for the server. Days are whole: the same sentence asks the same all day, and is found in the cache. */
export function filterOf({ since, ...words }: Sentence, now: Date): LogFilter {
  const filter: Record<string, string> = {};
  for (const [name, value] of Object.entries(words)) if (value.trim() !== '') filter[name] = value.trim();
  if (/^\d+$/.test(since)) {
    const from = new Date(now.getFullYear(), now.getMonth(), now.getDate() - Number(since));
    filter['from'] = from.toISOString();
  }
  return filter;
}

/** Entries under the local day they happened on, in the order given. */
export function byDay<Entry extends { at: string }>(
  entries: readonly Entry[],
): { day: string; entries: Entry[] }[] {
  const days: { day: string; entries: Entry[] }[] = [];
  for (const entry of entries) {
    const at = new Date(entry.at);
    const day = `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
    const last = days[days.length - 1];
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}
