/**
 * Every way an export can be refused. A fault means: nothing of the file is imported. The sentences go to the
 * operator's terminal, so they hold no value from inside the file; `place` may name a file of the archive.
 */
export const IMPORT_FAULTS = {
  'import.file_unreadable': 'The file cannot be opened, or is not an ordinary file.',
  'import.not_a_zip': 'The file is not a zip archive.',
  'import.zip_truncated': 'The zip archive ends too early; it was probably not downloaded completely.',
  'import.zip_damaged': 'The zip archive is damaged.',
  'import.zip_encrypted': 'The zip archive holds an encrypted file; exports from Slack are not encrypted.',
  'import.zip_unsupported':
    'The zip archive holds a file packed in a way that exports from Slack do not use.',
  'import.zip_bomb': 'The zip archive unpacks to far more than it holds, as an attack would.',
  'import.too_large': 'The export is larger than the limits of the import.',
  'import.path_unsafe': 'The zip archive holds a file whose path could lead outside of the archive.',
  'import.link_entry': 'The zip archive holds a link or a device instead of a file.',
  'import.duplicate_name': 'The zip archive holds two files of the same name.',
  'import.not_a_slack_export':
    'The zip archive is not a Slack export: it needs users.json and one of channels.json, groups.json, mpims.json, dms.json.',
  'import.wrong_text': 'A file of the export is not UTF-8 text.',
  'import.wrong_json': 'A file of the export is not valid JSON.',
  'import.json_too_deep': 'A file of the export is nested deeper than any export from Slack.',
  'import.wrong_shape': 'A file of the export is valid JSON, but does not hold what Slack writes there.',
  'import.duplicate_id': 'The export names the same person or conversation twice.',
  'import.file_changed': 'The file changed while it was being read.',
  'import.cancelled': 'The import was cancelled.',
} as const;

export type ImportFaultCode = keyof typeof IMPORT_FAULTS;

/** Where in the archive; line and column count from 1, element from 0. */
export interface FaultPlace {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly element?: number;
  /** Names of the schema's fields, never of values. */
  readonly field?: string;
}

/** The one error of `readSlackExport`: a stable code, one sentence, a place, no personal data. */
export class ImportFault extends Error {
  readonly code: ImportFaultCode;
  readonly place: FaultPlace;

  constructor(code: ImportFaultCode, place: FaultPlace = {}) {
    const shown = { ...place, ...(place.file === undefined ? {} : { file: printable(place.file) }) };
    super(`${IMPORT_FAULTS[code]}${describe(shown)}`);
    this.name = 'ImportFault';
    this.code = code;
    this.place = shown;
  }
}

function describe(place: FaultPlace): string {
  const parts: string[] = [];
  if (place.file !== undefined) parts.push(place.file);
  if (place.element !== undefined) parts.push(`entry ${place.element + 1}`);
  if (place.field !== undefined) parts.push(`field ${place.field}`);
  if (place.line !== undefined) parts.push(`line ${place.line}, column ${place.column ?? 1}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

/**
 * A name from a hostile archive goes to a terminal: no escape sequences, no bidirectional overrides, bounded.
 * The folder of a group message is made of its members' handles, so it is not shown.
 */
function printable(name: string): string {
  const plain = name
    .toWellFormed()
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?')
    .replace(/(^|\/)mpdm-[^/]*/g, '$1mpdm-…');
  return plain.length > 120 ? `${plain.slice(0, 119)}…` : plain;
}
