import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { SecretStore } from '@courtyard/database';
import { encodeNote, type NoteSignature } from '../merkle/note.js';
import { formatVerifierKey, parseVerifierKey, type VerifierKey, verifierKeyOf } from '../merkle/note-key.js';
import { signText } from '../merkle/note-signature.js';
import { readIfThere, renameDurably } from './durable-file.js';

/** Names in the folder of secrets. */
const SIGNER = 'log';
const VERIFIER = 'log-verifier';
const NEXT_SIGNER = 'log-next';
const NEXT_VERIFIER = 'log-verifier-next';

/** PKCS #8 of an Ed25519 key (RFC 8410 section 7), up to the 32 bytes of the seed. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const ED25519 = 0x01;

/** Who signs checkpoints. The private key stays in here. */
export interface LogSigner {
  /** The log's name, first line of each checkpoint and name of the key. */
  readonly origin: string;
  readonly verifier: VerifierKey;
  /** A signed note over the text. */
  sign(text: string): Buffer;
  /** One line of a note that others sign, too. */
  signature(text: string): NoteSignature;
}

/** The log's key, made when it is first asked for. */
export async function obtainSigner(secrets: SecretStore): Promise<LogSigner> {
  const signer = parseSigner(await secrets.obtain(SIGNER, makeSigner));
  await secrets.obtain(VERIFIER, () => formatVerifierKey(signer.verifier));
  return signer;
}

export async function readSigner(secrets: SecretStore): Promise<LogSigner | undefined> {
  const text = await secrets.read(SIGNER);
  return text === undefined ? undefined : parseSigner(text);
}

/** The key of the log that begins after a restore; the same until it is put in the place of the old one. */
export async function obtainSuccessor(secrets: SecretStore): Promise<LogSigner> {
  const signer = parseSigner(await secrets.obtain(NEXT_SIGNER, makeSigner));
  await secrets.obtain(NEXT_VERIFIER, () => formatVerifierKey(signer.verifier));
  return signer;
}

/**
 * From here on the successor signs, and nobody can sign for the old log any more: its private key is gone. May be called again.
 * @param folder that of the secrets
 */
export async function enthroneSuccessor(folder: string): Promise<void> {
  for (const [from, to] of [
    [NEXT_VERIFIER, VERIFIER],
    [NEXT_SIGNER, SIGNER],
  ] as const)
    if (await readIfThere(folder, from)) await renameDurably(folder, from, to);
}

/** What outsiders verify with; undefined while nothing was ever signed. */
export async function readVerifier(secrets: SecretStore): Promise<VerifierKey | undefined> {
  const text = await secrets.read(VERIFIER);
  return text === undefined ? undefined : parseVerifierKey(text);
}

/**
 * `PRIVATE+KEY+<name>+<key ID>+<base64 of type and seed>`: the form of Go's golang.org/x/mod/sumdb/note, so that the key
 * works with the tools there are. The name is random: two installations are never one log by mistake.
 */
function makeSigner(): string {
  const name = `courtyard/${randomBytes(8).toString('hex')}`;
  const { privateKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(PKCS8.length);
  const [, id] = formatVerifierKey(verifierKeyOf(name, 'ed25519', privateKey)).split('+');
  return `PRIVATE+KEY+${name}+${id}+${Buffer.concat([Buffer.of(ED25519), seed]).toString('base64')}`;
}

/** @throws Error without a word of the key. */
function parseSigner(text: string): LogSigner {
  const [, name, id, encoded] = /^PRIVATE\+KEY\+([^+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text) ?? [];
  const material = Buffer.from(encoded ?? '', 'base64');
  if (name === undefined || material.length !== 33 || material[0] !== ED25519) throw malformed();
  let key: KeyObject;
  try {
    key = createPrivateKey({
      key: Buffer.concat([PKCS8, material.subarray(1)]),
      format: 'der',
      type: 'pkcs8',
    });
  } catch {
    throw malformed();
  }
  const verifier = verifierKeyOf(name, 'ed25519', createPublicKey(key));
  if (!formatVerifierKey(verifier).startsWith(`${name}+${id}+`)) throw malformed();
  return {
    origin: name,
    verifier,
    sign: (words) => encodeNote({ text: words, signatures: [signText(words, name, key)] }),
    signature: (words) => signText(words, name, key),
  };
}

function malformed(): Error {
  return new Error('The key that signs the audit log (secrets/log) cannot be read.');
}
