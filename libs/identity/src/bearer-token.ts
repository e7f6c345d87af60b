import { createHash, randomBytes } from 'node:crypto';

/**
 * A secret that whoever bears it may use: of a session, of an invitation. `<organisation>.<secret>`, the organisation's
 * UUID and 32 random bytes, both in base64url. The organisation is named so that the row can be looked for behind its wall;
 * naming another one finds nothing, because the hash is not there. Only the hash is stored: 256 random bits need no salt
 * and no slow hash (NIST SP 800-63B-4, section 3.1.2, of look-up secrets).
 */
export interface BearerToken {
  readonly organisationId: string;
  /** SHA-256 of the secret. */
  readonly hash: Buffer;
}

const FORM = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;
const BYTES = 32;

export function makeToken(organisationId: string): BearerToken & { readonly token: string } {
  const secret = randomBytes(BYTES);
  const organisation = Buffer.from(organisationId.replaceAll('-', ''), 'hex');
  if (organisation.length !== 16) throw new Error('An organisation is named by its UUID.');
  return {
    organisationId,
    token: `${organisation.toString('base64url')}.${secret.toString('base64url')}`,
    hash: hashOf(secret),
  };
}

/** @returns null for whatever is not the form of a token; each token has one spelling only. */
export function readToken(text: string): BearerToken | null {
  const [, organisation = '', secret = ''] = FORM.exec(text) ?? [];
  const bytes = Buffer.from(secret, 'base64url');
  const id = Buffer.from(organisation, 'base64url');
  if (bytes.toString('base64url') !== secret || id.toString('base64url') !== organisation) return null;
  if (bytes.length !== BYTES || id.length !== 16) return null;
  return { organisationId: uuidOf(id), hash: hashOf(bytes) };
}

/** A hash as a parameter for comparing with a bytea column. */
export function byteaOf(hash: Buffer): string {
  return `\\x${hash.toString('hex')}`;
}

function hashOf(secret: Buffer): Buffer {
  return createHash('sha256').update(secret).digest();
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
