import { asHash, asSize, emptyRoot, HASH_BYTES, MAX_SIZE, sameHash } from './hash.js';
import { MerkleFault } from './merkle-fault.js';
import { assertText, strictBase64 } from './note.js';
import type { VerifierKey } from './note-key.js';
import { openNote, type VerifiedSignature } from './note-signature.js';

/** A head of a log: its name, its size and the root at that size (C2SP tlog-checkpoint, "Note text"). */
export interface Checkpoint {
  /** Names the log; one line. */
  readonly origin: string;
  readonly size: bigint;
  readonly root: Uint8Array;
  /** Further lines. A witness vouches for none of them. */
  readonly extensions: readonly string[];
}

/** Whom a reader of checkpoints believes. */
export interface CheckpointTrust {
  readonly origin: string;
  readonly log: VerifierKey;
  readonly witnesses: readonly VerifierKey[];
  /** How many of the witnesses must have cosigned. */
  readonly quorum: number;
}

/** The text of a checkpoint, to be signed. @throws MerkleFault `checkpoint.malformed` */
export function formatCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  asSize(size);
  asHash(root);
  const lines = [origin, String(size), Buffer.from(root).toString('base64'), ...extensions];
  if (lines.some((line) => line === '' || line.includes('\n'))) throw new MerkleFault('checkpoint.malformed');
  assertEmptyRoot(size, root);
  const text = `${lines.join('\n')}\n`;
  assertText(text);
  return text;
}

/** Reads a checkpoint's text, in its one spelling. It counts for nothing until verified. @throws MerkleFault */
export function parseCheckpoint(text: string): Checkpoint {
  if (typeof text !== 'string' || !text.endsWith('\n')) throw new MerkleFault('checkpoint.malformed');
  const lines = text.slice(0, -1).split('\n');
  const [origin, size, root, ...extensions] = lines;
  if (size === undefined || root === undefined || lines.includes(''))
    throw new MerkleFault('checkpoint.malformed');
  const hash = strictBase64(root);
  if (!/^(0|[1-9]\d{0,19})$/.test(size) || BigInt(size) > MAX_SIZE || hash?.length !== HASH_BYTES) {
    throw new MerkleFault('checkpoint.malformed');
  }
  assertEmptyRoot(BigInt(size), hash);
  return { origin: origin!, size: BigInt(size), root: hash, extensions };
}

/**
 * Reads a signed checkpoint that is what it should be: of this log, signed by this log, cosigned by enough different
 * witnesses. It says nothing about earlier checkpoints: compare those by `verifyConsistency`; or about time: judge the
 * cosignatures' timestamps.
 * @throws MerkleFault
 */
export function openCheckpoint(
  bytes: Uint8Array,
  { origin, log, witnesses, quorum }: CheckpointTrust,
): { readonly checkpoint: Checkpoint; readonly cosignatures: readonly VerifiedSignature[] } {
  assertDistinct(log, witnesses);
  const { text, signatures } = openNote(bytes, [log, ...witnesses]);
  const checkpoint = parseCheckpoint(text);
  if (checkpoint.origin !== origin) throw new MerkleFault('checkpoint.other_origin');
  if (!signatures.some(({ key }) => key === log)) throw new MerkleFault('checkpoint.unsigned_by_log');
  const cosignatures = signatures.filter(({ key }) => key !== log);
  // Turned around, so that a quorum that is no number admits nothing.
  if (!(cosignatures.length >= quorum)) throw new MerkleFault('checkpoint.too_few_witnesses');
  return { checkpoint, cosignatures };
}

/** One key under two names would count as two witnesses; a log that witnesses itself is no witness. */
function assertDistinct(log: VerifierKey, witnesses: readonly VerifierKey[]): void {
  const keys = new Set([log, ...witnesses].map(({ publicKey }) => publicKey.toString('hex')));
  if (keys.size !== witnesses.length + 1) throw new MerkleFault('note.keys_ambiguous');
  if (log.type !== 'ed25519' || witnesses.some(({ type }) => type !== 'cosignature/v1')) {
    throw new MerkleFault('note.key_malformed');
  }
}

/** There is one tree without leaves. */
function assertEmptyRoot(size: bigint, root: Uint8Array): void {
  if (size === 0n && !sameHash(root, emptyRoot())) throw new MerkleFault('checkpoint.malformed');
}
