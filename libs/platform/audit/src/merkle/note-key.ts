import { createPublicKey, hash, type KeyObject } from 'node:crypto';
import { MerkleFault } from './merkle-fault.js';
import { asKeyName, strictBase64 } from './note.js';

/**
 * The two signature types we read: a log's own, and a witness's with a time (C2SP signed-note "Signature types",
 * tlog-cosignature). Both are Ed25519.
 */
export type SignatureType = 'ed25519' | 'cosignature/v1';

/** Identifier bytes of C2SP signed-note. */
const TYPE_BYTE: Readonly<Record<SignatureType, number>> = { ed25519: 0x01, 'cosignature/v1': 0x04 };
const PUBLIC_KEY_BYTES = 32;

/** Whose signatures to believe. Made by `verifierKeyOf` or `parseVerifierKey`. */
export interface VerifierKey {
  readonly name: string;
  readonly type: SignatureType;
  /** 32 bytes, RFC 8032. */
  readonly publicKey: Buffer;
  readonly keyId: number;
}

/** The verifier of a key pair under a name, from its public or private key. @throws MerkleFault */
export function verifierKeyOf(name: string, type: SignatureType, key: KeyObject): VerifierKey {
  if (key.asymmetricKeyType !== 'ed25519') throw new MerkleFault('note.key_malformed');
  const { x } = (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
  return verifierKey(name, type, Buffer.from(x!, 'base64url'));
}

/** `<name>+<key ID in hex>+<base64 of type and public key>`, a "vkey" (C2SP signed-note, "Verifier keys"). */
export function formatVerifierKey({ name, type, publicKey, keyId }: VerifierKey): string {
  const material = Buffer.concat([Buffer.of(TYPE_BYTE[type]), publicKey]);
  return `${name}+${hex(keyId)}+${material.toString('base64')}`;
}

/** @throws MerkleFault also when the key ID is not that of the name and key, or the type is none of ours. */
export function parseVerifierKey(vkey: string): VerifierKey {
  const [, name, id, encoded] =
    (typeof vkey === 'string' && /^([^+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(vkey)) || [];
  const material = encoded === undefined ? null : strictBase64(encoded);
  const type = (Object.keys(TYPE_BYTE) as SignatureType[]).find(
    (known) => TYPE_BYTE[known] === material?.[0],
  );
  if (!material || !type) throw new MerkleFault('note.key_malformed');
  const key = verifierKey(name!, type, material.subarray(1));
  if (hex(key.keyId) !== id) throw new MerkleFault('note.key_malformed');
  return key;
}

/** A public key as node:crypto verifies with. */
export function publicKeyObject(publicKey: Uint8Array): KeyObject {
  const x = Buffer.from(publicKey).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

function verifierKey(name: string, type: SignatureType, publicKey: Buffer): VerifierKey {
  if (publicKey.length !== PUBLIC_KEY_BYTES) throw new MerkleFault('note.key_malformed');
  return { name, type, publicKey, keyId: keyIdOf(asKeyName(name), type, publicKey) };
}

/** The first four bytes of SHA-256(name || 0x0A || type || public key) (C2SP signed-note, "Signatures"). */
function keyIdOf(name: string, type: SignatureType, publicKey: Buffer): number {
  const content = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(TYPE_BYTE[type]), publicKey]);
  return hash('sha256', content, 'buffer').readUInt32BE(0);
}

const hex = (keyId: number) => keyId.toString(16).padStart(8, '0');
