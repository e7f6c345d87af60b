/** The place of one leaf in a tree of RFC 6962, and what its hash is said to lead to. */
export interface Inclusion {
  /** Counted from 0. */
  index: bigint;
  size: bigint;
  leafHash: Uint8Array;
  /** From the leaf upwards. */
  path: readonly Uint8Array[];
  root: Uint8Array;
}

/** Resolves to true only if the leaf stands at its place under the root (RFC 9162 section 2.1.3.2). */
export async function isIncluded({ index, size, leafHash, path, root }: Inclusion): Promise<boolean> {
  if (index < 0n || index >= size) return false;
  if ([leafHash, root, ...path].some((hash) => hash.length !== 32)) return false;
  let node = index;
  let last = size - 1n;
  let hash = leafHash;
  for (const sibling of path) {
    if (last === 0n) return false;
    if (odd(node) || node === last) {
      hash = await sha256(INNER, sibling, hash);
      while (!odd(node) && node !== 0n) {
        node >>= 1n;
        last >>= 1n;
      }
    } else hash = await sha256(INNER, hash, sibling);
    node >>= 1n;
    last >>= 1n;
  }
  return last === 0n && same(hash, root);
}

/** The hash of a leaf: SHA-256 of 0x00 and the entry (RFC 6962 section 2.1). */
export function leafHashOf(entry: Uint8Array): Promise<Uint8Array> {
  return sha256(LEAF, entry);
}

/** The hash of an inner node: SHA-256 of 0x01 and both children. */
export function nodeHashOf(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  return sha256(INNER, left, right);
}

export function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

const LEAF = Uint8Array.of(0);
const INNER = Uint8Array.of(1);

function odd(value: bigint): boolean {
  return (value & 1n) === 1n;
}

async function sha256(...parts: Uint8Array[]): Promise<Uint8Array> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
}
