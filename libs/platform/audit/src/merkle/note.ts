import { isUtf8 } from 'node:buffer';
import { isUint8Array } from 'node:util/types';
import { MerkleFault } from './merkle-fault.js';

/** One signature line of a note, not verified. */
export interface NoteSignature {
  readonly name: string;
  /** Unsigned, 32 bits. With the name it tells which key; it is no fingerprint. */
  readonly keyId: number;
  readonly signature: Uint8Array;
}

/** A signed note as it is written. Its text counts for nothing until `openNote` verified a signature. */
export interface Note {
  /** Ends in a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** "Verifiers SHOULD apply a maximum limit": far above the 16 signatures that must be accepted. */
const NOTE_LIMIT = 1_000_000;
const SIGNATURES_LIMIT = 100;
const KEY_ID_BYTES = 4;

/** Reads the form of C2SP signed-note, "Format", and nothing beside it. @throws MerkleFault */
export function parseNote(bytes: Uint8Array): Note {
  if (!isUint8Array(bytes)) throw new MerkleFault('note.malformed');
  if (bytes.length > NOTE_LIMIT) throw new MerkleFault('note.too_large');
  if (!isUtf8(bytes)) throw new MerkleFault('note.malformed');
  // Unlike TextDecoder this keeps a byte order mark, which is signed like any other character.
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  const blank = whole.lastIndexOf('\n\n');
  if (blank < 0 || !whole.endsWith('\n') || hasControl(whole)) throw new MerkleFault('note.malformed');
  const text = whole.slice(0, blank + 1);
  const lines = whole
    .slice(blank + 2)
    .split('\n')
    .slice(0, -1);
  if (lines.length === 0) throw new MerkleFault('note.malformed');
  if (lines.length > SIGNATURES_LIMIT) throw new MerkleFault('note.too_large');
  return { text, signatures: lines.map(parseLine) };
}

/** @throws MerkleFault when the text or a name cannot stand in a note. */
export function encodeNote({ text, signatures }: Note): Buffer {
  assertText(text);
  if (signatures.length === 0) throw new MerkleFault('note.unsigned');
  const lines = signatures.map(({ name, keyId, signature }) => {
    const id = Buffer.alloc(KEY_ID_BYTES);
    id.writeUInt32BE(keyId);
    return `— ${asKeyName(name)} ${Buffer.concat([id, signature]).toString('base64')}\n`;
  });
  return Buffer.from(`${text}\n${lines.join('')}`);
}

/** Text that a note can hold: UTF-8, no control characters but newlines, and a newline at the end. */
export function assertText(text: string): void {
  if (!text.isWellFormed() || !text.endsWith('\n') || hasControl(text))
    throw new MerkleFault('note.malformed');
}

const KEY_NAME = /^[^\p{White_Space}+]+$/u;

/** A key name: not empty, no Unicode spaces, no plus. @throws MerkleFault */
export function asKeyName(name: string): string {
  if (!KEY_NAME.test(name) || !name.isWellFormed() || hasControl(name)) {
    throw new MerkleFault('note.key_malformed');
  }
  return name;
}

/** Standard base64 in its one spelling, where Buffer would read many; null when it is not that. */
export function strictBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

const LINE = /^— ([^ ]+) ([^ ]+)$/u;

function parseLine(line: string): NoteSignature {
  const match = LINE.exec(line);
  const bytes = match && KEY_NAME.test(match[1]!) ? strictBase64(match[2]!) : null;
  if (bytes === null || bytes.length <= KEY_ID_BYTES) throw new MerkleFault('note.malformed');
  return { name: match![1]!, keyId: bytes.readUInt32BE(0), signature: bytes.subarray(KEY_ID_BYTES) };
}

/** "any ASCII control characters (those below U+0020) other than newline" */
function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 && code !== 0x0a) return true;
  }
  return false;
}
