import { isUint8Array } from 'node:util/types';
import { MerkleFault } from './merkle-fault.js';
import { TILE_WIDTH } from './tile.js';

/** Bytes of the largest entry: its length is a 16-bit number. */
export const ENTRY_LIMIT = 2 ** 16 - 1;

/**
 * A bundle of log entries: each with its length before it, 2 bytes, big-endian (C2SP tlog-tiles, "Log entries").
 * @throws MerkleFault `entries.too_large` when one does not fit. Find that out before the event is committed: what is
 * in the log can no longer be left out of it.
 */
export function encodeEntries(entries: readonly Uint8Array[]): Buffer {
  if (entries.length < 1 || entries.length > TILE_WIDTH) throw new MerkleFault('entries.malformed');
  return Buffer.concat(
    entries.flatMap((entry) => {
      if (entry.length > ENTRY_LIMIT) throw new MerkleFault('entries.too_large');
      const length = Buffer.alloc(2);
      length.writeUInt16BE(entry.length);
      return [length, entry];
    }),
  );
}

/** Exactly `width` entries and nothing after them. They share memory with `bytes`. @throws MerkleFault */
export function decodeEntries(bytes: Uint8Array, width: number): Buffer[] {
  if (!isUint8Array(bytes)) throw new MerkleFault('entries.malformed');
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const entries: Buffer[] = [];
  let at = 0;
  for (let n = 0; n < width; n++) {
    if (at + 2 > whole.length) throw new MerkleFault('entries.malformed');
    const end = at + 2 + whole.readUInt16BE(at);
    if (end > whole.length) throw new MerkleFault('entries.malformed');
    entries.push(whole.subarray(at + 2, end));
    at = end;
  }
  if (at !== whole.length) throw new MerkleFault('entries.malformed');
  return entries;
}
