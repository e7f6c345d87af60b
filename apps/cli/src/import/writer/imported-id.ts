import { createHash } from 'node:crypto';
import type { SourceKey } from '../slack/index.js';

/**
 * The id of something that was said in another network: a UUIDv7 (RFC 9562 section 5.7) of the time it was said there, so
 * that feeds order it among what is said here. Microseconds stand in the 12 bits behind the milliseconds (section 6.2,
 * method 3); the rest is made from organisation and source key, so that every import of the same message makes the same id.
 * @param at ISO 8601 in UTC with microseconds
 */
export function importedId(organisationId: string, sourceKey: SourceKey, at: string): string {
  const millis = Date.parse(`${at.slice(0, 23)}Z`);
  const micros = Number(at.slice(23, 26));
  const bytes = createHash('sha256').update(`${organisationId}\n${sourceKey}`).digest().subarray(0, 16);
  bytes.writeUIntBE(millis, 0, 6);
  bytes.writeUInt16BE(0x7000 | Math.floor((micros * 4096) / 1000), 6);
  bytes[8] = 0x80 | ((bytes[8] as number) & 0x3f);
  const hex = bytes.toString('hex');
  return [8, 12, 16, 20, 32]
    .map((end, place, ends) => hex.slice(place === 0 ? 0 : ends[place - 1], end))
    .join('-');
}
