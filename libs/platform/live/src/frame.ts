const FINAL_TEXT = 0x81;
/** Lengths beyond the first are told in two further bytes, beyond the second in eight. */
const [SHORT, MEDIUM] = [125, 0xffff] as const;

/**
 * One message of text as it goes over the wire (RFC 6455, section 5.2): unmasked, as servers send, whole and not compressed. Of many
 * who are told the same the parts are the same; only their frame is each one's own.
 * @param space where it is written if there is room; otherwise it gets memory of its own
 */
export function textFrame(parts: readonly Buffer[], space?: Buffer): Buffer {
  let length = 0;
  for (const part of parts) length += part.length;
  const header = length <= SHORT ? 2 : length <= MEDIUM ? 4 : 10;
  const whole = header + length;
  const frame = space && whole <= space.length ? space.subarray(0, whole) : Buffer.allocUnsafe(whole);
  frame[0] = FINAL_TEXT;
  if (header === 2) frame[1] = length;
  else if (header === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  let at = header;
  for (const part of parts) {
    frame.set(part, at);
    at += part.length;
  }
  return frame;
}
