import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { Position } from './position.js';

const NONCE = 12;
const TAG = 16;
const PLAIN = 24;
const CIPHER = 'aes-256-gcm';
/** As tokens were before they were sealed. */
const CLEAR = /^\d{1,20}\.\d{1,19}\.\d{1,12}$/;

/**
 * Positions as clients hold them. The outbox is one for all organisations, so a place in it tells how much the others do: a
 * token is sealed (AES-256-GCM, NIST SP 800-38D), bound to one organisation, and of one length.
 */
export class PositionTokens {
  private readonly seal: KeyObject;
  private readonly nonce: KeyObject;
  private last:
    | { readonly organisationId: string; readonly token: string; readonly position: Position }
    | undefined;

  /** @param secret the same in every process that serves the organisation, and after a restart. */
  constructor(secret: Uint8Array) {
    // As key objects: bytes would be made into one each time, which costs three times the sealing.
    const derived = (use: string) =>
      createSecretKey(
        Buffer.from(hkdfSync('sha256', secret, new Uint8Array(), `courtyard/position/${use}`, 32)),
      );
    this.seal = derived('seal');
    this.nonce = derived('nonce');
  }

  /** Of one event: the same each time, so that a reader knows one that was told twice. */
  ofEvent(organisationId: string, position: Position): string {
    const plain = toBytes(position);
    const nonce = createHmac('sha256', this.nonce).update(organisationId).update(plain).digest();
    return this.sealed(organisationId, plain, nonce.subarray(0, NONCE));
  }

  /** Of where the outbox stands: another one each time, or two that are equal would tell that nobody did anything. */
  ofHead(organisationId: string, position: Position): string {
    return this.sealed(organisationId, toBytes(position), randomBytes(NONCE));
  }

  /**
   * @returns null for what was never a token; `stale` for one that was, and cannot be read any more: of another key, of another
   * organisation, or from before tokens were sealed.
   */
  read(organisationId: string, token: string): Position | 'stale' | null {
    // Who was cut off together was told the same last, and comes back with the same token.
    const { last } = this;
    if (last?.token === token && last.organisationId === organisationId) return last.position;
    const position = this.opened(organisationId, token);
    if (position && position !== 'stale') this.last = { organisationId, token, position };
    return position;
  }

  private opened(organisationId: string, token: string): Position | 'stale' | null {
    const bytes = Buffer.from(token, 'base64url');
    // One token, one spelling: decoding is lenient, so anything else is somebody's own making.
    if (bytes.toString('base64url') !== token) return null;
    if (CLEAR.test(bytes.toString('latin1'))) return 'stale';
    if (bytes.length !== NONCE + PLAIN + TAG) return null;
    const decipher = createDecipheriv(CIPHER, this.seal, bytes.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAAD(Buffer.from(organisationId));
    decipher.setAuthTag(bytes.subarray(NONCE + PLAIN));
    try {
      const plain = Buffer.concat([decipher.update(bytes.subarray(NONCE, NONCE + PLAIN)), decipher.final()]);
      return fromBytes(plain);
    } catch {
      return 'stale';
    }
  }

  private sealed(organisationId: string, plain: Buffer, nonce: Buffer): string {
    const cipher = createCipheriv(CIPHER, this.seal, nonce, { authTagLength: TAG });
    cipher.setAAD(Buffer.from(organisationId));
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString(
      'base64url',
    );
  }
}

function toBytes({ xid, row, at }: Position): Buffer {
  const bytes = Buffer.alloc(PLAIN);
  bytes.writeBigUInt64BE(xid, 0);
  bytes.writeBigUInt64BE(row, 8);
  bytes.writeBigUInt64BE(BigInt(at), 16);
  return bytes;
}

function fromBytes(bytes: Buffer): Position {
  return {
    xid: bytes.readBigUInt64BE(0),
    row: bytes.readBigUInt64BE(8),
    at: Number(bytes.readBigUInt64BE(16)),
  };
}
