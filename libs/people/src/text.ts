import { CourtyardError } from '@courtyard/errors';

/** Control characters; a bio may have lines and tabs. */
const CONTROL = /\p{Cc}/u;
const CONTROL_BUT_LINES = /(?![\n\t])\p{Cc}/u;

export interface TextRule {
  /** The input's field, named in the error. */
  readonly field: string;
  /** In Unicode code points, after trimming. */
  readonly most: number;
  readonly lines?: boolean;
}

/**
 * Text somebody wrote, as it is kept: NFC, no space around it, line ends as `\n`.
 * @throws input.invalid for nothing, for too much, for NUL and other control characters, and for what is no Unicode
 */
export function keptText(text: string, { field, most, lines = false }: TextRule): string {
  // Before the work of normalising; NFC shortens no text to a third.
  if (text.length > most * 6 || !text.isWellFormed()) throw invalid(field);
  const kept = text.normalize('NFC').replaceAll('\r\n', '\n').trim();
  const length = [...kept].length;
  if (length === 0 || length > most || (lines ? CONTROL_BUT_LINES : CONTROL).test(kept)) throw invalid(field);
  return kept;
}

/** The same, where nothing is an answer: null for null and for blank text. */
export function keptTextOrNull(text: string | null, rule: TextRule): string | null {
  return text === null || text.trim() === '' ? null : keptText(text, rule);
}

export function invalid(field: string): CourtyardError {
  return new CourtyardError('input.invalid', { fields: [field] });
}
