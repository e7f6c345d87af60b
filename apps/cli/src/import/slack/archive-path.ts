import { isUtf8 } from 'node:buffer';
import yauzl from 'yauzl';
import { ImportFault } from './slack.errors.js';

const UTF8_FLAG = 0x800;

/** The name as its maker meant it: UTF-8 where it is flagged or valid, else the DOS code page of the zip format. */
export function decodeName(entry: yauzl.Entry): string {
  const raw = entry.fileName as unknown as Buffer;
  const flagged = (entry.generalPurposeBitFlag & UTF8_FLAG) !== 0;
  if (isUtf8(raw)) return raw.toString('utf8');
  if (flagged) throw new ImportFault('import.path_unsafe');
  return lowLevelName(entry.generalPurposeBitFlag, raw, [], true);
}

// Missing in the type declarations, which describe version 2.
const lowLevelName = (
  yauzl as unknown as {
    getFileNameLowLevel(flag: number, raw: Buffer, extraFields: readonly unknown[], strict: boolean): string;
  }
).getFileNameLowLevel;

/** Nothing is ever written to a path of the archive; a path that climbs still tells that the archive is an attack. */
export function refuseUnsafePath(name: string): void {
  const segments = name.split('/');
  const inner = name.endsWith('/') ? segments.slice(0, -1) : segments;
  const unsafe =
    name.length > 1024 ||
    name.includes('\\') ||
    /^[a-zA-Z]:/.test(name) ||
    /\p{Cc}/u.test(name) ||
    inner.length === 0 ||
    inner.some((segment) => segment === '' || segment === '.' || segment === '..');
  if (unsafe) throw new ImportFault('import.path_unsafe', { file: name });
}

/** Equal for names that some file system takes for the same: case, normalisation, and a folder against a file. */
export function pathKey(name: string): string {
  return name.replace(/\/$/, '').normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}
