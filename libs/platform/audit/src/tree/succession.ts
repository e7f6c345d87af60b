import { z } from 'zod';
import { canonical } from '../event.js';
import { MerkleFault } from '../merkle/merkle-fault.js';
import { encodeNote, parseNote, strictBase64 } from '../merkle/note.js';
import { parseVerifierKey, type VerifierKey } from '../merkle/note-key.js';
import { openNote } from '../merkle/note-signature.js';
import type { LogSigner } from './log-key.js';

/** Why there is no ledger: words of a closed list, because they stand in the log. */
export const LEDGER_LOST = ['lost', 'damaged', 'never-kept'] as const;
export type LedgerLost = (typeof LEDGER_LOST)[number];

const FIRST_LINE = 'courtyard/succession/1';
const size = z.string().regex(/^(0|[1-9]\d{0,18})$/);
const hash = z.string().refine((text) => strictBase64(text)?.length === 32);
const head = z.strictObject({ origin: z.string().min(1).max(200), key: z.string(), size, root: hash });

const shape = z.strictObject({
  generation: z.number().int().min(2),
  /** Name and public key of the log that begins. */
  origin: z.string().min(1).max(200),
  key: z.string(),
  /** Entries below are of logs before; so many were in what was put back, with this root. */
  begins: size,
  root: hash,
  /** Which log those entries were last signed in; null where they never were. */
  of: z.string().min(1).max(200).nullable(),
  /** The last head that the key store knows of, and by which key; null where the key store was lost, too. */
  previous: head.nullable(),
  /** Whether what was taken back and erased since was done again. */
  ledger: z.enum(['done-again', ...LEDGER_LOST]),
  at: z.iso.datetime(),
});

/** What the log that begins after a restore says of the one before. Sizes in decimal, hashes in base64. */
export type Succession = z.infer<typeof shape>;

/** Signed by the log that begins and, where its key is there, by the one that ends: whoever trusts this one learns of that. */
export function signSuccession(succession: Succession, ...signers: readonly LogSigner[]): Buffer {
  const text = `${FIRST_LINE}\n${canonical(shape.parse(succession))}\n`;
  return encodeNote({ text, signatures: signers.map((signer) => signer.signature(text)) });
}

/** What a note says, whoever signed it. It counts for nothing until verified. @throws MerkleFault `succession.malformed` */
export function readSuccession(note: Uint8Array): Succession {
  const [first, said, ...rest] = parseNote(note).text.split('\n');
  if (first !== FIRST_LINE || said === undefined || rest.join('') !== '') throw malformed();
  try {
    const succession = shape.parse(JSON.parse(said));
    if (canonical(succession) !== said || parseVerifierKey(succession.key).name !== succession.origin)
      throw malformed();
    return succession;
  } catch {
    throw malformed();
  }
}

/**
 * What a note says that was signed by the log that begins and by this key as well.
 * @throws MerkleFault `succession.malformed`, `succession.unsigned`, and what a wrong signature gives
 */
export function openSuccession(note: Uint8Array, trusted: VerifierKey): Succession {
  const succession = readSuccession(note);
  const next = parseVerifierKey(succession.key);
  const isItself = next.publicKey.equals(trusted.publicKey);
  const { signatures } = openNote(note, isItself ? [next] : [trusted, next]);
  if (signatures.length < (isItself ? 1 : 2)) throw new MerkleFault('succession.unsigned');
  return succession;
}

function malformed(): MerkleFault {
  return new MerkleFault('succession.malformed');
}
