import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { DisclosureManifest } from './manifest.js';

/** A manifest with its signature, as it is stored, sent and verified. */
export interface SignedManifest {
  /** Canonical JSON (RFC 8785) of a `DisclosureManifest`. */
  readonly json: string;
  /** Ed25519 (RFC 8032) over `courtyard manifest v1`, a line feed and `json` in UTF-8; base64. */
  readonly signature: string;
  /** 32 bytes, base64. Whoever verifies compares it with the one they were given by another way. */
  readonly publicKey: string;
}

/** Says what is signed, so that a signature of something else never passes for one of a manifest. */
const DOMAIN = 'courtyard manifest v1\n';
/** The heads of an Ed25519 key in PKCS #8 and in SPKI (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const KEY_BYTES = 32;

/** The signing key, made of the secret `manifest` of the secrets folder. */
export function manifestKey(secret: string): KeyObject {
  const seed = createHash('sha256').update('courtyard manifest key v1\n').update(secret, 'utf8').digest();
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
}

/** 32 bytes in base64: what a recipient is given to verify by. */
export function publicKeyOf(key: KeyObject): string {
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return spki.subarray(SPKI.length).toString('base64');
}

export function signManifest(manifest: DisclosureManifest, key: KeyObject): SignedManifest {
  const json = canonicalize(manifest);
  if (json === undefined) throw new Error('This manifest has no canonical JSON.');
  const signature = sign(null, Buffer.from(DOMAIN + json), key).toString('base64');
  return { json, signature, publicKey: publicKeyOf(key) };
}

/**
 * The manifest, if it is what the holder of the key signed.
 * @param trustedKey as `publicKeyOf` gives it; without it only the manifest's own key is asked, which proves that nothing was
 * changed since, and not by whom it was signed
 * @throws Error in one sentence, without a word of the manifest
 */
export function verifyManifest(signed: SignedManifest, trustedKey?: string): DisclosureManifest {
  if (trustedKey !== undefined && trustedKey !== signed.publicKey)
    throw new Error('The manifest was signed with another key.');
  const bytes = Buffer.from(signed.publicKey, 'base64');
  const signature = Buffer.from(signed.signature, 'base64');
  const isWhole = bytes.length === KEY_BYTES && signature.toString('base64') === signed.signature;
  if (!isWhole || bytes.toString('base64') !== signed.publicKey)
    throw new Error('The manifest has no key or signature that could be read.');
  const key = createPublicKey({ key: Buffer.concat([SPKI, bytes]), format: 'der', type: 'spki' });
  if (!verify(null, Buffer.from(DOMAIN + signed.json), key, signature))
    throw new Error('The manifest is not what was signed.');
  const manifest: DisclosureManifest = JSON.parse(signed.json);
  if (manifest.v !== 1 || canonicalize(manifest) !== signed.json)
    throw new Error('The manifest is not in the form that is signed.');
  return manifest;
}

/** One text for a column or a file `manifest.json`. */
export function storedManifest({ json, signature, publicKey }: SignedManifest): string {
  return canonicalize({ json, publicKey, signature }) as string;
}

/** @throws Error for a text that `storedManifest` did not write */
export function readManifest(text: string): SignedManifest {
  const { json, signature, publicKey } = JSON.parse(text) as Record<string, unknown>;
  if (typeof json !== 'string' || typeof signature !== 'string' || typeof publicKey !== 'string')
    throw new Error('This is no signed manifest.');
  return { json, signature, publicKey };
}
