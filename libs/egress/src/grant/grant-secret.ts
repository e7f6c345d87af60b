import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** The disclosure a secret belongs to. */
export interface GrantPlace {
  readonly organisationId: string;
  readonly disclosureId: string;
}

const VERSION = 1;
const PLACE_BYTES = 33;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What the views of schema egress want to be told: 256 bits, without characters that mean something in SQL. */
export function makeGrantSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** As `disclosure_grant.secret_hash` keeps it. */
export function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest();
}

/** The key of `sealSecret`, made of the secret `egress` of the secrets folder, which only api and egress read. */
export function sealingKey(secret: string): Buffer {
  return createHash('sha256').update('courtyard grant secret v1\n').update(secret, 'utf8').digest();
}

/**
 * Seals a grant's secret for its row: AES-256-GCM (NIST SP 800-38D). Version, organisation and disclosure stand before it and
 * are authenticated with it, so that it opens for this disclosure or not at all.
 * @param key 32 bytes, kept outside the database
 */
export function sealSecret(secret: string, key: Buffer, place: GrantPlace): Buffer {
  const head = headOf(place);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(head);
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([head, nonce, sealed, cipher.getAuthTag()]);
}

/** @throws Error for another key, another disclosure, or a changed byte */
export function openSecret(sealed: Buffer, key: Buffer, place: GrantPlace): string {
  const strange = () => new Error('This grant does not open.');
  if (sealed.length < PLACE_BYTES + NONCE_BYTES + TAG_BYTES) throw strange();
  const head = sealed.subarray(0, PLACE_BYTES);
  if (!head.equals(headOf(place))) throw strange();
  const nonce = sealed.subarray(PLACE_BYTES, PLACE_BYTES + NONCE_BYTES);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(head).setAuthTag(sealed.subarray(-TAG_BYTES));
    const box = sealed.subarray(PLACE_BYTES + NONCE_BYTES, -TAG_BYTES);
    return Buffer.concat([decipher.update(box), decipher.final()]).toString('utf8');
  } catch {
    throw strange();
  }
}

function headOf({ organisationId, disclosureId }: GrantPlace): Buffer {
  const bytes = Buffer.from(`${organisationId}${disclosureId}`.replaceAll('-', ''), 'hex');
  if (bytes.length !== PLACE_BYTES - 1)
    throw new Error('Organisation and disclosure are named by their UUIDs.');
  return Buffer.concat([Buffer.of(VERSION), bytes]);
}
