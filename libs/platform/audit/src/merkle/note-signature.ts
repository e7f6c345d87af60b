import { type KeyObject, sign, verify } from 'node:crypto';
import { MerkleFault } from './merkle-fault.js';
import { assertText, type NoteSignature, parseNote } from './note.js';
import { publicKeyObject, type VerifierKey, verifierKeyOf } from './note-key.js';

/** First line of what a witness signs, so that it can never be a log's own text (C2SP tlog-cosignature). */
const COSIGNED = 'cosignature/v1\n';
const SIGNATURE_BYTES = 64;
const TIMESTAMP_BYTES = 8;
const TIMESTAMP_LIMIT = 2n ** 63n - 1n;

/** A signature that holds. */
export interface VerifiedSignature {
  readonly key: VerifierKey;
  /** When a witness cosigned, seconds since 1970; null for a log's own signature. The witness's word, not ours. */
  readonly timestamp: bigint | null;
}

/**
 * Signs a text as a log: Ed25519 over the text (C2SP signed-note, "Ed25519 signatures").
 * @throws MerkleFault `note.text_reserved` for a text that would pass for what a witness with this key signed.
 */
export function signText(text: string, name: string, privateKey: KeyObject): NoteSignature {
  assertText(text);
  if (text.startsWith(COSIGNED)) throw new MerkleFault('note.text_reserved');
  const { keyId } = verifierKeyOf(name, 'ed25519', privateKey);
  return { name, keyId, signature: sign(null, Buffer.from(text), privateKey) };
}

/**
 * Signs a checkpoint's text as a witness (C2SP tlog-cosignature, "Ed25519 signed message"). Whoever calls it states
 * that this is the largest tree they saw of this log and that it is consistent with all before: verify that first.
 * @param timestamp seconds since 1970.
 */
export function cosignText(
  text: string,
  name: string,
  privateKey: KeyObject,
  timestamp: bigint,
): NoteSignature {
  assertText(text);
  if (timestamp < 0n || timestamp > TIMESTAMP_LIMIT) throw new MerkleFault('number.malformed');
  const time = Buffer.alloc(TIMESTAMP_BYTES);
  time.writeBigUInt64BE(timestamp);
  const { keyId } = verifierKeyOf(name, 'cosignature/v1', privateKey);
  const signature = Buffer.concat([time, sign(null, cosigned(text, timestamp), privateKey)]);
  return { name, keyId, signature };
}

/**
 * Reads a note and verifies it against known keys, as C2SP signed-note, "Signatures" says: signatures of unknown keys
 * are ignored, a wrong one of a known key condemns the note, and at least one must hold. Each key is in the answer once,
 * however often it signed.
 * @throws MerkleFault
 */
export function openNote(
  bytes: Uint8Array,
  keys: readonly VerifierKey[],
): { readonly text: string; readonly signatures: readonly VerifiedSignature[] } {
  const known = new Map(keys.map((key) => [identity(key), key]));
  if (known.size !== keys.length) throw new MerkleFault('note.keys_ambiguous');
  const { text, signatures } = parseNote(bytes);
  const verified = new Map<VerifierKey, VerifiedSignature>();
  for (const line of signatures) {
    const key = known.get(identity(line));
    if (!key) continue;
    const signature = verifySignature(text, key, line.signature);
    if (!verified.has(key)) verified.set(key, signature);
  }
  if (verified.size === 0) throw new MerkleFault('note.unsigned');
  return { text, signatures: [...verified.values()] };
}

function verifySignature(text: string, key: VerifierKey, given: Uint8Array): VerifiedSignature {
  const bytes = Buffer.from(given);
  const timed = key.type === 'cosignature/v1';
  if (bytes.length !== SIGNATURE_BYTES + (timed ? TIMESTAMP_BYTES : 0))
    throw new MerkleFault('note.signature_wrong');
  const timestamp = timed ? bytes.readBigUInt64BE(0) : null;
  if (timestamp !== null && timestamp > TIMESTAMP_LIMIT) throw new MerkleFault('note.signature_wrong');
  const message = timestamp === null ? Buffer.from(text) : cosigned(text, timestamp);
  const signature = bytes.subarray(bytes.length - SIGNATURE_BYTES);
  if (!verify(null, message, publicKeyObject(key.publicKey), signature)) {
    throw new MerkleFault('note.signature_wrong');
  }
  return { key, timestamp };
}

function cosigned(text: string, timestamp: bigint): Buffer {
  return Buffer.from(`${COSIGNED}time ${timestamp}\n${text}`);
}

/** A name holds no plus, so that this is one to one. */
function identity({ name, keyId }: { readonly name: string; readonly keyId: number }): string {
  return `${name}+${keyId}`;
}
