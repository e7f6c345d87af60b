export interface Segment {
  text: string;
  href?: string;
}

const address = /https?:\/\/[^\s<>"'`{}|\\^]+/giu;

/** Splits plain text at web addresses. Only http and https become links; closing punctuation stays text. */
export function segmentsOf(text: string): Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const found = trimmed(match[0]);
    if (!URL.canParse(found)) continue;
    if (match.index > from) segments.push({ text: text.slice(from, match.index) });
    segments.push({ text: found, href: found });
    from = match.index + found.length;
  }
  if (from < text.length) segments.push({ text: text.slice(from) });
  return segments;
}

function trimmed(found: string): string {
  let end = found.replace(/[.,;:!?…»”’]+$/u, '');
  // A closing bracket belongs to the address only if the address opened it.
  while (end.endsWith(')') && count(end, '(') < count(end, ')')) end = end.slice(0, -1);
  return end;
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}
