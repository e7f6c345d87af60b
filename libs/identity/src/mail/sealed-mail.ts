import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { MailTemplate } from './mail.entity.js';

/** What a mail says, before a template makes words of it. */
export interface MailContent {
  readonly to: string;
  readonly template: MailTemplate;
  readonly language: 'en' | 'de';
  /** Values of the template. A link is told as a `path` below this installation's address, never whole. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** The row a sealed mail stands in. */
export interface MailPlace {
  readonly organisationId: string;
  readonly id: string;
}

const VERSION = 1;
const PLACE_BYTES = 33;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals a mail for its row: AES-256-GCM (NIST SP 800-38D) of canonical JSON (RFC 8785). Version, organisation and row stand
 * before it and are authenticated with it, so that it opens as this mail of this row or not at all.
 * @param key 32 bytes, kept outside the database
 */
export function sealMail(content: MailContent, key: Buffer, place: MailPlace): Buffer {
  const head = headOf(place);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(head);
  const { to, template, language, parameters } = content;
  const text = canonicalize({ to, template, language, parameters }) ?? '';
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([head, nonce, sealed, cipher.getAuthTag()]);
}

/**
 * Opens what `sealMail` sealed.
 * @param place the row it was found in; give it, so that a mail moved to another row does not open
 * @throws Error, without a word of the mail, for another key, another row, or a changed byte
 */
export function openMail(sealed: Buffer, key: Buffer, place?: MailPlace): MailContent {
  const head = sealed.subarray(0, PLACE_BYTES);
  const nonce = sealed.subarray(PLACE_BYTES, PLACE_BYTES + NONCE_BYTES);
  const box = sealed.subarray(PLACE_BYTES + NONCE_BYTES, -TAG_BYTES);
  const strange = () => new Error('This mail does not open.');
  if (sealed.length < PLACE_BYTES + NONCE_BYTES + TAG_BYTES || head[0] !== VERSION) throw strange();
  if (place && !head.equals(headOf(place))) throw strange();
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(head).setAuthTag(sealed.subarray(-TAG_BYTES));
    return JSON.parse(Buffer.concat([decipher.update(box), decipher.final()]).toString('utf8'));
  } catch {
    throw strange();
  }
}

function headOf({ organisationId, id }: MailPlace): Buffer {
  const bytes = Buffer.from(`${organisationId}${id}`.replaceAll('-', ''), 'hex');
  if (bytes.length !== PLACE_BYTES - 1) throw new Error('Organisation and mail are named by their UUIDs.');
  return Buffer.concat([Buffer.of(VERSION), bytes]);
}
