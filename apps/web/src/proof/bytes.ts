/** Bytes written as hexadecimal or as base64; undefined for anything else. */
export function bytesOf(text: string): Uint8Array | undefined {
  if (/^(?:[0-9a-f]{2})+$/i.test(text) && text.length === 64)
    return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** The first bytes in groups of four digits, for eyes. */
export function shortHex(bytes: Uint8Array, groups = 4): string {
  const digits = [...bytes.slice(0, groups * 2)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${(digits.match(/.{4}/g) ?? []).join(' ')} …`;
}
